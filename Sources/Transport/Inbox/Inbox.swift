import NIOConcurrencyHelpers
package import NIOCore
import Relay
package import Station
package import Vocabulary

/// Hands arrivals from the event loops to the one game thread.
///
/// Bounded, as `ArrivalQueue` says.
package final class Inbox: Sendable {
  private struct State {
    var arrivals: ArrivalQueue
    /// Whether whoever fetches sleeps until something comes; who plays looks at every tick anyway, and
    /// would be told of each datagram for nothing.
    var isAwaited = true
    /// Whether the wake descriptor is readable.
    var isSignalled = false
  }

  private let state: NIOLockedValueBox<State>
  private let wake: WakePipe
  private let now: @Sendable () -> Instant

  /// - Throws: `IOError` when the process has no file descriptors left.
  package init(
    limits: ArrivalQueue.Limits = ArrivalQueue.Limits(), now: @escaping @Sendable () -> Instant
  ) throws(IOError) {
    state = NIOLockedValueBox(State(arrivals: ArrivalQueue(limits: limits)))
    wake = try WakePipe()
    self.now = now
  }

  /// Readable while something waits, unless it is not awaited: for poll(2) beside the keyboard. Never
  /// read, write or close it.
  package var wakeFileDescriptor: CInt { wake.readEnd }

  /// Whether the wake descriptor is looked at from now on; so it is at first.
  package func awaits(_ isAwaited: Bool) {
    state.withLockedValue { state in
      state.isAwaited = isAwaited
      if !state.arrivals.isEmpty { signal(&state) }
    }
  }

  /// Appends everything that waits, controls first, each kind oldest first.
  package func drain(into arrivals: inout [Arrival]) {
    state.withLockedValue { state in
      guard !state.arrivals.isEmpty else { return }
      if state.isSignalled { wake.clear() }
      state.isSignalled = false
      state.arrivals.drain(into: &arrivals)
    }
  }

  /// Blocks the calling thread until something waits, for callers without a keyboard; returns whether
  /// something does.
  package func wait(atMost limit: Duration) -> Bool {
    awaits(true)
    return wake.wait(atMost: limit)
  }

  /// Arrivals that were replaced by newer ones since the start.
  package var droppedCount: UInt64 { state.withLockedValue { $0.arrivals.droppedCount } }

  /// Takes one arrival, with the present time; from any thread.
  package func append(_ content: Arrival.Content) {
    let arrival = Arrival(time: now(), content: content)
    state.withLockedValue { state in
      state.arrivals.append(arrival)
      signal(&state)
    }
  }

  private func signal(_ state: inout State) {
    guard state.isAwaited, !state.isSignalled else { return }
    state.isSignalled = true
    wake.signal()
  }
}
