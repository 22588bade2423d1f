package import Rollback
import Vocabulary

/// What the checksum of a state is made of, section by section.
extension Ghostline {
  package static func hash(_ state: State, into hasher: inout StateHasher) {
    hasher.section("rules")
    state.rules.hash(into: &hasher)
    hasher.section("map")
    state.hashMap(into: &hasher)
    hasher.section("clock")
    hasher.combine(state.phase.word)
    hasher.combine(state.roundOutcome.word)
    hasher.combine(
      UInt64(state.round) | UInt64(state.match) << 8 | UInt64(state.firstSpawn) << 24
        | UInt64(state.closedPairs) << 32 | state.pause.word << 48)
    hasher.combine(UInt64(state.framesToNextPause))
    for seat in 0..<Int(state.players) { hasher.combine(state.pauseBudgets[seat].word) }
    hasher.section("dice")
    hasher.combine(state.dice.state)
    hasher.section("score")
    for seat in 0..<Int(state.players) { hasher.combine(state.scores[seat]) }
    hasher.section("cycles")
    for seat in 0..<Int(state.players) { state.cycles[seat].hash(into: &hasher) }
    hasher.section("pads")
    state.hashPads(into: &hasher)
    hasher.section("trails")
    state.board.hash(into: &hasher)
  }

  /// Flips one bit that the checksum covers and that stays flipped, for drills of a desync.
  package static func corrupt(_ state: inout State) { state.dice.state ^= 1 }
}

extension Ghostline.State {
  fileprivate func hashMap(into hasher: inout StateHasher) {
    hasher.combine(mapDigest)
    hasher.combine(
      UInt64(board.width) | UInt64(board.height) << 8 | UInt64(players) << 16
        | UInt64(padCount) << 24)
    for index in 0..<Int(players) {
      let spawn = spawns[index]
      hasher.combine(
        UInt64(spawn.position.x) | UInt64(spawn.position.y) << 8
          | UInt64(spawn.heading.rawValue) << 16)
    }
  }

  fileprivate func hashPads(into hasher: inout StateHasher) {
    for index in 0..<Int(padCount) {
      let pad = pads[index]
      hasher.combine(
        UInt64(pad.position.x) | UInt64(pad.position.y) << 8 | UInt64(pad.twin) << 16
          | UInt64(pad.warmFrom) << 32)
    }
  }
}

extension Ghostline.State.Phase {
  fileprivate var word: UInt64 {
    switch self {
    case .countdown(let framesLeft): UInt64(framesLeft) << 8
    case .playing(let frame): 1 | UInt64(frame) << 8
    case .outro(let framesLeft): 2 | UInt64(framesLeft) << 8
    case .matchOver(let framesLeft): 3 | UInt64(framesLeft) << 8
    case .intro(let framesLeft, let pressed):
      4 | UInt64(framesLeft) << 8 | UInt64(pressed.bits) << 24
    }
  }
}

extension Ghostline.State.Pause {
  /// At most 16 bits.
  fileprivate var word: UInt64 {
    switch self {
    case .none: 0
    case .paused(let seat): 1 | UInt64(seat.number) << 2
    case .resuming(let framesLeft): 2 | UInt64(framesLeft) << 2
    }
  }
}

extension Ghostline.State.Outcome {
  fileprivate var word: UInt64 {
    switch self {
    case .undecided: 0
    case .draw: 1
    case .won(let seat): 2 | UInt64(seat.number) << 8
    }
  }
}

extension Board {
  /// The rows in use in one go: what lies right of the board is always floor.
  fileprivate func hash(into hasher: inout StateHasher) {
    hasher.combine(words: words.span.extracting(first: Int(height) &* Self.wordsPerRow))
  }
}
