import Rollback

/// Holds one player's cycle: where it is, what it was told, what it has left.
package struct Cycle: Hashable, Sendable, BitwiseCopyable {
  /// Tells whether the cycle takes part.
  package enum Status: Hashable, Sendable, BitwiseCopyable {
    /// Its player was not there when the round began.
    case absent
    case riding
    /// It crashed; its trail is gone in `framesLeft`.
    case crashed(framesLeft: UInt16)
    /// It crashed and its trail is gone.
    case cleared
  }

  package var status: Status
  package var position: Position
  package var heading: Heading
  /// Turns that wait for the next cells.
  package var turns: TurnQueue
  /// Frames until the next cell.
  package var wait: UInt8
  /// Frames for which the cycle has been pressing against something.
  package var grind: UInt8
  /// Boosts left.
  package var boosts: UInt8
  /// Frames for which a boost still runs; 0 when none does.
  package var boostFramesLeft: UInt8
  /// The levels of the newest input, against which the next one is a change.
  package var held: Ghostline.Input

  /// A cycle that is not on the board.
  static var absent: Cycle {
    Cycle(
      status: .absent, position: Position(x: 0, y: 0), heading: .up, turns: TurnQueue(), wait: 1,
      grind: 0, boosts: 0, boostFramesLeft: 0, held: .neutral)
  }

  package var isRiding: Bool { status == .riding }
  package var isBoosting: Bool { boostFramesLeft > 0 }

  /// The heading that the cycle has once the waiting turns are done.
  package var finalHeading: Heading { turns.last ?? heading }

  /// Takes note of the levels; a heading that was not held before is a turn to come.
  ///
  /// A heading that the cycle will have anyway is no turn: it would use up a cell in the queue.
  mutating func listen(to input: Ghostline.Input) {
    if let turn = input.heading, turn != held.heading, turn != finalHeading { turns.append(turn) }
    held = input
  }

  func hash(into hasher: inout StateHasher) {
    hasher.combine(statusWord)
    hasher.combine(
      UInt64(position.x) | UInt64(position.y) << 8 | UInt64(heading.rawValue) << 16
        | UInt64(turns.first?.rawValue ?? 0) << 24 | UInt64(turns.second?.rawValue ?? 0) << 32
        | UInt64(wait) << 40 | UInt64(grind) << 48 | UInt64(boosts) << 56)
    hasher.combine(UInt64(boostFramesLeft) | UInt64(held.byte) << 8)
  }

  private var statusWord: UInt64 {
    switch status {
    case .absent: 0
    case .riding: 1
    case .crashed(let framesLeft): 2 | UInt64(framesLeft) << 8
    case .cleared: 3
    }
  }
}

/// What a cycle does in a frame of a round.
extension Cycle {
  /// Takes note of the levels, and boosts on the rising edge if it can.
  mutating func obey(_ input: Ghostline.Input, _ rules: Rules) {
    let isPress = input.isBoosting && !held.isBoosting
    listen(to: input)
    guard isRiding, isPress, boosts > 0, !isBoosting else { return }
    boosts -= 1
    boostFramesLeft = UInt8(rules.boostLength)
    wait = min(wait, UInt8(rules.boostStep))
  }

  /// Counts down; when it is time to move takes the next turn and says which cell it wants.
  mutating func nextTarget(_ rules: Rules) -> Position? {
    if isBoosting { boostFramesLeft -= 1 }
    wait -= 1
    guard wait == 0 else { return nil }
    wait = UInt8(isBoosting ? rules.boostStep : rules.step)
    if let turn = turns.pop(), turn != heading.opposite { heading = turn }
    return position.moved(heading)
  }
}
