package import Vocabulary

/// Measures how quickly a relay's shell gets to its work, which the hub cannot know.
package struct RelayGauge: Hashable, Sendable {
  /// From the moment that a message was read to the moment that all it caused was handed on.
  package private(set) var latency = Histogram()
  /// How much later than it asked for the shell was woken.
  package private(set) var lag = Histogram()
  /// Of the last time that it was woken.
  package private(set) var newestLag = Duration.zero
  private var expectedAt: Instant?

  package init() {}

  package mutating func forwarded(after length: Duration) { latency.note(length) }

  /// Adds what another event loop has measured: its newest lag counts where it is the worse one.
  mutating func add(_ other: RelayGauge) {
    latency.add(other.latency)
    lag.add(other.lag)
    newestLag = max(newestLag, other.newestLag)
  }

  /// The shell was woken, on the clock of the machine.
  package mutating func woke(now: Instant) {
    guard let expectedAt else { return }
    newestLag = max(.zero, now - expectedAt)
    lag.note(newestLag)
  }

  /// The shell has asked to be woken then.
  package mutating func willWake(at time: Instant) { expectedAt = time }
}
