import Vocabulary

/// Counts simulation steps from the start of an episode: frame 0 is the initial state, and
/// `state[n]` is the state before step n.
public struct Frame: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Steps since the initial state; never negative in a running session.
  public var number: Int

  /// Names a frame by its distance from the initial state.
  @inlinable public init(_ number: Int) { self.number = number }

  /// The initial state.
  @inlinable public static var zero: Frame { Frame(0) }

  /// Whether `a` is stepped before `b`.
  @inlinable public static func < (a: Frame, b: Frame) -> Bool { a.number < b.number }
  /// The frame `distance` steps later.
  @inlinable public static func + (a: Frame, distance: Int) -> Frame { Frame(a.number + distance) }
  /// The frame `distance` steps earlier.
  @inlinable public static func - (a: Frame, distance: Int) -> Frame { Frame(a.number - distance) }
  /// The signed number of steps from `b` to `a`.
  @inlinable public static func - (a: Frame, b: Frame) -> Int { a.number - b.number }
  /// Moves `distance` steps later, or earlier when it is negative.
  @inlinable public static func += (a: inout Frame, distance: Int) { a.number += distance }
}

extension Frame: Strideable {
  /// The signed number of steps from here to `other`.
  @inlinable public func distance(to other: Frame) -> Int { other.number - number }
  /// The frame `distance` steps later, so that ranges of frames can be walked.
  @inlinable public func advanced(by distance: Int) -> Frame { Frame(number + distance) }
}

extension Frame: CustomStringConvertible {
  /// The number with an f before it, as in `f120`.
  public var description: String { "f\(number)" }
}
