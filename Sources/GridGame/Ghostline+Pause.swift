import Rollback
import Vocabulary

/// How the game stands still: all machines agree on it, since it is a part of the state.
extension Ghostline.State {
  /// Frames between the wish to go on and the first move.
  package static let resumeFrames: UInt16 = 90

  /// Obeys wishes to pause and to go on, which count as they begin; whether nothing else happens in
  /// this frame.
  mutating func standsStill(_ inputs: Span<Ghostline.Input>) -> Bool {
    guard !isMatchOver else { return false }
    for seat in 0..<Int(players)
    where inputs[seat].asksForPause && !cycles[seat].held.asksForPause {
      switch pause {
      case .none, .resuming: pause = .paused(by: PlayerIndex(seat))
      case .paused: pause = .resuming(framesLeft: Self.resumeFrames)
      }
    }
    switch pause {
    case .none: return false
    case .paused: listen(inputs)
    case .resuming(let framesLeft):
      // Who turns now, turns with the first move.
      listenAndQueue(inputs)
      pause = framesLeft > 1 ? .resuming(framesLeft: framesLeft - 1) : .none
    }
    return true
  }
}
