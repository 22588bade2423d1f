import Relay
import Station
import Stun
import Testing
import Vocabulary

@testable import Transport

/// The relay's UDP port as a client sees it, over real sockets.
@Suite(.serialized)
struct StunPortsTests {
  @Test func `a relay tells a socket its own address, from both its ports`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let collector = try Collector()
    let socket = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { socket.close() }
    let own = Address(ipv4: 127, 0, 0, 1, port: socket.localPort)
    let server = Address(ipv4: 127, 0, 0, 1, port: try #require(relay.stunPort))
    #expect(server.port == relay.boundPort)
    var client = StunClient(servers: [server], ownAddresses: [], seed: 1)
    client.ask(now: clock())
    var told: [StunClient.Effect] = []
    let isKnown = collector.wait { contents in
      for case .direct(let source, let bytes) in contents.dropFirst(told.count) {
        told += client.received(bytes[...], from: source, now: clock())
      }
      for case .send(let bytes, let to) in client.tick(now: clock()) { socket.send(bytes, to: to) }
      return client.mapping != .unknown
    }
    #expect(isKnown && client.mapping == .open)
    let mapped = told.compactMap { effect in
      if case .mapped(let address, by: server, _) = effect { address } else { nil }
    }
    #expect(mapped == [own])
  }

  /// All of 127.0.0.0/8 is this machine; left to itself the system answers from 127.0.0.1.
  @Test(arguments: ["0.0.0.0", "::"], [UInt16(0), 1])
  func `a relay with several addresses answers from the one that was asked`(
    wildcard: String, offset: UInt16
  ) throws {
    let relay = try RelayListener.start(host: wildcard, port: 0, on: loop, now: clock)
    defer { relay.stop() }
    let collector = try Collector()
    let socket = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { socket.close() }
    let port = try #require(relay.stunPort)
    for host in [UInt8(2), 77, 1] {
      let server = Address(ipv4: 127, 0, 0, host, port: port + offset)
      let request = StunMessage(.request, StunTransaction(high: UInt32(host), low: 1), [])
      socket.send(request.encoded, to: server)
      let isAnswered = collector.wait { contents in
        contents.contains { content in
          if case .direct(server, _) = content { true } else { false }
        }
      }
      #expect(isAnswered, "\(server): \(collector.contents)")
    }
  }

  @Test func `members on any loop are known to STUN, until the last from an address has gone`()
    throws
  {
    let relay = try startRelay(on: nil, loops: LoopedRelay.loopCount)
    defer { relay.stop() }
    let known = try #require(relay.stun).known
    let clients = try [1, 2].map {
      try Client(.create(token(LoopedRelay.room(on: $0)), capacity: 2), port: relay.boundPort)
    }
    for client in clients { #expect(client.waitForWelcome(0, of: 2)) }
    let here = ClientAddress(Address(ipv4: 127, 0, 0, 1, port: 0))
    #expect(try eventually { known.contains(here) })
    clients[1].connection.leave()
    #expect(try eventually { relay.pulse.statistics.members == 1 })
    #expect(known.contains(here))
    clients[0].connection.leave()
    #expect(try eventually { !known.contains(here) })
  }

  @Test func `what is no STUN gets no answer, and stops nothing`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let collector = try Collector()
    let socket = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { socket.close() }
    let server = Address(ipv4: 127, 0, 0, 1, port: try #require(relay.stunPort))
    for count in [1, 5, 19, 20, 548, 1472] {
      socket.send([UInt8](repeating: 0x60, count: count), to: server)
      socket.send([UInt8](repeating: 0, count: count), to: server)
    }
    var client = StunClient(servers: [server], seed: 1)
    client.ask(now: clock())
    for case .send(let bytes, let to) in client.tick(now: clock()) { socket.send(bytes, to: to) }
    #expect(collector.wait { !$0.isEmpty })
    #expect(collector.contents.count == 1)
    for case .direct(let source, let bytes) in collector.contents {
      #expect(source == server && StunMessage.isStun(bytes[...]))
    }
  }

  @Test func `a relay whose UDP port is taken does without`() throws {
    let collector = try Collector()
    let first = try startRelayToFollow()
    let port = first.boundPort
    first.stop()
    let socket = try DirectSocket.open(
      port: port, reach: .everywhere, on: loop, inbox: collector.inbox)
    defer { socket.close() }
    let relay = try startRelay(port: port)
    defer { relay.stop() }
    #expect(relay.stunPort == nil && relay.boundPort == port)
  }

  @Test func `the ports are free again when the relay has stopped`() throws {
    let relay = try startRelayToFollow()
    let port = try #require(relay.stunPort)
    relay.stop()
    let again = try startRelay(port: port)
    defer { again.stop() }
    #expect(again.stunPort == port)
  }

  @Test func `addresses are looked up by name and number, and an unknown name has none`() {
    #expect(
      HostResolver.addresses(of: HostPort(host: "127.0.0.1", port: 9))
        == [Address(ipv4: 127, 0, 0, 1, port: 9)])
    #expect(
      HostResolver.addresses(of: HostPort(host: "::1", port: 9))
        == [Address(high: 0, low: 1, port: 9)])
    #expect(HostResolver.addresses(of: HostPort(host: "no.such.host.invalid", port: 9)).isEmpty)
  }

  @Test func `looked-up hosts come through the inbox, in order`() throws {
    let collector = try Collector()
    HostResolver.resolve(
      [HostPort(host: "127.0.0.1", port: 2), HostPort(host: "127.0.0.2", port: 3)],
      into: collector.inbox)
    #expect(
      collector.waitFor(
        .resolved([
          ResolvedHost(
            HostPort(host: "127.0.0.1", port: 2), [Address(ipv4: 127, 0, 0, 1, port: 2)]),
          ResolvedHost(
            HostPort(host: "127.0.0.2", port: 3), [Address(ipv4: 127, 0, 0, 2, port: 3)]),
        ])))
  }
}
