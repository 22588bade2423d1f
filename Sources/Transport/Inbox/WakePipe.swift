import Glibc
import NIOCore

/// A pipe that holds at most one byte: readable while there is something to fetch.
final class WakePipe: Sendable {
  let readEnd: CInt
  private let writeEnd: CInt

  /// - Throws: `IOError` when the process has no file descriptors left.
  init() throws(IOError) {
    var ends: [CInt] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { throw IOError(errnoCode: errno, reason: "pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  deinit {
    _ = Glibc.close(readEnd)
    _ = Glibc.close(writeEnd)
  }

  /// Makes the read end readable. A full pipe is readable already, so no outcome needs care.
  func signal() {
    var byte: UInt8 = 1
    _ = unsafe Glibc.write(writeEnd, &byte, 1)
  }

  func clear() {
    var bytes: UInt64 = 0
    _ = unsafe Glibc.read(readEnd, &bytes, MemoryLayout<UInt64>.size)
  }

  /// Blocks until the pipe is readable; returns whether it is.
  func wait(atMost limit: Duration) -> Bool {
    let (seconds, attoseconds) = limit.components
    // Rounded up, so that a wait for 0.4 ms is no busy loop.
    let milliseconds = seconds * 1_000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    var entry = pollfd(fd: readEnd, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, CInt(clamping: max(0, milliseconds))) > 0
  }
}
