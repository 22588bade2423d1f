import GridGame
package import Netplay
import Rollback
package import Station
import Views
package import Vocabulary

/// The summary of an episode, for people as text; the executable writes it for programs as JSON.
package struct SummaryReport: Sendable {
  package let numbers: MatchNumbers
  package let seed: UInt64
  package let map: String
  package let startedAt: Instant
  package let score: [Int]
  /// By seat; the own one included.
  package let names: [String]

  package init(_ playing: borrowing Playing) {
    numbers = playing.match.numbers
    seed = playing.terms.seed
    map = playing.game.map.name
    startedAt = playing.startedAt
    let state = playing.confirmedState
    score = (0..<playing.terms.players).map { state.score(PlayerIndex($0)) }
    names = playing.names
  }

  /// The block that is printed when the screen is gone.
  package var text: String {
    let rollback = numbers.rollback
    let seconds = numbers.elapsed.milliseconds / 1000
    var lines = [
      "Ghostline · map \(map) · \(numbers.settledFrame.number) frames confirmed in \(decimal(seconds)) s",
      "score     " + zip(names, score).map { "\($0) \($1)" }.joined(separator: " : "),
      "inputs received in this episode, each once per path: " + numbers.headline,
      "inputs    P2P \(numbers.inputs.sent.direct) sent \(numbers.inputs.received.direct) received"
        + " · RELAY \(numbers.inputs.sent.relay) sent \(numbers.inputs.received.relay) received",
    ]
    lines += fallbackLines
    for peer in numbers.peers { lines.append("hashes    " + hashLine(peer)) }
    lines.append(
      "rollback  \(rollback.rollbacks) · max depth \(rollback.maxDepth)"
        + " · \(rollback.resimulatedFrames) frames resimulated · \(numbers.stalls.count) stalls"
        + " (\(numbers.stalls.total.wholeMilliseconds) ms)")
    lines.append("ended     " + endLine)
    return lines.joined(separator: "\n")
  }

  /// One line for each degradation, and whether the relay alone was seen to carry the game.
  private var fallbackLines: [String] {
    var lines = numbers.fallbackEvents.map { event in
      let time = decimal((event.at - startedAt).milliseconds / 1000)
      return switch event.kind {
      case .degraded(let cause):
        "fallback  frame \(event.frame.number) (\(time) s): \(cause.rawValue)"
      case .recovered: "          frame \(event.frame.number) (\(time) s): recovered"
      }
    }
    if let frame = numbers.fallbackProvenThrough {
      lines.append("          proven: frame \(frame.number) was verified on the relay alone")
    }
    return lines
  }

  private func hashLine(_ peer: MatchNumbers.Peer) -> String {
    let name = names[peer.seat.number]
    if let frame = peer.firstBadFrame {
      return "DESYNC with \(name): frame \(frame.number) is the first that differs"
    }
    if peer.hashMismatches > 0 { return "DESYNC with \(name)" }
    guard let frame = peer.verifiedFrame else { return "nothing compared with \(name)" }
    return "equal with \(name) through frame \(frame.number)"
      + " (\(peer.hashesCompared) of \(peer.hashesReceived) compared)"
  }

  private var endLine: String {
    switch numbers.endReason {
    case .completed: "completed"
    case .left(let seat): seat == numbers.seat ? "you left" : "\(names[seat.number]) left"
    case .givenUp(let seat):
      "\(names[seat.number]) ended it: nothing had come from here for 10 s"
    case .peerLost(let seat): "nothing came from \(names[seat.number]) any more"
    case nil: "left at frame \(numbers.frame.number)"
    }
  }

  private func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Sentences {
  /// Why matches with these summaries must not end the process as if all was well; nothing if they may.
  package static func failure(of summaries: [SummaryReport]) -> Failure? {
    if summaries.contains(where: { $0.numbers.peers.contains { $0.hashMismatches > 0 } }) {
      return Failure(.desync, "the machines computed different states; see the summary")
    }
    for summary in summaries {
      switch summary.numbers.endReason {
      case .peerLost(let seat):
        return Failure(
          .connection, "nothing came from \(summary.names[seat.number]) for 10 s, by any path")
      case .givenUp(let seat):
        return Failure(
          .connection,
          "\(summary.names[seat.number]) ended the match: nothing had come from here for 10 s")
      case .completed, .left, nil: break
      }
    }
    return nil
  }
}
