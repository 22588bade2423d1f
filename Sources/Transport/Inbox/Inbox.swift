import NIOConcurrencyHelpers
package import NIOCore
import Relay
package import Station
package import Vocabulary

/// Hands arrivals from the event loops to the one game thread.
///
/// Bounded, as `ArrivalQueue` says.
package final class Inbox: Sendable {
  private let state: NIOLockedValueBox<ArrivalQueue>
  private let wake: WakePipe
  private let now: @Sendable () -> Instant

  /// - Throws: `IOError` when the process has no file descriptors left.
  package init(
    limits: ArrivalQueue.Limits = ArrivalQueue.Limits(), now: @escaping @Sendable () -> Instant
  ) throws(IOError) {
    state = NIOLockedValueBox(ArrivalQueue(limits: limits))
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
      state.drain(into: &arrivals)
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
      state.append(arrival)
      if wasEmpty { wake.signal() }
    }
  }
}
