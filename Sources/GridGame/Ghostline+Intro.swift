import Rollback
package import Vocabulary

/// How the first round of a match waits until its players have found their heads and their keys.
extension Ghostline.State {
  /// Frames that are left at most once everybody has pressed a key: more than any input delay and
  /// prediction window together, so that no machine learns of the last press when the others ride.
  package static let readyFrames: UInt16 = 45

  /// What a round begins with: the first one of a match with the intro, if that is the longer wait.
  var opening: Phase {
    guard round == 1 else { return .countdown(framesLeft: rules.countdown) }
    return rules.intro > rules.countdown
      ? .intro(framesLeft: rules.intro, pressed: Presence(bits: 0))
      : .countdown(framesLeft: rules.intro)
  }

  /// Counts down as before any round, and less long once all who are there have pressed a key.
  mutating func introduce(
    _ inputs: Span<Ghostline.Input>, presence: Presence, framesLeft: UInt16, pressed: Presence
  ) {
    listenAndQueue(inputs)
    var pressed = pressed
    for seat in 0..<Int(players) where inputs[seat].isPress { pressed.bits |= 1 << UInt8(seat) }
    let missing = presence.bits & Presence.all(Int(players)).bits & ~pressed.bits
    var left = framesLeft > 1 ? framesLeft - 1 : 0
    if missing == 0 { left = min(left, Self.readyFrames) }
    phase = left > 0 ? .intro(framesLeft: left, pressed: pressed) : .playing(frame: 0)
  }
}

/// What views and bots ask while a round is about to begin.
extension Ghostline.State {
  /// Frames until the round begins; nothing unless it is about to.
  package var framesToStart: Int? {
    switch phase {
    case .countdown(let framesLeft), .intro(let framesLeft, _): Int(framesLeft)
    case .playing, .outro, .matchOver: nil
    }
  }

  /// Whether the first round of a match is about to begin after the longer countdown.
  package var isIntro: Bool {
    if case .intro = phase { true } else { false }
  }

  /// Whether a seat has pressed a key in the intro; afterwards and before, nobody has.
  package func hasPressed(_ seat: PlayerIndex) -> Bool {
    if case .intro(_, let pressed) = phase { pressed.contains(seat) } else { false }
  }
}

extension Ghostline.Input {
  /// Whether a key of the game is held; to ask for a pause is none.
  fileprivate var isPress: Bool { heading != nil || isBoosting }
}
