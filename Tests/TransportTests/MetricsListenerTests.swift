import NIOPosix
import Relay
import Station
import Testing
import Transport

/// The pages for an operator, over real sockets.
@Suite(.serialized)
struct MetricsListenerTests {
  private func answer(_ request: String, port: UInt16) throws -> String {
    let watcher = try RawClient(port: port)
    watcher.send(request + " HTTP/1.1\r\nHost: relay\r\n\r\n")
    #expect(try watcher.isClosedSoon())
    return watcher.text
  }

  private func listener(watching relay: RelayListener) throws -> MetricsListener {
    try MetricsListener.start(host: "127.0.0.1", port: 0, build: "9.9", watching: relay)
  }

  @Test func `metrics are told on a port of their own, and nowhere else`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let metrics = try listener(watching: relay)
    defer { metrics.stop() }
    let host = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(host.welcome() != nil)
    #expect(try eventually { relay.pulse.statistics.members == 1 })
    let told = try answer("GET /metrics", port: metrics.boundPort)
    #expect(told.hasPrefix("HTTP/1.1 200"))
    #expect(told.contains("Content-Type: text/plain; version=0.0.4"))
    for line in [
      "ghostline_relay_build_info{version=\"9.9\"} 1", "ghostline_relay_players 1",
      "process_open_fds ", "process_resident_memory_bytes ", "process_cpu_seconds_total ",
      "ghostline_relay_latency_seconds_count 1", "ghostline_relay_loop_lag_seconds_count ",
    ] {
      #expect(told.contains("\n" + line), "\(line)")
    }
    let head = try answer("HEAD /metrics?x=1", port: metrics.boundPort)
    #expect(head.hasPrefix("HTTP/1.1 200") && head.hasSuffix("\r\n\r\n"), "the head alone")
    #expect(try answer("GET /metrics", port: relay.boundPort).hasPrefix("HTTP/1.1 404"))
    #expect(try answer("POST /metrics", port: metrics.boundPort).hasPrefix("HTTP/1.1 405"))
    #expect(try answer("GET /", port: metrics.boundPort).hasSuffix("/healthz\n/readyz\n/metrics\n"))
  }

  @Test func `a relay that hangs is told of`() throws {
    let own = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(on: own)
    defer { relay.stop() }
    let metrics = try listener(watching: relay)
    defer { metrics.stop() }
    #expect(try answer("GET /healthz", port: metrics.boundPort).hasSuffix("\r\n\r\nok\n"))
    let pause = try pauseLoop(own)
    #expect(
      try eventually {
        try answer("GET /healthz", port: metrics.boundPort).hasPrefix("HTTP/1.1 503")
      })
    pause.append(.directClosed)
    #expect(
      try eventually {
        try answer("GET /healthz", port: metrics.boundPort).hasPrefix("HTTP/1.1 200")
      })
  }

  @Test func `a crowd of those who ask nothing does not keep the operator out for long`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let metrics = try listener(watching: relay)
    defer { metrics.stop() }
    let crowd = try (0..<16).map { _ in try RawClient(port: metrics.boundPort) }
    #expect(
      try eventually {
        let next = try RawClient(port: metrics.boundPort)
        return try next.isClosedSoon()
      })
    for guest in crowd { #expect(try guest.isClosedSoon()) }
    #expect(try answer("GET /healthz", port: metrics.boundPort).hasPrefix("HTTP/1.1 200"))
  }
}
