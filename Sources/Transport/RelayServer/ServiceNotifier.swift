import Glibc
package import Relay

/// Tells the service manager that started us how we are: `sd_notify(3)` without its library.
package struct ServiceNotifier: Sendable {
  /// After how much silence it takes us for dead; nothing when it does not wait for us.
  package let watchdog: Duration?
  private let name: [UInt8]

  /// Nothing when no service manager has asked for it.
  ///
  /// - Parameter variables: Our environment, of which `NOTIFY_SOCKET`, `WATCHDOG_USEC` and
  ///   `WATCHDOG_PID` count.
  package init?(variables: [String: String]) {
    guard let place = variables["NOTIFY_SOCKET"], place.hasPrefix("/") || place.hasPrefix("@"),
      place.utf8.count <= Self.longestName
    else { return nil }
    // A name that is no file begins with a byte of zero (unix(7)).
    name = place.hasPrefix("@") ? [0] + place.utf8.dropFirst() : Array(place.utf8)
    let isForUs = variables["WATCHDOG_PID"].map { $0 == "\(getpid())" } ?? true
    let microseconds = variables["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    watchdog = isForUs && microseconds > 0 ? .microseconds(microseconds) : nil
  }

  /// Sends it, and never waits: a notice that is not taken is lost.
  package func send(_ notice: ServiceNotice) {
    let descriptor = socket(
      AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: name) }
    let header = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
    // A path ends with a byte of zero; another name is as long as it is said to be.
    let length = socklen_t(header + name.count + (name.first == 0 ? 0 : 1))
    let bytes = Array(notice.text.utf8)
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        unsafe sendto(
          descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
      }
    }
  }

  private static let longestName = MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1
}
