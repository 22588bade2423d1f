import Glibc
import NIOCore

/// A second file descriptor of a connection that is NIO's, to send by from any thread, or to carry it to
/// another event loop; never blocks.
struct StreamDescriptor: Sendable {
  private let number: CInt

  /// Nothing when the channel has closed meanwhile, or the process has no file descriptors left.
  ///
  /// - Parameter channel: On its event loop.
  init?(of channel: any Channel) {
    do {
      let copy = try channel.pipeline.syncOperations.withUnsafeTransportIfAvailable {
        (handle: NIOBSDSocket.Handle) in fcntl(handle, F_DUPFD_CLOEXEC, 0)
      }
      guard let copy, copy >= 0 else { return nil }
      number = copy
    } catch {
      return nil
    }
  }

  /// Returns what the system did not take: all of it when it has no room, or the connection has ended,
  /// which its event loop hears as well.
  func send(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let count = unsafe Glibc.send(
      number, bytes, bytes.count, CInt(MSG_DONTWAIT) | CInt(MSG_NOSIGNAL))
    return bytes.dropFirst(max(0, count))
  }

  /// Hands it to NIO, which closes it from then on.
  func give(_ take: (NIOBSDSocket.Handle) -> EventLoopFuture<any Channel>) { _ = take(number) }

  /// The connection ends only when NIO has closed its own as well.
  func close() { _ = Glibc.close(number) }
}
