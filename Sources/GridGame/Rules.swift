/// Holds every number of the game that a map or a session may change.
package struct Rules: Hashable, Sendable, BitwiseCopyable {
  /// Names one number; the raw value is its key in a map file.
  package enum Key: String, CaseIterable, Hashable, Sendable {
    /// Frames per cell.
    case step
    /// Frames per cell while boosted.
    case boostStep = "boost-step"
    /// Frames that a boost lasts.
    case boostLength = "boost-length"
    /// Boosts at the start of a round.
    case boosts
    /// The most boosts that a player can hold.
    case boostLimit = "boost-limit"
    /// Frames for which a used pad is cold.
    case padCold = "pad-cold"
    /// Frames that a blocked cycle survives.
    case grind
    /// Frames before a round.
    case countdown
    /// Frames before the first round of a match, in which players find their head and their keys; if
    /// it is longer than the countdown, all players together can cut it short.
    case intro
    /// Frames after a round.
    case outro
    /// Frame of a round at which the walls begin to close in.
    case suddenDeath = "sudden-death"
    /// Frames between two closing walls.
    case closing
    /// Frames after which the trail of a crashed cycle is gone.
    case clearing
    /// Rounds to win.
    case wins
    /// Rounds after which a match ends anyway.
    case rounds

    /// The values that are accepted.
    package var bounds: ClosedRange<Int> {
      switch self {
      case .step, .boostStep: 2...30
      case .boostLength: 1...240
      case .boosts, .boostLimit: 0...9
      case .padCold: 1...6000
      case .grind: 0...60
      case .countdown, .intro, .outro, .clearing: 1...600
      case .suddenDeath: 60...6000
      case .closing: 1...60
      case .wins, .rounds: 1...99
      }
    }
  }

  /// Tells what follows a match.
  package enum Continuation: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// The state stays as it is.
    case stop
    /// After a pause as long as the outro the next match begins.
    case nextMatch
  }

  /// Tells how long players may hold a match up.
  package enum Pausing: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
    /// Each has a few pauses of a match, and a time for all of them.
    case limited
    /// For matches in one process, where nobody waits for anybody.
    case free
  }

  package var continuation = Continuation.stop
  package var pausing = Pausing.limited
  var step: UInt16 = 6
  var boostStep: UInt16 = 3
  var boostLength: UInt16 = 24
  var boosts: UInt16 = 2
  var boostLimit: UInt16 = 3
  var padCold: UInt16 = 600
  var grind: UInt16 = 6
  var countdown: UInt16 = 90
  var intro: UInt16 = 180
  var outro: UInt16 = 90
  var suddenDeath: UInt16 = 1200
  var closing: UInt16 = 6
  var clearing: UInt16 = 90
  var wins: UInt16 = 5
  var rounds: UInt16 = 11

  private init() {}

  /// First to 5.
  package static var standard: Rules { Rules() }

  /// First to 3.
  package static var quick: Rules {
    var rules = Rules()
    rules.wins = 3
    return rules
  }

  /// The same rules, with one match after the other and no longer wait before a first round: this is
  /// for scripts and bots, who have nothing to find.
  package var endless: Rules {
    var rules = self
    rules.continuation = .nextMatch
    rules.intro = rules.countdown
    return rules
  }
}
