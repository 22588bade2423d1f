package import GridGame
import Rollback

/// Where a simulated player's inputs come from.
package enum Pilot: Sendable {
  case bot(Bot)
  case wanderer(Wanderer)

  package mutating func input(for state: Ghostline.State) -> Ghostline.Input {
    switch self {
    case .bot(var bot):
      defer { self = .bot(bot) }
      return bot.input(for: state)
    case .wanderer(var wanderer):
      defer { self = .wanderer(wanderer) }
      return wanderer.input()
    }
  }
}

/// Turns at random and cares for nothing: cheap, and hard to predict.
package struct Wanderer: Sendable {
  private var dice: SplitMix64
  private var held = Ghostline.Input.neutral
  /// On average it changes its mind once in so many frames.
  private let patience: Int

  package init(seed: UInt64, patience: Int = 8) {
    dice = SplitMix64(seed: seed)
    self.patience = patience
  }

  package mutating func input() -> Ghostline.Input {
    if dice.next(below: patience) == 0 {
      held = Ghostline.Input(
        heading: Heading(rawValue: UInt8(1 + dice.next(below: 4))),
        isBoosting: dice.next(below: 4) == 0)
    }
    return held
  }
}
