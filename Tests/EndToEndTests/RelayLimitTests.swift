import Foundation
import Testing

/// A relay that the system gives little to.
@Suite(.serialized) struct RelayLimitTests {
  /// A relay with so few descriptors, the soft and the hard limit.
  private func relay(soft: Int, hard: Int) throws -> (program: Program, port: UInt16) {
    let command =
      "ulimit -Sn \(soft); ulimit -Hn \(hard);"
      + " exec '\(Program.executable.path)' relay --listen 127.0.0.1:0"
    let program = try Program(["-c", command], by: URL(fileURLWithPath: "/bin/sh"))
    let address = try #require(program.line(after: "relay: "))
    return (program, try #require(address.split(separator: ":").last.flatMap { UInt16($0) }))
  }

  private func end(_ program: Program) {
    program.signal(SIGTERM)
    _ = program.finish()
  }

  @Test func `a relay without descriptors tells who comes to wait, and does not spin`() throws {
    let (program, port) = try relay(soft: 64, hard: 64)
    defer { end(program) }
    let sockets = try (0..<80).map { _ in try PlainSocket(to: port) }
    let before = try program.busyTime()
    Thread.sleep(forTimeInterval: 1)
    #expect(try program.busyTime() - before < 50, "of 100 in a second")
    #expect(sockets.contains { $0.answer().hasPrefix("HTTP/1.1 503") })
    for socket in sockets { socket.close() }
    #expect(try isHealthy(port))
  }

  @Test func `a relay whose descriptors are taken away says so, does not spin, and goes on`() throws
  {
    let (program, port) = try relay(soft: 200, hard: 200)
    defer { end(program) }
    let first = try PlainSocket(to: port)
    try program.allow(descriptors: 24)
    let sockets = try (0..<40).map { try PlainSocket(to: port, from: UInt8(2 + $0 / 20)) }
    #expect(program.errorLine(containing: "no more sockets") != nil)
    let before = try program.busyTime()
    Thread.sleep(forTimeInterval: 1)
    #expect(try program.busyTime() - before < 50, "of 100 in a second")
    for socket in sockets + [first] { socket.close() }
    #expect(try isHealthy(port))
  }

  private func isHealthy(_ port: UInt16) throws -> Bool {
    let deadline = Date().addingTimeInterval(10)
    while Date() < deadline {
      let socket = try PlainSocket(to: port)
      socket.send("GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n")
      if socket.answer().hasPrefix("HTTP/1.1 200") { return true }
    }
    return false
  }

  @Test func `a relay takes as many descriptors as it may have`() throws {
    let (program, port) = try relay(soft: 64, hard: 200)
    defer { end(program) }
    // From several addresses, for one has a limit of its own.
    let sockets = try (0..<80).map { try PlainSocket(to: port, from: UInt8(2 + $0 / 20)) }
    #expect(!sockets.contains { $0.answer().hasPrefix("HTTP/1.1 503") })
  }
}
