import Netplay
import Rollback
import Vocabulary

/// A small game in which every input of every frame stays visible for ever.
enum Counting: Game {
  /// A key, 0...9; other bytes are no input.
  struct Key: RawRepresentable, BitwiseCopyable, Hashable, Sendable {
    let rawValue: UInt8

    init?(rawValue: UInt8) {
      guard rawValue < 10 else { return nil }
      self.rawValue = rawValue
    }

    init(_ number: Int) { rawValue = UInt8(number % 10) }
  }

  struct State: BitwiseCopyable, Hashable, Sendable {
    var steps = 0
    var trace: UInt64 = 1
    /// The game ends after so many steps, or never.
    var length = 0
  }

  static var neutral: Key { Key(0) }

  static func step(_ state: inout State, inputs: Span<Key>, presence: Presence) {
    for seat in inputs.indices {
      state.trace =
        (state.trace ^ UInt64(inputs[seat].rawValue)) &* 0x2545_F491_4F6C_DD1D &+ UInt64(seat)
    }
    state.steps += 1
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    hasher.section("steps")
    hasher.combine(state.steps)
    hasher.section("trace")
    hasher.combine(state.trace)
  }

  static func isOver(_ state: State) -> Bool { state.length > 0 && state.steps >= state.length }
}
