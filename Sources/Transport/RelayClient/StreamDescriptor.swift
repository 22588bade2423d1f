import Glibc
import NIOCore

/// A second file descriptor of a connection that is NIO's, to send by from any thread; never blocks.
struct StreamDescriptor: Sendable {
  private let number: CInt

  /// - Throws: `IOError` when the process has no file descriptors left.
  init(duplicating handle: NIOBSDSocket.Handle) throws(IOError) {
    number = fcntl(handle, F_DUPFD_CLOEXEC, 0)
    guard number >= 0 else { throw IOError(errnoCode: errno, reason: "dup") }
  }

  /// Returns what the system did not take: all of it when it has no room, or the connection has ended,
  /// which its event loop hears as well.
  func send(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let count = unsafe Glibc.send(
      number, bytes, bytes.count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
    return bytes.dropFirst(max(0, count))
  }

  /// The connection ends only when NIO has closed its own as well.
  func close() { _ = Glibc.close(number) }
}
