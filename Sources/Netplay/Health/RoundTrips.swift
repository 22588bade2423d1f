/// Keeps the round trips of one path: the mission's mean of ten, a smoothed value, percentiles.
package struct RoundTrips: Sendable {
  /// Samples that the mean is made of.
  package static let meanCount = 10
  /// Fewer samples than this say nothing (a single handshake once caused a false alarm).
  package static let minSamples = 5
  /// A newest sample older than this says nothing about the present.
  package static let maxAge = Duration.seconds(2)

  private var newest: [Duration] = []
  private var next = 0
  package private(set) var lastSampleAt: Instant?
  /// RFC 6298 smoothed round trip, or nothing before the first sample.
  package private(set) var smoothed: Duration?
  package private(set) var histogram = DurationHistogram()

  package init() { newest.reserveCapacity(Self.meanCount) }

  package mutating func record(_ sample: Duration, now: Instant) {
    if newest.count < Self.meanCount {
      newest.append(sample)
    } else {
      newest[next] = sample
    }
    next = (next + 1) % Self.meanCount
    lastSampleAt = now
    let micros = sample.wholeNanoseconds
    if let smoothed {
      self.smoothed = .nanoseconds((smoothed.wholeNanoseconds * 7 + micros) / 8)
    } else {
      smoothed = sample
    }
    histogram.record(sample)
  }

  /// Mean of the last ten round trips; nothing when there are too few or the newest is too old.
  package func mean(now: Instant) -> Duration? {
    guard newest.count >= Self.minSamples, let lastSampleAt, now - lastSampleAt <= Self.maxAge
    else { return nil }
    let sum = newest.reduce(Duration.zero, +)
    return .nanoseconds(sum.wholeNanoseconds / Int64(newest.count))
  }

  /// One-way latency: the mean of the last ten round trips, halved.
  package func latency(now: Instant) -> Duration? { mean(now: now)?.halved }
}
