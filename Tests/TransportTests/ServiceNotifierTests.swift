import Glibc
import Relay
import Testing
import Transport

/// What a service manager hears, by a socket of the test's own.
@Suite(.serialized)
struct ServiceNotifierTests {
  /// Listens as systemd does.
  private final class Manager {
    let descriptor: Int32
    let name: String

    /// - Parameter name: A path, or a name that is no file and begins with `@`.
    init?(_ name: String) {
      self.name = name
      descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let isAbstract = name.hasPrefix("@")
      let bytes = isAbstract ? [0] + name.utf8.dropFirst() : Array(name.utf8)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
      let length = socklen_t(2 + bytes.count + (isAbstract ? 0 : 1))
      let result = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(descriptor, $0, length)
        }
      }
      guard result == 0 else { return nil }
    }

    deinit {
      close(descriptor)
      if name.hasPrefix("/") { unsafe unlink(name) }
    }

    /// What was said last; nothing when nothing was.
    func heard() -> String? {
      var bytes = [UInt8](repeating: 0, count: 512)
      let count = unsafe recv(descriptor, &bytes, bytes.count, CInt(MSG_DONTWAIT))
      return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
  }

  private static var names: [String] {
    ["/tmp/ghostline-notify-\(getpid())", "@ghostline-notify-\(getpid())"]
  }

  @Test(arguments: [0, 1])
  func `a notice arrives whole, at a path and at a name`(kind: Int) throws {
    let manager = try #require(Manager(Self.names[kind]))
    let notifier = try #require(ServiceNotifier(variables: ["NOTIFY_SOCKET": manager.name]))
    #expect(manager.heard() == nil)
    for notice in [ServiceNotice.ready, .alive, .stopping(drain: .seconds(1))] {
      notifier.send(notice)
      #expect(manager.heard() == notice.text)
    }
  }

  @Test func `nobody who listens is no trouble`() throws {
    let notifier = try #require(
      ServiceNotifier(variables: ["NOTIFY_SOCKET": "/nonexistent/socket"]))
    notifier.send(.ready)
  }

  @Test func `without a socket, or with one that is none, there is nobody to tell`() {
    let long = "/" + String(repeating: "a", count: 107)
    for variables in [
      [:], ["NOTIFY_SOCKET": ""], ["NOTIFY_SOCKET": "vsock:2:1"], ["NOTIFY_SOCKET": long],
    ] {
      #expect(ServiceNotifier(variables: variables) == nil)
    }
    #expect(ServiceNotifier(variables: ["NOTIFY_SOCKET": String(long.dropLast())]) != nil)
  }

  @Test func `a watchdog counts when it is set, and meant for us`() {
    func watchdog(_ variables: [String: String]) -> Duration? {
      ServiceNotifier(variables: variables.merging(["NOTIFY_SOCKET": "@x"]) { $1 })?.watchdog
    }
    #expect(watchdog([:]) == nil)
    #expect(watchdog(["WATCHDOG_USEC": "20000000"]) == .seconds(20))
    #expect(watchdog(["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "\(getpid())"]) == .seconds(20))
    #expect(watchdog(["WATCHDOG_USEC": "20000000", "WATCHDOG_PID": "1"]) == nil)
    #expect(watchdog(["WATCHDOG_USEC": "0"]) == nil)
    #expect(watchdog(["WATCHDOG_USEC": "soon"]) == nil)
  }
}
