package import Vocabulary

/// Keeps the round trips of one path: the mean of ten, a smoothed value, percentiles.
package struct RoundTrips: Sendable {
  /// Samples that the mean is made of.
  package static let meanCount = 10
  /// Fewer samples than this say nothing (a single handshake once caused a false alarm).
  package static let minSamples = 5
  /// A newest sample older than this says nothing about the present.
  package static var maxAge: Duration { .nanoseconds(maxAgeNanoseconds) }
  private static let maxAgeNanoseconds: Int64 = 2_000_000_000

  /// Nanoseconds, how many of them there are, and their sum.
  private var newest = Array(repeating: Int64(0), count: Self.meanCount)
  private var count = 0
  private var sum: Int64 = 0
  private var next = 0
  package private(set) var lastSampleAt: Instant?
  /// RFC 6298 smoothed round trip in nanoseconds, or nothing before the first sample.
  package private(set) var smoothedNanoseconds: Int64?
  package private(set) var histogram = DurationHistogram()

  package init() {}

  package mutating func record(_ sample: Duration, now: Instant) {
    record(nanoseconds: sample.wholeNanoseconds, now: now)
  }

  package mutating func record(nanoseconds sample: Int64, now: Instant) {
    // What is not there yet is zero.
    sum += sample - newest[next]
    newest[next] = sample
    count = min(count + 1, Self.meanCount)
    next = next + 1 == Self.meanCount ? 0 : next + 1
    lastSampleAt = now
    smoothedNanoseconds = smoothedNanoseconds.map { ($0 * 7 + sample) / 8 } ?? sample
    histogram.record(nanoseconds: sample)
  }

  /// RFC 6298 smoothed round trip, or nothing before the first sample.
  package var smoothed: Duration? { smoothedNanoseconds.map { .nanoseconds($0) } }

  /// Mean of the last ten round trips in nanoseconds; nothing when there are too few or the newest
  /// is too old.
  package func meanNanoseconds(now: Instant) -> Int64? {
    guard count >= Self.minSamples, let lastSampleAt,
      now.nanoseconds(since: lastSampleAt) <= Self.maxAgeNanoseconds
    else { return nil }
    return sum / Int64(count)
  }

  /// Mean of the last ten round trips; nothing when there are too few or the newest is too old.
  package func mean(now: Instant) -> Duration? {
    meanNanoseconds(now: now).map { .nanoseconds($0) }
  }

  /// One-way latency: the mean of the last ten round trips, halved.
  package func latency(now: Instant) -> Duration? {
    meanNanoseconds(now: now).map { .nanoseconds($0 / 2) }
  }
}
