package import GridGame
import Netplay
import Rollback
package import Vocabulary

/// Where a player's inputs come from: keys, or a bot until a steering key takes the wheel.
package struct HumanOrBot: Sendable {
  private enum Driver: Sendable {
    case keys
    case bot(Bot.Skill, Bot?)
  }

  private let skill: Bot.Skill?
  private var driver: Driver
  private var encoder = InputEncoder()
  /// For how long the wish to pause or to go on is still held.
  private var pauseFramesLeft = 0

  /// Long enough to be seen, and let go before it can be wished again.
  private static let pauseFrames = 6

  package init(skill: Bot.Skill?) {
    self.skill = skill
    driver = skill.map { .bot($0, nil) } ?? .keys
  }

  /// Whether a bot is at the wheel.
  package var isBot: Bool {
    switch driver {
    case .keys: false
    case .bot: true
    }
  }

  /// Whether keys steer where a bot would.
  package var isWheelTaken: Bool {
    if case .keys = driver { skill != nil } else { false }
  }

  package mutating func pressed(_ press: InputEncoder.Press) {
    driver = .keys
    encoder.pressed(press)
  }

  /// Asks to pause, or to go on; a bot keeps the wheel.
  package mutating func askForPause() { pauseFramesLeft = Self.pauseFrames }

  package mutating func focusLost() { encoder.focusLost() }

  /// Begins a new episode: keys are let go, a bot starts afresh.
  package mutating func reset() { self = HumanOrBot(skill: skill) }

  package mutating func input(
    for state: Ghostline.State, terms: MatchTerms, seat: PlayerIndex, delay: Int
  ) -> Ghostline.Input {
    let input = drive(state, terms: terms, seat: seat, delay: delay)
    guard pauseFramesLeft > 0 else { return input }
    pauseFramesLeft -= 1
    return input.askingForPause
  }

  private mutating func drive(
    _ state: Ghostline.State, terms: MatchTerms, seat: PlayerIndex, delay: Int
  ) -> Ghostline.Input {
    switch driver {
    case .keys: return encoder.next()
    case .bot(let skill, let known):
      var bot = known ?? Bot(skill: skill, seed: terms.seed, seat: seat, inputDelay: delay)
      defer { driver = .bot(skill, bot) }
      return bot.input(for: state)
    }
  }
}
