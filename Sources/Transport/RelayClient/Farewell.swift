import NIOConcurrencyHelpers
import NIOCore

/// Waits for the end of a connection that has said goodbye.
package struct Farewell: Sendable {
  private let isClosed: ConditionLock<Bool>
  private let patience: TimeAmount

  init(_ channel: any Channel, patience: TimeAmount) {
    let isClosed = ConditionLock(value: false)
    channel.closeFuture.whenComplete { _ in
      isClosed.lock()
      isClosed.unlock(withValue: true)
    }
    self.isClosed = isClosed
    self.patience = patience
  }

  /// Blocks until it is over, half a second at most; never on the event loop.
  package func wait() {
    let seconds = Double(patience.nanoseconds) / 1_000_000_000
    if isClosed.lock(whenValue: true, timeoutSeconds: seconds) { isClosed.unlock() }
  }
}
