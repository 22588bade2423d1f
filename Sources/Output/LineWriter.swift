import Foundation
import NIOConcurrencyHelpers
import Terminal

/// Writes lines on a thread of its own, so that no reader of ours can hold up the game: neither one
/// who is slow or stuck, nor one who has gone, nor a disk that is full.
///
/// Lines are written whole and in order. After an error the thread tries again, from the same byte
/// on, until `close`: a disk may get free, a pipe may find another reader. What gathers meanwhile is
/// bounded by `LineQueue`.
package final class LineWriter: Sendable {
  /// How long after an error the next attempt is made.
  private static let retryInterval = DispatchTimeInterval.milliseconds(250)
  /// How often who waits for the last words looks for signals.
  private static let glance = DispatchTimeInterval.milliseconds(10)

  /// Says how many lines were never written, and why.
  package struct Loss {
    package enum Cause {
      case failed(OutletError)
      /// The reader took nothing in the time that it was given.
      case stuck
      /// Everything else was written; those were too many at once.
      case late
    }

    package let lines: Int
    package let cause: Cause

    package var words: String {
      switch cause {
      case .failed(let error): error.words
      case .stuck: "nobody reads it"
      case .late: "its reader was too slow"
      }
    }
  }

  private struct State {
    var queue: LineQueue
    /// Of the newest attempt.
    var failure: OutletError?
    var isClosing = false
    var hasEnded = false
    /// Somebody waits for `progress`.
    var isAwaited = false
  }

  private let state: NIOLockedValueBox<State>
  /// Wakes the thread: the queue is no longer empty, or it shall close.
  private let work = DispatchSemaphore(value: 0)
  /// Wakes who waits for the thread.
  private let progress = DispatchSemaphore(value: 0)

  package init(_ outlet: LineOutlet, notice: LineQueue.Notice) {
    state = NIOLockedValueBox(State(queue: LineQueue(notice: notice)))
    Thread.detachNewThread { [self] in run(outlet) }
  }

  // MARK: For the game

  /// Has `text` written, which ends with a newline; returns at once, and never fails.
  package func write(_ text: String) {
    let wasEmpty = state.withLockedValue { state in
      defer { state.queue.append(text) }
      return state.queue.isEmpty
    }
    if wasEmpty { work.signal() }
  }

  /// Waits until everything is written, but no longer than `limit`, nor after an error.
  package func flush(within limit: Duration) {
    wait(within: limit) { $0.queue.isEmpty || $0.failure != nil || $0.isClosing }
  }

  /// Waits until everything is written, but no longer than `limit`, and ends the thread; what is
  /// not written by then is lost. The second time waits no more.
  package func close(within limit: Duration) -> Loss? {
    let isFirst = state.withLockedValue { state in
      state.queue.tell()
      defer { state.isClosing = true }
      return !state.isClosing
    }
    work.signal()
    if isFirst { wait(within: limit, until: \.hasEnded) }
    return state.withLockedValue { state in
      let lines = state.queue.unwritten
      guard lines > 0 else { return nil }
      guard !state.queue.isEmpty else { return Loss(lines: lines, cause: .late) }
      return Loss(lines: lines, cause: state.failure.map { .failed($0) } ?? .stuck)
    }
  }

  /// A signal ends the process at once: whoever sends one while only words are left to write has
  /// waited long enough.
  private func wait(within limit: Duration, until condition: (State) -> Bool) {
    let deadline = ContinuousClock.now + limit
    while true {
      let isOver = state.withLockedValue { state in
        let isOver = condition(state) || ContinuousClock.now >= deadline
        state.isAwaited = !isOver
        return isOver
      }
      if isOver { return }
      for case .terminate(let number) in Signals.take() { Foundation.exit(128 + number) }
      _ = progress.wait(timeout: .now() + Self.glance)
    }
  }

  // MARK: The thread

  private func run(_ outlet: LineOutlet) {
    Signals.leaveToOtherThreads()
    if let descriptor = open(outlet) {
      while let line = nextLine(), put(line, to: descriptor) {}
      outlet.close(descriptor)
    }
    change { $0.hasEnded = true }
  }

  private func open(_ outlet: LineOutlet) -> Int32? {
    while true {
      do throws(OutletError) {
        return try outlet.descriptor()
      } catch {
        guard canRetry(after: error) else { return nil }
      }
    }
  }

  /// Waits for a line; returns nothing when there will be none.
  private func nextLine() -> [UInt8]? {
    while true {
      let (line, isClosing) = state.withLockedValue { ($0.queue.first, $0.isClosing) }
      if line != nil || isClosing { return line }
      work.wait()
    }
  }

  /// Writes a line to its end; returns whether it got there.
  private func put(_ line: [UInt8], to descriptor: Int32) -> Bool {
    var rest = line[...]
    while !rest.isEmpty {
      do throws(OutletError) {
        rest = rest.dropFirst(try LineOutlet.write(rest, to: descriptor))
      } catch {
        guard canRetry(after: error) else { return false }
      }
    }
    change { state in
      state.queue.wrote()
      state.failure = nil
    }
    return true
  }

  /// Waits before the next attempt; there is none any more if this one was made while closing.
  private func canRetry(after error: OutletError) -> Bool {
    let isClosing = change { state in
      state.failure = error
      return state.isClosing
    }
    guard !isClosing else { return false }
    _ = work.wait(timeout: .now() + Self.retryInterval)
    return true
  }

  private func change<Result>(_ body: (inout State) -> Result) -> Result {
    let (result, isAwaited) = state.withLockedValue { state in
      (body(&state), state.isAwaited)
    }
    if isAwaited { progress.signal() }
    return result
  }
}
