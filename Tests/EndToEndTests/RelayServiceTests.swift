import Foundation
import Testing

/// A relay as a service: how it ends, and what it tells whoever watches over it.
@Suite(.serialized) struct RelayServiceTests {
  private func relay(_ more: String...) throws -> (program: Program, address: String) {
    let program = try Program(["relay", "--listen", "127.0.0.1:0"] + more)
    return (program, try #require(program.line(after: "relay: ")))
  }

  @Test(arguments: ["1", "4"])
  func `a relay that drains in the midst of a match by it alone loses no input`(
    loops: String
  ) throws {
    let (relay, address) = try relay(
      "--drain-to", "ghostline://b.example:7777", "--loops", loops)
    let match = try HeadlessMatch(
      frames: 480, room: ["--relay", address], guest: ["--relay-only"]
    ) { host in
      #expect(host.errorLine(containing: " relayOnly ") != nil)
      relay.signal(SIGTERM)
      #expect(relay.errorLine(containing: "no new rooms from now on") != nil)
      #expect(host.errorLine(containing: "--relay ghostline://b.example:7777") != nil)
      let refused = try Program(["host", "--headless", "--relay", address]).finish()
      #expect(refused.code == 4)
      #expect(refused.standardError.contains("host with --relay ghostline://b.example:7777"))
    }
    for (output, summary) in zip([match.host, match.guest], match.summaries) {
      #expect(output.code == 0, "\(output.standardError)")
      #expect(summary.endReason == "completed" && summary.confirmedFrame == 480)
      #expect(summary.inputs.receivedViaRelay == 480 && summary.inputs.receivedViaP2P == 0)
      summary.expectIdentities()
    }
    let ended = relay.finish(within: 20)
    #expect(ended.code == 0, "\(ended.standardError)")
  }

  @Test func `a relay without rooms ends at the first signal, well`() throws {
    for number in [SIGTERM, SIGINT] {
      let (relay, _) = try relay()
      relay.signal(number)
      #expect(relay.finish(within: 20).code == 0)
    }
  }

  @Test func `time ends a drain, and a second signal does at once`() throws {
    for (arguments, code) in [(["--drain-seconds", "1"], Int32(0)), ([], 128 + SIGINT)] {
      let relay = try Program(["relay", "--listen", "127.0.0.1:0"] + arguments)
      let address = try #require(relay.line(after: "relay: "))
      let host = try Program(["host", "--headless", "--relay", address])
      #expect(host.line(after: "invite: ") != nil)
      relay.signal(SIGTERM)
      #expect(relay.errorLine(containing: "another signal ends it at once") != nil)
      if code != 0 { relay.signal(SIGINT) }
      #expect(relay.finish(within: 20).code == code)
      host.signal(SIGTERM)
      _ = host.finish()
    }
  }

  @Test func `signals that ask for no end end nothing`() throws {
    let (relay, address) = try relay()
    for number in [SIGUSR1, SIGUSR2, SIGHUP] { relay.signal(number) }
    #expect(try Program(["doctor", address]).finish().code == 0)
    relay.signal(SIGTERM)
    #expect(relay.finish(within: 20).code == 0)
  }

  @Test func `a service manager hears that it is ready, alive, and about to stop`() throws {
    let path = "/tmp/ghostline-service-\(getpid())"
    let manager = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
    defer {
      close(manager)
      unsafe unlink(path)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(manager, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    var patience = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(
      manager, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    func heard() -> String {
      var bytes = [UInt8](repeating: 0, count: 512)
      let count = unsafe recv(manager, &bytes, bytes.count, 0)
      return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
    let relay = try Program(
      ["relay", "--listen", "127.0.0.1:0", "--drain-seconds", "3"],
      environment: ["NOTIFY_SOCKET": path, "WATCHDOG_USEC": "600000"])
    #expect(heard() == "READY=1\nSTATUS=Ready for rooms.\n")
    for _ in 0..<3 { #expect(heard() == "WATCHDOG=1\n") }
    relay.signal(SIGTERM)
    var last = heard()
    while last == "WATCHDOG=1\n" { last = heard() }
    #expect(last.hasPrefix("STOPPING=1\n") && last.contains("EXTEND_TIMEOUT_USEC=13000000\n"))
    #expect(relay.finish(within: 20).code == 0)
  }

  @Test func `metrics are where it says, and a port that is taken is said`() throws {
    let (relay, _) = try relay("--metrics", "127.0.0.1:0")
    let url = try #require(relay.line(after: "metrics: ").flatMap { URL(string: $0) })
    #expect(url.path == "/metrics" && url.host == "127.0.0.1")
    let port = try #require(url.port)
    let second = try Program([
      "relay", "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:\(port)",
    ]).finish(within: 20)
    #expect(second.code == 1 && second.standardError.contains("port \(port) is in use"))
    relay.signal(SIGTERM)
    #expect(relay.finish(within: 20).code == 0)
  }
}
