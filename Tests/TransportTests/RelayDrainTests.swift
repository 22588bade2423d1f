import Relay
import Station
import Testing
import Transport
import Vocabulary

/// A relay that drains, over real sockets.
@Suite(.serialized)
struct RelayDrainTests {
  @Test func `members play on, hosts are refused, and the last to leave ends it`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let next = NextRelay("ghostline://b.example:7777")
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    relay.drain(for: .seconds(60), next: next)
    #expect(alice.arrivals.waitFor(.relay(attempt: 1, .message(.draining(next)))))
    let watcher = try RawClient(port: relay.boundPort)
    watcher.send("GET /readyz HTTP/1.1\r\nHost: relay\r\n\r\n")
    #expect(try watcher.isClosedSoon())
    #expect(watcher.text.hasPrefix("HTTP/1.1 503") && watcher.text.hasSuffix("draining\n"))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    #expect(alice.connection.sendData([1, 2], to: seat(1)))
    #expect(bob.arrivals.waitFor(.data(from: 0, [1, 2])))
    let carol = try Client(
      .create(token(3), capacity: 2), port: relay.boundPort)
    #expect(carol.arrivals.closure() == .refused(.draining(next)))
    #expect(relay.pulse.readiness == .draining)
    alice.connection.leave()
    bob.connection.leave()
    #expect(try eventually { relay.pulse.readiness == .stopped })
  }
}
