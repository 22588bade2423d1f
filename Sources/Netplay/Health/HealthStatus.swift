/// The judgement of a path.
public enum HealthStatus: Int, Comparable, Hashable, Sendable, CaseIterable {
  case good, warning, critical, down

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
  /// Share of packets missing over a second above which a window is lossy, 0...1.
  package var missingShare = 0.2
  /// The send queue at which a path is degraded.
  package var backlog = Backlog(datagrams: 10, bytes: 16 * 1024)

  package init() {}

  /// Judges a latency by itself; an unknown one is good.
  package func classify(_ latency: Duration?) -> HealthStatus {
    guard let latency else { return .good }
    if latency > critical { return .critical }
    return latency > warning ? .warning : .good
  }
}

/// What a path has been given and has not sent yet.
package struct Backlog: Hashable, Sendable {
  package var datagrams: Int
  package var bytes: Int

  package init(datagrams: Int, bytes: Int) {
    self.datagrams = datagrams
    self.bytes = bytes
  }

  package static let none = Backlog(datagrams: 0, bytes: 0)

  /// Whether either count has reached its limit.
  package func reaches(_ limit: Backlog) -> Bool {
    datagrams >= limit.datagrams || bytes >= limit.bytes
  }
}
