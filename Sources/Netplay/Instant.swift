/// A point on a monotonic clock that the caller reads; the zero point is the caller's choice.
public struct Instant: Hashable, Comparable, Sendable {
  public var nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  public static let zero = Instant(nanoseconds: 0)

  public static func < (a: Instant, b: Instant) -> Bool { a.nanoseconds < b.nanoseconds }
  public static func + (a: Instant, b: Duration) -> Instant {
    Instant(nanoseconds: a.nanoseconds + b.wholeNanoseconds)
  }
  public static func - (a: Instant, b: Duration) -> Instant {
    Instant(nanoseconds: a.nanoseconds - b.wholeNanoseconds)
  }
  public static func - (a: Instant, b: Instant) -> Duration {
    .nanoseconds(a.nanoseconds - b.nanoseconds)
  }
  public static func += (a: inout Instant, b: Duration) { a = a + b }
}

extension Duration {
  /// The length in nanoseconds, as one integer; exact up to 292 years.
  package var wholeNanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
  /// The length in milliseconds with its fraction, for display and statistics.
  package var milliseconds: Double { Double(wholeNanoseconds) / 1e6 }
  /// Half of it, rounded towards zero.
  package var halved: Duration { .nanoseconds(wholeNanoseconds / 2) }
}
