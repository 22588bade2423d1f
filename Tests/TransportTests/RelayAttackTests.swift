import NIOCore
import NIOPosix
import Relay
import Stun
import Testing
import Transport
import Vocabulary

/// What strangers may do to a relay that listens, while others play by it.
@Suite(.serialized)
struct RelayAttackTests {
  /// Of the attackers: they are not to hold up the bystanders themselves.
  private static let attackLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
  private static let attacker = "127.0.0.66"
  private static let emptyFrame = RawClient.frame([])

  private func attackers(_ count: Int, at relay: RelayListener) throws -> [RawClient] {
    try (0..<count).map { _ in
      let client = try RawClient(
        port: relay.boundPort, from: Self.attacker, on: Self.attackLoop)
      #expect(try client.upgrade())
      return client
    }
  }

  private func flood(_ frame: [UInt8], bytes: Int) -> [UInt8] {
    [[UInt8]](repeating: frame, count: bytes / frame.count).flatMap { $0 }
  }

  @Test func `whoever goes on sending after a refusal is not heard, and holds up nobody`() throws {
    let relay = try startRelay(on: nil)
    defer { relay.stop() }
    let bystanders = try Bystanders(relay)
    let before = relay.statistics().framesIn
    let clients = try attackers(32, at: relay)
    let refused = RawClient.frame([0xEE]) + flood(Self.emptyFrame, bytes: 1 << 18)
    for client in clients { client.send(refused) }
    #expect(try bystanders.talk(times: 150), "\(bystanders.slowest)")
    let statistics = relay.statistics()
    #expect(statistics.refusals[.malformed] == 32)
    // One frame of each, and two for each time that the bystanders spoke.
    #expect(statistics.framesIn - before <= 32 + 300)
    for client in clients { #expect(try client.isClosedSoon()) }
    #expect(relay.statistics().framesAfterEnd == 0)
  }

  @Test(arguments: [emptyFrame, RawClient.frame(first: 0x89, []), RawClient.frame(first: 0x8A, [])])
  func `strangers who never say what they want are heard a few times`(frame: [UInt8]) throws {
    let relay = try startRelay(on: nil)
    defer { relay.stop() }
    let bystanders = try Bystanders(relay)
    let before = relay.statistics().framesIn
    let clients = try attackers(32, at: relay)
    for client in clients { client.send(flood(frame, bytes: 1 << 18)) }
    #expect(try bystanders.talk(times: 50), "\(bystanders.slowest)")
    #expect(relay.statistics().framesIn - before <= 32 * 9 + 100)
  }

  /// Whoever has an address may have rooms: a member is limited too.
  @Test func `members who flood their own rooms are ended, and hold up nobody`() throws {
    let relay = try startRelay(on: nil)
    defer { relay.stop() }
    let bystanders = try Bystanders(relay)
    let clients = try attackers(10, at: relay)
    for (index, client) in clients.enumerated() {
      let message = ClientMessage.createRoom(token(UInt8(100 + index)), capacity: 2)
      client.send(RawClient.frame(message.encoded))
    }
    #expect(try eventually { relay.statistics().members == 12 })
    for client in clients { client.send(flood(RawClient.frame([3, 1, 0]), bytes: 1 << 18)) }
    #expect(try bystanders.talk(times: 150), "\(bystanders.slowest)")
    #expect(relay.statistics().refusals[.rateLimited] == 10)
    #expect(relay.statistics().members == 2)
  }

  @Test func `whoever connects again and again is told to wait, others are let in`() throws {
    let relay = try startRelay(on: nil)
    defer { relay.stop() }
    let bystanders = try Bystanders(relay)
    for _ in 0..<150 {
      let client = try RawClient(port: relay.boundPort, from: Self.attacker, on: Self.attackLoop)
      client.close()
    }
    let turnedAway = try RawClient(
      port: relay.boundPort, from: Self.attacker, on: Self.attackLoop)
    #expect(try eventually { turnedAway.text.hasPrefix("HTTP/1.1 503") })
    #expect(try bystanders.talk(times: 50), "\(bystanders.slowest)")
    #expect(relay.statistics().endings[.connectingTooOften] > 20)
    #expect(try RawClient(port: relay.boundPort).upgrade())
  }

  @Test func `rooms that nobody stays in take no space from others`() throws {
    var limits = RelayLimits()
    limits.rooms = 20
    let relay = try startRelay(limits, on: nil)
    defer { relay.stop() }
    let bystanders = try Bystanders(relay)
    for index in 0..<60 {
      let client = try RawClient(
        port: relay.boundPort, from: "127.0.9.\(1 + index / 6)", on: Self.attackLoop)
      #expect(try client.upgrade())
      let message = ClientMessage.createRoom(token(UInt8(100 + index)), capacity: 2)
      client.send(RawClient.frame(message.encoded))
      #expect(try eventually { relay.statistics().roomsCreated == UInt64(index) + 2 })
      client.close()
    }
    #expect(try eventually { relay.statistics().members == 2 })
    #expect(relay.statistics().rooms <= 20)
    let host = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(host.waitForWelcome(0, of: 2))
    #expect(try bystanders.talk(times: 20), "\(bystanders.slowest)")
  }

  @Test func `a flood of questions leaves others their answers`() throws {
    let relay = try startRelay(on: nil)
    defer { relay.stop() }
    let bystanders = try Bystanders(relay)
    let server = Address(ipv4: 127, 0, 0, 1, port: try #require(relay.stunPort))
    let flood = DatagramFlood(on: Self.attackLoop)
    defer { flood.stop() }
    let request = StunMessage(.request, StunTransaction(high: 1, low: 1), []).encoded
    try flood.send(request, to: server, from: (1...200).map { "127.0.77.\($0)" })
    #expect(try eventually { flood.count > 1_000 })
    #expect(try bystanders.talk(times: 100), "\(bystanders.slowest)")
    let collector = try Collector()
    let socket = try DirectSocket.open(reach: .loopback, on: loop, inbox: collector.inbox)
    defer { socket.close() }
    var client = StunClient(servers: [server], seed: 1)
    client.ask(now: clock())
    let isAnswered = try eventually {
      for case .send(let bytes, let to) in client.tick(now: clock()) { socket.send(bytes, to: to) }
      return collector.wait(atMost: .milliseconds(50)) { !$0.isEmpty }
    }
    #expect(isAnswered)
  }
}
