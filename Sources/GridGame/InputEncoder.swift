/// Turns key presses into the levels that the game reads: at most one change per frame.
///
/// Terminals report presses and repeats but no releases, so a heading is held until the next one,
/// and a boost for a few frames.
package struct InputEncoder: Hashable, Sendable {
  package enum Press: Hashable, Sendable {
    case steer(Heading)
    case boost
  }

  /// Changes of heading that can wait; a further one replaces the newest.
  private static let maximumWaiting = 2
  /// The same key again within this many frames (67 ms) is the keyboard repeating, not the player.
  private static let repeatFrames = 4
  /// For how long a press of boost is held, longer than the gap between two repeats.
  private static let boostFrames = 6

  private enum Boost: Hashable, Sendable {
    case released
    /// Asked for; the level rises as soon as it was low for a frame.
    case pressed
    case held(framesLeft: Int)
  }

  private struct Recent: Hashable, Sendable {
    let press: Press
    var framesAgo: Int
  }

  /// A heading to hold, or nothing: to let go.
  private var waiting: [Heading?] = []
  private var boost = Boost.released
  private var newest: Recent?
  private var level = Ghostline.Input.neutral

  package init() {}

  /// A key was pressed, or repeats.
  package mutating func pressed(_ press: Press) {
    let isRepeat = newest.map { $0.press == press && $0.framesAgo <= Self.repeatFrames } ?? false
    newest = Recent(press: press, framesAgo: 0)
    switch press {
    case .steer(let heading) where isRepeat: repeatSteer(heading)
    case .steer(let heading): steer(heading)
    case .boost where isRepeat: repeatBoost()
    case .boost: boost = .pressed
    }
  }

  /// The terminal has lost the focus or is suspended: everything is let go.
  package mutating func focusLost() { self = InputEncoder() }

  /// The input for the next frame.
  package mutating func next() -> Ghostline.Input {
    newest?.framesAgo += 1
    if waiting.isEmpty {
      level = Ghostline.Input(heading: level.heading, isBoosting: nextBoost())
    } else {
      level = Ghostline.Input(heading: waiting.removeFirst(), isBoosting: level.isBoosting)
    }
    return level
  }

  /// A heading that is already held counts again after it was let go for a frame.
  private mutating func steer(_ heading: Heading) {
    if waiting.isEmpty, level.heading == heading {
      waiting = [nil, heading]
    } else if waiting.last != heading {
      if waiting.count == Self.maximumWaiting { waiting.removeLast() }
      waiting.append(heading)
    }
  }

  private mutating func repeatSteer(_ heading: Heading) {
    if waiting.isEmpty, level.heading != heading { waiting = [heading] }
  }

  private mutating func repeatBoost() {
    switch boost {
    case .released, .pressed: boost = .pressed
    case .held: boost = .held(framesLeft: Self.boostFrames)
    }
  }

  private mutating func nextBoost() -> Bool {
    switch boost {
    case .pressed where level.isBoosting: return false
    case .pressed:
      boost = .held(framesLeft: Self.boostFrames - 1)
      return true
    case .held(let framesLeft) where framesLeft > 0:
      boost = .held(framesLeft: framesLeft - 1)
      return true
    case .held, .released:
      boost = .released
      return false
    }
  }
}
