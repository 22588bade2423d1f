package import Vocabulary

/// What a relay says of itself at each of its ticks: whoever watches over it reads the newest one and never
/// waits for the relay.
package struct RelayPulse: Hashable, Sendable {
  /// How long a relay may say nothing before it counts as hung: eight ticks.
  package static let patience = Duration.seconds(2)

  package let at: Instant
  package let readiness: Readiness
  package let statistics: RelayStatistics
  package let gauge: RelayGauge

  package init(
    at: Instant, readiness: Readiness, statistics: RelayStatistics, gauge: RelayGauge
  ) {
    self.at = at
    self.readiness = readiness
    self.statistics = statistics
    self.gauge = gauge
  }

  package func isFresh(now: Instant) -> Bool { now - at <= Self.patience }
}

/// Whether a relay takes new rooms.
package enum Readiness: String, CaseIterable, Hashable, Sendable {
  case ready
  /// It stops with the last of its rooms.
  case draining
  case stopped
}
