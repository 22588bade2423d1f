public import Vocabulary

/// Describes a deterministic game to the engine: a state, an input, and the step between two states.
///
/// A conforming type is a namespace without instances, so there is no place for hidden state. All
/// that affects play is in `State`, dice included: the engine saves, restores and compares that
/// value and nothing else.
public protocol Game: Sendable {
  /// The whole simulation; a snapshot of it is one copy of its bytes.
  associatedtype State: BitwiseCopyable & Sendable
  /// One player's intent for one frame, best as levels ("heading left"), never as edges.
  associatedtype Input: BitwiseCopyable & Hashable & Sendable

  /// Stands for "nothing new": used before the first input and for an absent player.
  static var neutral: Input { get }

  /// Advances `state` by one frame.
  ///
  /// Deterministic: equal arguments give equal states on every machine, so no clock, no random
  /// numbers but those kept in the state, no floating point. Never allocates. It is not told which
  /// inputs are predicted, since that differs between peers.
  ///
  /// - Parameters:
  ///   - state: That of the frame, to become that of the next one.
  ///   - inputs: One per seat, in the order of the seats.
  ///   - presence: The seats that take part, the same on all machines.
  static func step(_ state: inout State, inputs: Span<Input>, presence: Presence)

  /// Guesses a player's input from the newest one known without a gap.
  ///
  /// - Parameters:
  ///   - last: That newest input.
  ///   - age: Frames since `last`, at least 1.
  static func predict(last: Input, age: Int) -> Input

  /// Feeds every field that affects play into `hasher`, in a fixed order and in named sections.
  ///
  /// Field by field, never the raw bytes of a struct: padding is undefined. An array of integers
  /// goes in one piece, `hasher.combine(words:)`.
  static func hash(_ state: State, into hasher: inout StateHasher)

  /// Whether the episode has ended in this state; asked of confirmed states only.
  static func isOver(_ state: State) -> Bool
}

extension Game {
  /// Guesses that the player goes on doing what they did.
  @inlinable public static func predict(last: Input, age: Int) -> Input { last }

  /// Never ends by itself.
  @inlinable public static func isOver(_ state: State) -> Bool { false }
}
