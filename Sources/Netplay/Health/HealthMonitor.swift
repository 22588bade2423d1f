package import Vocabulary

/// Judges one path in windows of 200 ms, so that a single spike punishes nobody.
///
/// A window is critical by its latency, and not good either when too much is missing over the last
/// second; whether that is more than chance explains, `LossTest` judges packet by packet. The shown
/// status worsens after 3 of 5 windows and improves after 10 better ones.
package struct HealthMonitor: Sendable {
  package static let window = Duration.milliseconds(200)
  /// Windows looked at for worsening, and how many of them must be bad.
  package static let badWindows = (needed: 3, of: 5)
  /// Better windows in a row after which the shown status improves.
  package static let goodWindows = 10
  /// What is ignored after the path came up.
  package static let warmUp = Duration.seconds(1)

  package let limits: HealthLimits
  /// The judgement with hysteresis, for people.
  package private(set) var status = HealthStatus.good
  /// Windows in a row that were not critical, brought something, and had not too much missing.
  package private(set) var goodStreak = 0

  /// Whether 3 of the last 5 windows were critical.
  package private(set) var isCritical = false

  private var recent: [HealthStatus] = []
  private var betterStreak = 0
  private var windowEnd: Instant?
  private var startedAt: Instant?

  /// What a window is judged by.
  package struct Sample: Hashable, Sendable {
    package var latency: Duration?
    /// Share of packets missing over the last second, 0...1.
    package var missingShare: Double
    package var heardInWindow: Bool

    package init(latency: Duration?, missingShare: Double, heardInWindow: Bool) {
      self.latency = latency
      self.missingShare = missingShare
      self.heardInWindow = heardInWindow
    }
  }

  package init(limits: HealthLimits) {
    self.limits = limits
    recent.reserveCapacity(Self.badWindows.of)
  }

  /// Notes that something arrived for the first time: the warm-up begins.
  package mutating func started(now: Instant) {
    if startedAt == nil { startedAt = now }
  }

  /// Whether a window ends at or before `now`, so that `close` is due.
  package func isDue(now: Instant) -> Bool {
    guard let startedAt else { return false }
    return now >= (windowEnd ?? startedAt + Self.warmUp)
  }

  /// Whether a window was judged yet; before, everything is warm-up.
  package var hasJudged: Bool { windowEnd != nil }

  /// Judges the window that ended.
  package mutating func close(_ sample: Sample, now: Instant) {
    windowEnd = now + Self.window
    let newest = limits.classify(sample.latency)
    if recent.count == Self.badWindows.of { recent.removeFirst() }
    recent.append(newest)
    let isGood =
      newest < .critical && sample.missingShare <= limits.missingShare && sample.heardInWindow
    goodStreak = isGood ? goodStreak + 1 : 0
    isCritical = count { $0 >= .critical } >= Self.badWindows.needed
    updateStatus(newest)
  }

  private mutating func updateStatus(_ newest: HealthStatus) {
    let worst = sustainedStatus
    guard worst <= status else {
      status = worst
      betterStreak = 0
      return
    }
    betterStreak = newest < status ? betterStreak + 1 : 0
    if betterStreak >= Self.goodWindows {
      status = recent.reduce(.good) { max($0, $1) }
      betterStreak = 0
    }
  }

  /// The worst status that enough of the last windows had.
  private var sustainedStatus: HealthStatus {
    if isCritical { return .critical }
    return count { $0 >= .warning } >= Self.badWindows.needed ? .warning : .good
  }

  private func count(where matches: (HealthStatus) -> Bool) -> Int {
    recent.reduce(0) { $0 + (matches($1) ? 1 : 0) }
  }
}
