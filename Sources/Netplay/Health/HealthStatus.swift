package import Vocabulary

/// The judgement of a path.
public enum HealthStatus: Int, Comparable, Hashable, Sendable, CaseIterable {
  /// Nothing to complain of, or nothing known.
  case good
  /// One-way latency above 100 ms, by default.
  case warning
  /// One-way latency above 200 ms, by default.
  case critical
  /// Nothing has arrived for so long that the path is suspect or down.
  case down

  /// Whether `a` is the better judgement.
  public static func < (a: HealthStatus, b: HealthStatus) -> Bool { a.rawValue < b.rawValue }
}

/// Where the limits lie; a value is worse only when it is strictly above its limit.
package struct HealthLimits: Hashable, Sendable {
  /// One-way latency above which a path is in warning.
  package var warning = Duration.milliseconds(100)
  /// One-way latency above which a path is critical.
  package var critical = Duration.milliseconds(200)
  /// One-way latency above which a path is degraded at once.
  package var degraded = Duration.milliseconds(300)
  /// Share of packets missing above which a path is lossy and a window of it not good, 0...1.
  package var missingShare = 0.2
  /// The send queue at which a path is degraded.
  package var backlog = Backlog(messages: 10, bytes: 16 * 1024)

  package init() {}

  /// Judges a latency by itself; an unknown one is good.
  package func classify(_ latency: Duration?) -> HealthStatus {
    guard let latency else { return .good }
    if latency > critical { return .critical }
    return latency > warning ? .warning : .good
  }
}
