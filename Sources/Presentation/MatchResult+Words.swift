import GridGame
import Netplay
import Rollback
import Station
import Views
import Vocabulary

/// What becomes of a match, in the words of its last screen.
extension MatchResult {
  init(
    _ numbers: MatchNumbers, reason: EndReason, state: Ghostline.State, startedAt: Instant,
    names: [String]
  ) {
    self.init(
      headline: Self.headline(state, seat: numbers.seat, reason: reason, names: names),
      rounds: Int(state.round),
      fallbacks: numbers.peers.flatMap {
        Self.fallbacks($0, until: startedAt + numbers.elapsed)
      })
  }

  private static func headline(
    _ state: Ghostline.State, seat: PlayerIndex, reason: EndReason, names: [String]
  ) -> String {
    switch reason {
    case .left(let leaver): return leaver == seat ? "you left" : "\(names[leaver.number]) left"
    case .peerLost(let peer): return "\(names[peer.number]) is gone"
    case .givenUp(let peer): return "\(names[peer.number]) gave up waiting for you"
    case .completed: break
    }
    let others = (0..<Int(state.players)).filter { $0 != seat.number }
      .map { "\(state.score(PlayerIndex($0)))" }
    let score = "\(state.score(seat)) : " + others.joined(separator: " : ")
    switch state.matchOutcome {
    case .won(let winner):
      return (winner == seat ? "you win " : "\(names[winner.number]) wins ") + score
    case .draw: return "a draw, \(score)"
    case .undecided: return "ended at \(score)"
    }
  }

  /// Each degradation with the recovery that followed it.
  private static func fallbacks(_ peer: MatchNumbers.Peer, until end: Instant) -> [Fallback] {
    var result: [Fallback] = []
    var open: (event: FallbackMonitor.Event, cause: FallbackMonitor.Cause)?
    func close(at time: Instant, hasRecovered: Bool) {
      guard let (event, cause) = open else { return }
      result.append(
        Fallback(
          frame: event.frame, cause: FallbackCause(cause, event, peer),
          seconds: (time - event.at).milliseconds / 1000, hasRecovered: hasRecovered))
      open = nil
    }
    for event in peer.fallbackEvents {
      switch event.kind {
      case .degraded(let cause): open = (event, cause)
      case .recovered: close(at: event.at, hasRecovered: true)
      }
    }
    close(at: end, hasRecovered: false)
    return result
  }
}

extension FallbackCause {
  /// The cause of a degradation with what was measured at that moment, or is now.
  init(_ cause: FallbackMonitor.Cause, _ event: FallbackMonitor.Event, _ peer: MatchNumbers.Peer) {
    self.init(cause, event, judgedLoss: peer.paths.direct.judgedLoss)
  }

  /// - Parameter judgedLoss: The share missing of the newest second, if it is known.
  init(
    _ cause: FallbackMonitor.Cause, _ event: FallbackMonitor.Event, judgedLoss: Double? = nil
  ) {
    let latency = (event.latency ?? .zero).wholeMilliseconds
    switch cause {
    case .latency: self = .slow(latencyMilliseconds: latency)
    case .critical: self = .critical(latencyMilliseconds: latency)
    case .silence: self = .silent(milliseconds: event.silence.wholeMilliseconds)
    case .loss: self = .lossy(percent: judgedLoss.map { Int(($0 * 100).rounded()) })
    case .backlog: self = .backlog
    case .closed: self = .closed
    case .connectFailed: self = .failed
    }
  }
}
