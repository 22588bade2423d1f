import Vocabulary

/// Counts durations in buckets about 3 % wide, from a microsecond to over an hour.
///
/// Thirty-two buckets per power of two of microseconds, as in HdrHistogram.
package struct DurationHistogram: Sendable {
  private static let subBuckets = 32
  private var counts = [Int](repeating: 0, count: 32 * 34)
  package private(set) var count = 0

  package init() {}

  package mutating func record(_ duration: Duration) {
    record(nanoseconds: duration.wholeNanoseconds)
  }

  package mutating func record(nanoseconds: Int64) {
    counts[Self.bucket(nanoseconds)] += 1
    count += 1
  }

  /// The middle of the bucket that holds the quantile `share` (0...1); nothing when empty.
  package func quantile(_ share: Double) -> Duration? {
    guard count > 0 else { return nil }
    // Rounded by hand: `rounded()` would need the library of mathematics wherever this one is linked.
    let exact = Double(count) * share
    var left = max(1, Double(Int(exact)) < exact ? Int(exact) + 1 : Int(exact))
    for (index, bucketCount) in counts.enumerated() where bucketCount > 0 {
      left -= bucketCount
      if left <= 0 { return .microseconds(Self.middle(index)) }
    }
    return nil
  }

  private static func bucket(_ nanoseconds: Int64) -> Int {
    let micros = max(0, Int(nanoseconds / 1000))
    guard micros >= subBuckets else { return micros }
    let exponent = Int.bitWidth - 1 - micros.leadingZeroBitCount
    let fraction = (micros >> (exponent - 5)) & (subBuckets - 1)
    return min((exponent - 4) * subBuckets + fraction, subBuckets * 34 - 1)
  }

  private static func middle(_ index: Int) -> Int {
    guard index >= subBuckets else { return index }
    let exponent = index / subBuckets + 4
    let width = 1 << (exponent - 5)
    return (subBuckets + index % subBuckets) * width + width / 2
  }
}
