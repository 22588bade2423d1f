package import GridGame
package import Rollback
import Vocabulary

/// Where a simulated player's inputs come from.
package enum Pilot: Sendable {
  case bot(Bot)
  case wanderer(Wanderer)

  /// Decides what to do in `frame`, which lies ahead of the present by the input delay.
  package mutating func input(
    at frame: Frame, in session: borrowing Session<Ghostline>
  ) -> Ghostline.Input {
    switch self {
    case .bot(var bot):
      defer { self = .bot(bot) }
      return bot.input(for: session.present)
    case .wanderer(var wanderer):
      defer { self = .wanderer(wanderer) }
      return wanderer.input(at: frame)
    }
  }
}

/// Turns at random and cares for nothing: cheap, and hard to predict.
///
/// What it does in a frame depends on its seed and the number of the frame, so that it does the same
/// however often the match stalls, and whatever the network does.
package struct Wanderer: Sendable {
  private var dice: SplitMix64
  private var held = Ghostline.Input.neutral
  /// On average it changes its mind once in so many frames.
  private let patience: Int
  /// Frames decided so far.
  private var decided = 0

  /// - Parameter patience: At least 1; with 1 it makes up its mind anew in every frame.
  package init(seed: UInt64, patience: Int) {
    dice = SplitMix64(seed: seed)
    self.patience = patience
  }

  /// What it does in `frame`; frames must not go back.
  package mutating func input(at frame: Frame) -> Ghostline.Input {
    while decided <= frame.number {
      decide()
      decided += 1
    }
    return held
  }

  private mutating func decide() {
    guard dice.next(below: patience) == 0 else { return }
    held = Ghostline.Input(
      heading: Heading(rawValue: UInt8(1 + dice.next(below: 4))),
      isBoosting: dice.next(below: 4) == 0)
  }
}
