import Rollback
package import Vocabulary

/// How the game stands still: all machines agree on it, since it is a part of the state.
///
/// Nobody can be held by it: each player has a few pauses of a match and a time for all of them
/// together, anybody may end a pause, and between two pauses is played.
extension Ghostline.State {
  /// Frames between the wish to go on and the first move.
  package static let resumeFrames: UInt16 = 90
  /// Frames of play between two pauses: 5 s, in which most of a turn of events can happen.
  package static let framesBetweenPauses: UInt16 = 300

  /// Holds what a player has left of the pauses of a match.
  package struct PauseBudget: Hashable, Sendable, BitwiseCopyable {
    /// A phone, a door, and one to spare; 60 s altogether.
    package static let full = PauseBudget(pauses: 3, framesLeft: 3600)

    package var pauses: UInt8
    /// Frames for which the player's pauses may still last.
    package var framesLeft: UInt16

    package var isSpent: Bool { pauses == 0 || framesLeft == 0 }

    var word: UInt64 { UInt64(pauses) | UInt64(framesLeft) << 8 }
  }

  /// Tells why a player cannot pause now.
  package enum PauseRefusal: Hashable, Sendable {
    case spent
    /// Another pause has just been; frames until the next can begin.
    case tooSoon(framesLeft: Int)
  }

  /// Why a wish of a seat would not pause the game; nothing where it would, and where it would end a
  /// pause.
  package func pauseRefusal(_ seat: PlayerIndex) -> PauseRefusal? {
    guard rules.pausing == .limited else { return nil }
    let framesLeft: Int
    switch pause {
    case .paused: return nil
    case .none: framesLeft = Int(framesToNextPause)
    case .resuming(let left): framesLeft = Int(left) + Int(Self.framesBetweenPauses)
    }
    if pauseBudgets[seat.number].isSpent { return .spent }
    return framesLeft > 0 ? .tooSoon(framesLeft: framesLeft) : nil
  }

  /// Obeys wishes to pause and to go on, which count as they begin; whether nothing else happens in
  /// this frame.
  mutating func standsStill(_ inputs: Span<Ghostline.Input>) -> Bool {
    guard !isMatchOver else { return false }
    hearWishes(inputs)
    switch pause {
    case .none:
      if framesToNextPause > 0 { framesToNextPause -= 1 }
      return false
    case .paused(let seat):
      listen(inputs)
      spend(seat)
    case .resuming(let framesLeft):
      // Who turns now, turns with the first move.
      listenAndQueue(inputs)
      if framesLeft > 1 {
        pause = .resuming(framesLeft: framesLeft - 1)
      } else {
        pause = .none
        framesToNextPause = rules.pausing == .limited ? Self.framesBetweenPauses : 0
      }
    }
    return true
  }

  /// Sets every player's pauses to those of a new match.
  mutating func renewPauses() {
    for seat in 0..<Int(players) { pauseBudgets[seat] = .full }
  }

  /// All wishes of a frame are judged against the same state: who wishes what others wish in the same
  /// frame does not undo it.
  private mutating func hearWishes(_ inputs: Span<Ghostline.Input>) {
    let before = pause
    for seat in 0..<Int(players)
    where inputs[seat].asksForPause && !cycles[seat].held.asksForPause && pause == before {
      if case .paused = before {
        pause = .resuming(framesLeft: Self.resumeFrames)
      } else if pauseRefusal(PlayerIndex(seat)) == nil {
        pause = .paused(by: PlayerIndex(seat))
        if rules.pausing == .limited { pauseBudgets[seat].pauses -= 1 }
      }
    }
  }

  private mutating func spend(_ seat: PlayerIndex) {
    guard rules.pausing == .limited else { return }
    let left = pauseBudgets[seat.number].framesLeft
    pauseBudgets[seat.number].framesLeft = left > 1 ? left - 1 : 0
    if left <= 1 { pause = .resuming(framesLeft: Self.resumeFrames) }
  }
}

/// What views ask.
extension Ghostline.State {
  /// Frames after which a seat's pause ends by itself; nothing where pauses have no limit.
  package func pauseFramesLeft(_ seat: PlayerIndex) -> Int? {
    rules.pausing == .limited ? Int(pauseBudgets[seat.number].framesLeft) : nil
  }
}
