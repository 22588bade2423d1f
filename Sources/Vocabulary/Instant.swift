/// A point on a monotonic clock that the caller reads; the zero point is the caller's choice.
public struct Instant: Hashable, Comparable, Sendable {
  /// Time since the zero point; negative before it.
  public var nanoseconds: Int64

  /// Takes the reading of a clock.
  @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The zero point of the caller's clock.
  public static let zero = Instant(nanoseconds: 0)

  /// Whether `a` is earlier than `b`.
  @inlinable public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
  /// The point `b` later, in whole nanoseconds.
  @inlinable public static func + (a: Instant, b: Duration) -> Instant {
    Instant(nanoseconds: a.nanoseconds + b.wholeNanoseconds)
  }
  /// The point `b` earlier, in whole nanoseconds.
  @inlinable public static func - (a: Instant, b: Duration) -> Instant {
    Instant(nanoseconds: a.nanoseconds - b.wholeNanoseconds)
  }
  /// The time from `b` to `a`, negative when `a` is earlier.
  @inlinable public static func - (a: Instant, b: Instant) -> Duration {
    .nanoseconds(a.nanoseconds - b.nanoseconds)
  }
  /// Moves `b` later.
  @inlinable public static func += (a: inout Instant, b: Duration) { a = a + b }

  /// Nanoseconds from `other` to this point.
  ///
  /// For what is asked in every tick and datagram: a `Duration` counts attoseconds in 128 bits, and
  /// each operation on it is a call.
  @inlinable package func nanoseconds(since other: Instant) -> Int64 {
    nanoseconds - other.nanoseconds
  }
}

extension Duration {
  /// The length in nanoseconds, as one integer; exact up to 292 years.
  @inlinable package var wholeNanoseconds: Int64 {
    // Nine seconds either way fit one word, whose division costs a tenth of that of two.
    if let word = Int64(exactly: attoseconds) { return word / 1_000_000_000 }
    return components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
  /// The length in milliseconds with its fraction, for display and statistics.
  package var milliseconds: Double { Double(wholeNanoseconds) / 1e6 }
  /// Half of it, rounded towards zero.
  package var halved: Duration { .nanoseconds(wholeNanoseconds / 2) }
}
