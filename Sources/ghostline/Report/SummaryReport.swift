import GridGame
import Netplay
import Presentation
import Rollback
import Station
import Views
import Vocabulary

/// The summary of an episode, for programs as JSON and for people as text.
struct SummaryReport {
  let numbers: MatchNumbers
  let seed: UInt64
  let map: String
  let startedAt: Instant
  let score: [Int]
  /// By seat; the own one included.
  let names: [String]

  init(_ playing: borrowing Playing) {
    numbers = playing.match.numbers
    seed = playing.terms.seed
    map = playing.game.map.name
    startedAt = playing.startedAt
    let state = playing.confirmedState
    score = (0..<playing.terms.players).map { state.score(PlayerIndex($0)) }
    names = playing.names
  }

  // MARK: JSON

  var json: JSONValue {
    .object([
      "version": .int(1), "session": .string(Sentences.hex(numbers.epoch)),
      "seat": .int(numbers.seat.number), "seed": .init(Int(exactly: seed), or: "\(seed)"),
      "map": .string(map), "frames": .int(numbers.frame.number),
      "confirmedFrame": .int(numbers.settledFrame.number),
      "finalChecksum": .init(numbers.finalChecksum.map(Sentences.hex)),
      "chain": .init(numbers.chain.map(Sentences.hex)), "endReason": .string(endReason),
      "inputs": inputs, "fallback": fallback, "rollback": rollback, "ignored": ignored,
      "peers": .array(numbers.peers.map(peer)),
    ])
  }

  private var endReason: String {
    switch numbers.endReason {
    case .completed: "completed"
    case .left: "left"
    case .peerLost, .givenUp: "peerLost"
    case nil: "left"
    }
  }

  private var inputs: JSONValue {
    let inputs = numbers.inputs
    return .object([
      "sentViaP2P": .int(inputs.sent.direct), "sentViaRelay": .int(inputs.sent.relay),
      "receivedViaP2P": .int(inputs.received.direct),
      "receivedViaRelay": .int(inputs.received.relay),
      "p2pReceiveRatio": .init(inputs.directShare, digits: 4),
      "p2pFirstShare": .init(inputs.directFirstShare, digits: 4),
    ])
  }

  private var fallback: JSONValue {
    .object([
      "triggered": .bool(numbers.fallback != nil),
      "frame": .init(numbers.fallback?.frame.number),
      "cause": .init(numbers.fallback?.cause.rawValue),
      "proven": .bool(numbers.fallbackProvenThrough != nil),
      "provenThroughFrame": .init(numbers.fallbackProvenThrough?.number),
      "events": .array(numbers.fallbackEvents.map(event)),
    ])
  }

  private func event(_ event: FallbackMonitor.Event) -> JSONValue {
    var members: [String: JSONValue] = [
      "frame": .int(event.frame.number), "at": .int(milliseconds(event.at - startedAt)),
    ]
    switch event.kind {
    case .degraded(let cause):
      members["kind"] = .string("degraded")
      members["cause"] = .string(cause.rawValue)
    case .recovered: members["kind"] = .string("recovered")
    }
    return .object(members)
  }

  private var ignored: JSONValue {
    .object([
      "forged": .int(numbers.ignored.forged), "unkeyed": .int(numbers.ignored.unkeyed),
      "replayed": .int(numbers.ignored.replayed),
      "otherSession": .int(numbers.ignored.otherSession), "own": .int(numbers.ignored.own),
      "stranger": .int(numbers.ignored.stranger), "malformed": .int(numbers.ignored.malformed),
      "otherVersion": .int(numbers.ignored.otherVersion),
    ])
  }

  private var rollback: JSONValue {
    let rollback = numbers.rollback
    return .object([
      "count": .int(rollback.rollbacks),
      "mispredictedInputs": .int(rollback.mispredictedInputs),
      "resimulatedFrames": .int(rollback.resimulatedFrames),
      "maxDepth": .int(rollback.maxDepth),
      "depthHistogram": .array(
        rollback.depthHistogram.prefix(rollback.maxDepth + 1).map { .int($0) }),
      "stalls": .int(numbers.stalls.count),
      "stallMilliseconds": .int(milliseconds(numbers.stalls.total)),
    ])
  }

  private func peer(_ peer: MatchNumbers.Peer) -> JSONValue {
    let modes = peer.modeTimes.map { JSONValue.int(milliseconds($0)) }
    return .object([
      "seat": .int(peer.seat.number), "name": .string(names[peer.seat.number]),
      "verifiedFrame": .init(peer.verifiedFrame?.number), "hashesSent": .int(peer.hashesSent),
      "hashesReceived": .int(peer.hashesReceived), "hashesCompared": .int(peer.hashesCompared),
      "hashMismatches": .int(peer.hashMismatches),
      "firstBadFrame": .init(peer.firstBadFrame?.number),
      "p2pObstacle": .init(peer.obstacle.map { "\($0)" }),
      "modes": .object([
        "dual": modes[Mode.dual.rawValue], "directOnly": modes[Mode.directOnly.rawValue],
        "relayOnly": modes[Mode.relayOnly.rawValue], "dark": modes[Mode.dark.rawValue],
      ]),
      "paths": .object(["p2p": path(peer.paths.direct), "relay": path(peer.paths.relay)]),
    ])
  }

  private func path(_ path: MatchNumbers.OfPath) -> JSONValue {
    let counters = path.counters
    return .object([
      "state": .string(path.state.word), "packetsSent": .int(counters.packetsSent),
      "packetsReceived": .int(counters.packetsReceived), "bytesSent": .int(counters.bytesSent),
      "bytesReceived": .int(counters.bytesReceived),
      "inputs": .object([
        "received": .int(counters.inputs.received), "first": .int(counters.inputs.first),
        "later": .int(counters.inputs.later), "duplicate": .int(counters.inputs.duplicate),
        "rejected": .int(counters.inputs.rejected),
      ]),
      "rtt": .object([
        "p50": .init(path.rttMedian?.milliseconds, digits: 1),
        "p95": .init(path.rtt95?.milliseconds, digits: 1),
      ]),
      "jitter": .init(path.jitter?.milliseconds, digits: 1), "loss": .init(path.loss, digits: 4),
    ])
  }

  private func milliseconds(_ duration: Duration) -> Int { Int(duration.milliseconds.rounded()) }

  // MARK: Text

  /// The block that is printed when the screen is gone.
  var text: String {
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
        + " (\(milliseconds(numbers.stalls.total)) ms)")
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

extension JSONValue {
  /// A number, or text where the number does not fit.
  fileprivate init(_ number: Int?, or text: String) {
    self = number.map { .int($0) } ?? .string(text)
  }
}
