package import Vocabulary

/// When one path brings something: the usual gap between two arrivals, and the newest interruption.
package struct ArrivalTimes: Sendable {
  /// Gaps that the 95th percentile is taken from; a power of two.
  private static let capacity = 64
  /// The shortest gap that is an interruption; it is longer where three usual gaps are.
  private static let interruptionNanoseconds: Int64 = 100_000_000

  package private(set) var first: Instant?
  package private(set) var newest: Instant?
  /// The 95th percentile of the newest gaps, in nanoseconds; zero while there are too few to tell.
  package private(set) var usualGapNanoseconds: Int64 = 0
  /// The newest gap that was an interruption and is over.
  package private(set) var interruption: Range<Instant>?

  /// Nanoseconds between arrivals.
  private var gaps = Array(repeating: Int64(0), count: Self.capacity)
  /// Gaps noted so far.
  private var count = 0

  package init() {}

  /// Notes an arrival.
  package mutating func note(now: Instant) {
    defer { newest = now }
    guard let newest else {
      first = now
      return
    }
    let gap = now.nanoseconds(since: newest)
    if gap > limit { interruption = newest..<now }
    gaps[count & (Self.capacity - 1)] = gap
    count += 1
  }

  /// Takes the percentile anew.
  package mutating func measure() { usualGapNanoseconds = percentile() }

  /// The newest interruption, which is the present one while one lasts.
  @inline(__always) package func interruption(now: Instant) -> Range<Instant>? {
    guard let newest, now.nanoseconds(since: newest) > limit else { return interruption }
    return newest..<now
  }

  @inline(__always) private var limit: Int64 {
    max(Self.interruptionNanoseconds, usualGapNanoseconds * 3)
  }

  /// The fourth largest of 64 gaps; zero while there are too few to tell.
  @inline(__always) private func percentile() -> Int64 {
    guard count >= Self.capacity else { return 0 }
    var largest: (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
    for gap in gaps {
      if gap > largest.0 {
        largest = (gap, largest.0, largest.1, largest.2)
      } else if gap > largest.1 {
        largest = (largest.0, gap, largest.1, largest.2)
      } else if gap > largest.2 {
        largest = (largest.0, largest.1, gap, largest.2)
      } else if gap > largest.3 {
        largest.3 = gap
      }
    }
    return largest.3
  }
}
