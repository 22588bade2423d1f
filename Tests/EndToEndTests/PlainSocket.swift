import Foundation

/// A TCP socket of the test itself, to 127.0.0.1.
final class PlainSocket {
  private struct Failed: Error {
    let errno: Int32
  }

  private let descriptor: Int32

  /// - Parameter host: The last number of the address of this machine that it comes from.
  init(to port: UInt16, from host: UInt8 = 1) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var patience = timeval(tv_sec: 0, tv_usec: 50_000)
    unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    let bound = unsafe Self.with(host, 0) { unsafe bind(descriptor, $0, $1) }
    let connected = unsafe Self.with(1, port) { unsafe connect(descriptor, $0, $1) }
    guard bound == 0, connected == 0 else { throw Failed(errno: errno) }
  }

  deinit { _ = Glibc.close(descriptor) }

  /// Ends the connection at once; the descriptor goes with the object.
  func close() { _ = shutdown(descriptor, Int32(SHUT_RDWR)) }

  func send(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  /// What has come, or comes in a moment.
  func answer() -> String {
    var bytes = [UInt8](repeating: 0, count: 512)
    let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
    return String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
  }

  private static func with(
    _ host: UInt8, _ port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) -> Int32 {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (UInt32(127) << 24 | UInt32(host)).bigEndian
    address.sin_port = port.bigEndian
    return unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe call($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
