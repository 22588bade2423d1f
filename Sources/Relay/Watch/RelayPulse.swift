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

  /// What a relay with several event loops says: of the one that was silent for longest, and the sum of all.
  ///
  /// - Parameter pulses: At least one.
  package init(adding pulses: [RelayPulse]) {
    precondition(!pulses.isEmpty, "a relay without an event loop")
    self.init(
      at: pulses.map(\.at).min() ?? .zero, readiness: Self.least(of: pulses.map(\.readiness)),
      statistics: pulses.map(\.statistics).reduce(into: RelayStatistics()) { $0.add($1) },
      gauge: pulses.map(\.gauge).reduce(into: RelayGauge()) { $0.add($1) })
  }

  /// Something is as far as the last of its parts, and takes new rooms only where all do.
  private static func least(of all: [Readiness]) -> Readiness {
    if let same = all.first, all.allSatisfy({ $0 == same }) { return same }
    return all.allSatisfy { $0 == .drained || $0 == .stopped } ? .drained : .draining
  }

  package func isFresh(now: Instant) -> Bool { now - at <= Self.patience }
}

/// Whether a relay takes new rooms.
package enum Readiness: String, CaseIterable, Hashable, Sendable {
  case ready
  /// It stops with the last of its rooms.
  case draining
  /// No room is left, and it stops with the relay's other event loops.
  case drained
  case stopped
}
