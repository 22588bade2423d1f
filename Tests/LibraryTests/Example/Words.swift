import Netplay
import Rollback
import Vocabulary

/// What happened, for people; most events need no words.
func words(_ event: MatchEvent) -> String? {
  switch event {
  case .fallback(let peer, .latched(let latch)):
    "the direct path to \(peer) fails at \(latch.frame) (\(latch.cause)), the relay carries on"
  case .fallback(let peer, .recovered): "the direct path to \(peer) is back"
  case .stalled(let seats): "waiting for the inputs of seats \(seats.bits)"
  case .hash(let peer, .located(let frame, _, _)): "\(frame) is the first that differs from \(peer)"
  case .hash(_, .differs(let frame, let sections)): "at \(frame) these differ: \(sections)"
  case .ended(let reason): "over: \(reason)"
  default: nil
  }
}

/// A line about how the connection is doing, at any time.
func connection(_ numbers: MatchNumbers) -> String {
  let paths = numbers.peers[0].paths
  let direct = paths.direct.rttMedian.map { "\($0)" } ?? "unknown"
  let relay = paths.relay.rttMedian.map { "\($0)" } ?? "unknown"
  return "\(numbers.headline); round trips \(direct) and \(relay);"
    + " \(numbers.rollback.rollbacks) rollbacks, verified through"
    + " frame \(numbers.peers[0].verifiedFrame?.number ?? 0)"
}
