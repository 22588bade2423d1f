import Relay
import Vocabulary

/// What has arrived for a station and was not looked at yet.
///
/// Bounded: what is not fetched in time is replaced by what is newer. Datagrams have a queue of their
/// own, so that a flood of them cannot push out signals and events of the relay.
package struct ArrivalQueue: Sendable {
  package struct Limits: Hashable, Sendable {
    /// Direct and relayed datagrams: at 60 a second and path, more than ten seconds of two players.
    package var datagrams = 2_048
    package var controls = 256

    package init() {}
  }

  private var datagrams: BoundedQueue<Arrival>
  private var controls: BoundedQueue<Arrival>
  /// Arrivals that were replaced by newer ones.
  package private(set) var droppedCount: UInt64 = 0

  package init(limits: Limits = Limits()) {
    datagrams = BoundedQueue(limit: limits.datagrams)
    controls = BoundedQueue(limit: limits.controls)
  }

  package var isEmpty: Bool { datagrams.isEmpty && controls.isEmpty }

  package mutating func append(_ arrival: Arrival) {
    let insertion =
      switch arrival.content {
      case .direct, .relay(_, .message(.data)): datagrams.append(arrival)
      case .relay, .resolved, .localAddresses, .directClosed: controls.append(arrival)
      }
    if insertion == .replacedOldest { droppedCount += 1 }
  }

  /// Appends everything that waits, controls first, each kind oldest first.
  package mutating func drain(into arrivals: inout [Arrival]) {
    controls.drain(into: &arrivals)
    datagrams.drain(into: &arrivals)
  }
}
