package import Vocabulary

/// Follows the sequence numbers of one incoming path: what is missing, repeated, and how unevenly
/// it arrives.
package struct SequenceTracker: Sendable {
  /// Windows of 200 ms that loss is counted over: one second for judging, five for showing.
  package static let judgedWindows = 5
  package static let shownWindows = 25
  /// A larger jump than this is believed only when the next datagram goes on from it (as in
  /// RFC 3550 A.1): one damaged number must not make all that follow look old.
  package static let maxJump = 4096

  /// The newest sequence heard, widened, and when.
  package private(set) var newest: (sequence: Int, at: Instant)?
  /// Mean deviation of the spacing of arrivals (RFC 3550 6.4.1, from the nominal send spacing).
  package var jitter: Duration { .nanoseconds(jitterNanoseconds) }
  package private(set) var reordered = 0

  private var jitterNanoseconds: Int64 = 0
  private var seen: UInt64 = 0
  /// What would follow the last jump that was not believed.
  private var afterJump: UInt16?
  /// A ring, a power of two long; the present one is at `window`, and `windowCount` of them count.
  private var windows = Array(repeating: Window(), count: 32)
  private var window = 0
  private var windowCount = 1
  private var total = Window()
  /// What the newest datagram showed to be missing right before it.
  private var newestGap = 0
  private var previousArrival: (sequence: Int, at: Instant)?
  private var lossTest: LossTest

  private struct Window: Sendable {
    var expected = 0
    var received = 0
  }

  package enum Arrival: Hashable, Sendable {
    case new, late, repeated
  }

  package init(limits: HealthLimits = HealthLimits()) {
    lossTest = LossTest(limit: limits.missingShare)
  }

  /// Notes a datagram's sequence; `spacing` is the sender's time between two datagrams.
  package mutating func received(_ low: UInt16, spacing: Duration, now: Instant) -> Arrival {
    guard let newest else { return start(at: Int(low), now: now) }
    let sequence = Wrapping.widen(low, near: newest.sequence)
    let step = sequence - newest.sequence
    guard abs(step) <= Self.maxJump else {
      if afterJump == low { return start(at: sequence, now: now) }
      afterJump = low &+ 1
      return .repeated
    }
    if step > 0 {
      lossTest.advanced(by: step, over: seen)
      seen = step < 64 ? seen << UInt64(step) | 1 : 1
      self.newest = (sequence, now)
      count(expected: step, received: 1)
      newestGap = step - 1
      updateJitter(sequence, spacing: spacing, now: now)
      return .new
    }
    guard -step < 64, seen & (1 << UInt64(-step)) == 0 else { return .repeated }
    seen |= 1 << UInt64(-step)
    reordered += 1
    count(expected: 0, received: 1)
    return .late
  }

  /// Starts the next window of 200 ms.
  package mutating func closeWindow() {
    window = (window + 1) & (windows.count - 1)
    windows[window] = Window()
    windowCount = min(windowCount + 1, Self.shownWindows)
  }

  /// Forgets the gap behind us: loss is counted from the next datagram on.
  package mutating func forgetLoss() {
    windows[window] = Window()
    windowCount = 1
    lossTest.restart()
  }

  /// Takes what is missing right before the newest datagram out of the total: the path was not there.
  package mutating func forgiveGap() {
    total.expected -= newestGap
    newestGap = 0
  }

  /// Share of packets missing over the newest `count` windows, 0...1.
  @inline(__always) package func missingShare(windows count: Int) -> Double {
    var sum = Window()
    for age in 0..<min(count, windowCount) {
      let past = windows[(window - age) & (windows.count - 1)]
      sum.expected += past.expected
      sum.received += past.received
    }
    return Self.share(sum)
  }

  /// Share missing since the path exists, while it was there.
  package var totalMissingShare: Double { Self.share(total) }

  /// Whether more is missing than the limit, and more than chance explains.
  package var isLossy: Bool { lossTest.isLossy }

  @inline(__always) package var heardInWindow: Bool { windows[window].received > 0 }

  private mutating func start(at sequence: Int, now: Instant) -> Arrival {
    newest = (sequence, now)
    seen = 1
    afterJump = nil
    previousArrival = newest
    lossTest.restart()
    count(expected: 1, received: 1)
    return .new
  }

  private static func share(_ window: Window) -> Double {
    guard window.expected > 0 else { return 0 }
    return min(1, max(0, 1 - Double(window.received) / Double(window.expected)))
  }

  private mutating func count(expected: Int, received: Int) {
    windows[window].expected += expected
    windows[window].received += received
    total.expected += expected
    total.received += received
  }

  private mutating func updateJitter(_ sequence: Int, spacing: Duration, now: Instant) {
    defer { previousArrival = (sequence, now) }
    guard let previousArrival else { return }
    let steps = sequence - previousArrival.sequence
    guard steps > 0 && steps <= 60 else { return }
    let expected = spacing.wholeNanoseconds * Int64(steps)
    let deviation = abs(now.nanoseconds(since: previousArrival.at) - expected)
    jitterNanoseconds += (deviation - jitterNanoseconds) / 16
  }
}
