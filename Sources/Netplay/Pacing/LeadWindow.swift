package import Vocabulary

/// Averages the lead over the newest second, the wildest fifth at each end left out.
///
/// It is bounded in time, not in samples, so that it means the same at every tick rate. It
/// allocates once: the samples are kept twice in arrays of fixed length, by age and by size.
package struct LeadWindow: Sendable {
  package enum Limit {
    /// How long a sample counts.
    package static var age: Duration { .nanoseconds(ageNanoseconds) }
    fileprivate static let ageNanoseconds: Int64 = 1_000_000_000
    /// The most samples; they are taken no closer together than this lets them span the whole age.
    package static let samples = 128
    /// One in so many is left out at each end: single spikes must not move anything.
    package static let trim = 5
  }

  private struct Sample {
    var at = Instant.zero
    var nanoseconds: Int64 = 0
  }

  private var byAge = Array(repeating: Sample(), count: Limit.samples)
  private var bySize = Array(repeating: Int64(0), count: Limit.samples)
  /// Where the oldest sample is.
  private var oldest = 0
  package private(set) var count = 0

  package init() {}

  /// The mean of the middle samples in nanoseconds; nothing without samples.
  package private(set) var trimmedMean: Double?
  /// How far apart the oldest and the newest sample are.
  package var span: Duration { .nanoseconds(spanNanoseconds) }
  private(set) var spanNanoseconds: Int64 = 0

  /// Takes a sample and forgets those that are too old; samples in a flood are passed over.
  package mutating func append(nanoseconds: Int64, now: Instant) {
    guard count == 0 || now.nanoseconds(since: byAge[slot(count - 1)].at) >= Self.spacing else {
      return
    }
    while count > 0, now.nanoseconds(since: byAge[oldest].at) > Limit.ageNanoseconds {
      forgetOldest()
    }
    if count == Limit.samples { forgetOldest() }
    byAge[slot(count)] = Sample(at: now, nanoseconds: nanoseconds)
    let held = count
    unsafe bySize.withUnsafeMutableBufferPointer { sorted in
      var index = held
      while index > 0, unsafe sorted[index - 1] > nanoseconds {
        unsafe sorted[index] = sorted[index - 1]
        index -= 1
      }
      unsafe sorted[index] = nanoseconds
    }
    count += 1
    summarize(now: now)
  }

  package mutating func removeAll() {
    count = 0
    oldest = 0
    spanNanoseconds = 0
    trimmedMean = nil
  }

  private mutating func summarize(now: Instant) {
    spanNanoseconds = now.nanoseconds(since: byAge[oldest].at)
    let cut = count / Limit.trim
    let sum = unsafe bySize.withUnsafeBufferPointer { sorted in
      unsafe sorted[cut..<count - cut].reduce(0, &+)
    }
    trimmedMean = Double(sum) / Double(count - 2 * cut)
  }

  private static let spacing = Limit.ageNanoseconds / Int64(Limit.samples)

  private func slot(_ index: Int) -> Int { (oldest + index) & (Limit.samples - 1) }

  private mutating func forgetOldest() {
    let leaving = byAge[oldest].nanoseconds
    oldest = (oldest + 1) & (Limit.samples - 1)
    count -= 1
    let held = count
    unsafe bySize.withUnsafeMutableBufferPointer { sorted in
      var index = 0
      while unsafe sorted[index] != leaving { index += 1 }
      while index < held {
        unsafe sorted[index] = sorted[index + 1]
        index += 1
      }
    }
  }
}
