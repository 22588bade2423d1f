import Vocabulary

/// Counts lengths of time by fixed buckets, so that those of many relays add up.
package struct Histogram: Hashable, Sendable {
  /// The longest time that each bucket takes, in microseconds; one more bucket takes all the rest.
  package static let bounds: [Int64] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000,
  ]

  /// By bucket, each without those before it.
  package private(set) var counts = [UInt64](repeating: 0, count: bounds.count + 1)
  package private(set) var sum = Duration.zero

  package init() {}

  /// - Parameter length: Negative counts as none.
  package mutating func note(_ length: Duration) {
    let nanoseconds = max(0, length.wholeNanoseconds)
    let bucket = Self.bounds.firstIndex { nanoseconds <= $0 * 1_000 } ?? Self.bounds.count
    counts[bucket] += 1
    sum += .nanoseconds(nanoseconds)
  }

  mutating func add(_ other: Histogram) {
    for (bucket, count) in other.counts.enumerated() { counts[bucket] += count }
    sum += other.sum
  }

  package var total: UInt64 { counts.reduce(0, +) }
}
