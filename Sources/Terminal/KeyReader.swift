import CTerminal
import Glibc

/// Reads what is typed, byte by byte as the terminal sends it, and sleeps until there is something.
///
/// It reads the descriptor itself, since curses would wait, translate, and call from the wrong
/// thread. Feed the bytes to `Views.KeyDecoder`.
package struct KeyReader: ~Copyable {
  /// Tells why a poll returned.
  package struct Wake: Hashable, Sendable {
    /// What was typed, as it came.
    package var bytes: [UInt8] = []
    /// Those of the other descriptors that can be read.
    package var ready: [Int32] = []
    /// A signal came: ask `Signals.take`.
    package var hasSignal = false
    /// Nobody can type any more: the terminal is gone.
    package var isClosed = false
    /// There was nothing to be had after all: others may have the terminal, or it has other modes.
    package var isDenied = false
  }

  private static let chunk = 256

  private let descriptor: Int32
  private var typed: [UInt8]
  private var isClosed = false
  /// While the terminal is somebody else's, what is typed there is not for us.
  package var listens = true

  /// Reads `descriptor`, after what was `typed` already, before anybody read it.
  package init(descriptor: Int32 = 0, typed: [UInt8] = []) {
    self.descriptor = descriptor
    self.typed = typed
  }

  /// Waits until something is typed, a signal comes, one of `others` can be read, or `timeout` has
  /// passed; zero or less looks without waiting.
  package mutating func poll(timeout: Duration, others: [Int32] = []) -> Wake {
    var polled = others.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    polled.append(pollfd(fd: ct_wake_descriptor(), events: Int16(POLLIN), revents: 0))
    // Without any event the end of the terminal is told.
    let events = listens ? Int16(POLLIN) : 0
    polled.append(pollfd(fd: isClosed ? -1 : descriptor, events: events, revents: 0))
    let limit = typed.isEmpty ? timeout : .zero
    var wake = Wake(bytes: typed, isClosed: isClosed)
    typed = []
    guard wait(on: &polled, for: limit) > 0 else { return wake }
    for (index, other) in others.enumerated() where polled[index].revents != 0 {
      wake.ready.append(other)
    }
    wake.hasSignal = polled[others.count].revents != 0
    let revents = Int32(polled[others.count + 1].revents)
    if revents != 0 { read(into: &wake, isGone: revents & (POLLHUP | POLLERR | POLLNVAL) != 0) }
    return wake
  }

  private func wait(on polled: inout [pollfd], for timeout: Duration) -> Int32 {
    let limited = min(max(timeout, .zero), .seconds(3600))
    var limit = timespec(
      tv_sec: Int(limited.components.seconds),
      tv_nsec: Int(limited.components.attoseconds / 1_000_000_000))
    return unsafe polled.withUnsafeMutableBufferPointer { buffer in
      unsafe ct_poll(buffer.baseAddress, UInt(buffer.count), &limit)
    }
  }

  /// Reads once. Nothing is there where the poll saw something before a shell took the terminal, and
  /// the end of a file is in the shell's modes a key.
  private mutating func read(into wake: inout Wake, isGone: Bool) {
    var buffer = [UInt8](repeating: 0, count: Self.chunk)
    let count =
      listens
      ? unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      } : 0
    if count > 0 {
      wake.bytes += buffer.prefix(count)
    } else if isGone {
      isClosed = true
      wake.isClosed = true
    } else {
      wake.isDenied = true
    }
  }
}
