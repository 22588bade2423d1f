import NIOConcurrencyHelpers
package import NIOCore
import Relay
package import Station
package import Vocabulary

/// Hands arrivals from the event loops to the one game thread.
///
/// Bounded: what is not fetched in time is replaced by what is newer, and counted. Datagrams have a
/// queue of their own, so that a flood of them cannot push out signals and events of the relay.
package final class Inbox: Sendable {
  package struct Limits: Hashable, Sendable {
    /// Direct and relayed datagrams: at 60 a second and path, more than ten seconds of four players.
    package var datagrams = 2_048
    package var controls = 256

    package init() {}
  }

  private struct State {
    var datagrams: BoundedQueue<Arrival>
    var controls: BoundedQueue<Arrival>
    var droppedCount: UInt64 = 0

    var isEmpty: Bool { datagrams.isEmpty && controls.isEmpty }
  }

  private let state: NIOLockedValueBox<State>
  private let wake: WakePipe
  private let now: @Sendable () -> Instant

  /// - Throws: `IOError` when the process has no file descriptors left.
  package init(limits: Limits = Limits(), now: @escaping @Sendable () -> Instant) throws(IOError) {
    state = NIOLockedValueBox(
      State(
        datagrams: BoundedQueue(limit: limits.datagrams),
        controls: BoundedQueue(limit: limits.controls)))
    wake = try WakePipe()
    self.now = now
  }

  /// Readable while something waits: for poll(2) beside the keyboard. Never read, write or close it.
  package var wakeFileDescriptor: CInt { wake.readEnd }

  /// Appends everything that waits, controls first, each kind oldest first.
  package func drain(into arrivals: inout [Arrival]) {
    state.withLockedValue { state in
      guard !state.isEmpty else { return }
      wake.clear()
      state.controls.drain(into: &arrivals)
      state.datagrams.drain(into: &arrivals)
    }
  }

  /// Blocks the calling thread until something waits, for callers without a keyboard; returns whether
  /// something does.
  package func wait(atMost limit: Duration) -> Bool { wake.wait(atMost: limit) }

  /// Arrivals that were replaced by newer ones since the start.
  package var droppedCount: UInt64 { state.withLockedValue { $0.droppedCount } }

  /// Takes one arrival, with the present time; from any thread.
  package func append(_ content: Arrival.Content) {
    let arrival = Arrival(time: now(), content: content)
    state.withLockedValue { state in
      let wasEmpty = state.isEmpty
      let insertion =
        switch content {
        case .direct, .relay(_, .message(.data)): state.datagrams.append(arrival)
        case .relay, .resolved, .localAddresses, .directClosed: state.controls.append(arrival)
        }
      if insertion == .replacedOldest { state.droppedCount += 1 }
      if wasEmpty { wake.signal() }
    }
  }
}
