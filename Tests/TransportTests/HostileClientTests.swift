import Relay
import Station
import Testing
import Transport
import Vocabulary

@Suite(.serialized)
struct HostileClientTests {
  struct BadFrame: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let violation: ProtocolViolation
  }

  static let badFrames = [
    BadFrame(
      testDescription: "unmasked", bytes: RawClient.frame(masked: 0, [5]),
      violation: .unmaskedFrame),
    BadFrame(
      testDescription: "reserved bit 1", bytes: RawClient.frame(first: 0xC2, [5]),
      violation: .reservedBits),
    BadFrame(
      testDescription: "reserved bit 2", bytes: RawClient.frame(first: 0xA2, [5]),
      violation: .reservedBits),
    BadFrame(
      testDescription: "reserved bit 3", bytes: RawClient.frame(first: 0x92, [5]),
      violation: .reservedBits),
    BadFrame(
      testDescription: "reserved opcode", bytes: RawClient.frame(first: 0x83, [5]),
      violation: .reservedOpcode),
    BadFrame(
      testDescription: "reserved control opcode", bytes: RawClient.frame(first: 0x8B, [5]),
      violation: .reservedOpcode),
    BadFrame(
      testDescription: "text", bytes: RawClient.frame(first: 0x81, [5]), violation: .textFrame),
    BadFrame(
      testDescription: "first fragment", bytes: RawClient.frame(first: 0x02, [5]),
      violation: .fragment),
    BadFrame(
      testDescription: "continuation", bytes: RawClient.frame(first: 0x80, [5]),
      violation: .fragment),
    BadFrame(
      testDescription: "one byte too long",
      bytes: RawClient.frame([UInt8](repeating: 0, count: 4_097)), violation: .frameTooLarge),
    BadFrame(
      testDescription: "2^63 bytes", bytes: [0x82, 0xFF] + [UInt8](repeating: 0xFF, count: 12),
      violation: .frameTooLarge),
    BadFrame(
      testDescription: "long ping",
      bytes: RawClient.frame(first: 0x89, [UInt8](repeating: 0, count: 126)),
      violation: .badControlFrame),
    BadFrame(
      testDescription: "fragmented ping", bytes: RawClient.frame(first: 0x09, [5]),
      violation: .badControlFrame),
  ]

  @Test(arguments: badFrames)
  func `a frame that no client of ours sends closes the connection`(bad: BadFrame) throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    #expect(try client.upgrade())
    client.send(bad.bytes)
    #expect(try client.isClosedSoon())
    let statistics = relay.statistics()
    #expect(statistics.violations[bad.violation] == 1)
    #expect(statistics.violations.total == 1)
    #expect(statistics.connections == 0)
  }

  struct BadRequest: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    let status: String
    let violation: ProtocolViolation
  }

  static let badRequests = [
    BadRequest(
      testDescription: "a browser", text: RawClient.request("Origin: https://example.org\r\n"),
      status: "HTTP/1.1 403", violation: .originRefused),
    BadRequest(
      testDescription: "another subprotocol", text: RawClient.request(subprotocol: "chat"),
      status: "HTTP/1.1 400", violation: .subprotocolMissing),
    BadRequest(
      testDescription: "an older version", text: RawClient.request(subprotocol: "ghostline.v2"),
      status: "HTTP/1.1 400", violation: .subprotocolMissing),
    BadRequest(
      testDescription: "another WebSocket", text: RawClient.request(version: "8"),
      status: "HTTP/1.1 400", violation: .badRequest),
    BadRequest(
      testDescription: "no HTTP", text: "\u{1}\u{2}hello\r\n\r\n", status: "",
      violation: .badRequest),
    BadRequest(
      testDescription: "a header without end",
      text: "GET / HTTP/1.1\r\nX: " + String(repeating: "a", count: 8_192), status: "",
      violation: .headerTooLarge),
  ]

  @Test(arguments: badRequests)
  func `a request that no client of ours makes is turned away`(bad: BadRequest) throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    client.send(bad.text)
    #expect(try client.isClosedSoon())
    #expect(client.text.hasPrefix(bad.status))
    let statistics = relay.statistics()
    #expect(statistics.violations[bad.violation] == 1)
    #expect(statistics.violations.total == 1)
    #expect(statistics.handshakes == 0)
  }

  @Test(arguments: [0, 1])
  func `a request of 8,192 bytes is answered, and not one of a byte more`(excess: Int) throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    let rest = 8_192 - RawClient.request().utf8.count - "X: \r\n".utf8.count + excess
    client.send(RawClient.request("X: " + String(repeating: "a", count: rest) + "\r\n"))
    if excess == 0 {
      #expect(try eventually { client.text.hasPrefix("HTTP/1.1 101") })
    } else {
      #expect(try client.isClosedSoon())
    }
    #expect(relay.statistics().violations[.headerTooLarge] == UInt64(excess))
  }

  struct BadMessage: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let refusal: RefusalReason

    init(_ testDescription: String, _ bytes: [UInt8], _ refusal: RefusalReason = .malformed) {
      self.testDescription = testDescription
      self.bytes = bytes
      self.refusal = refusal
    }
  }

  private static func resumption(
    seat: UInt8 = 0, capacity: UInt8 = 2, expecting expected: [UInt8] = [0, 0]
  ) -> [UInt8] {
    [6, EnvelopeLimits.version] + [UInt8](repeating: 7, count: 32)
      + [seat, capacity] + [UInt8](repeating: 9, count: 16) + expected
  }

  static let badMessages = [
    BadMessage("an unknown kind", [0xEE, 1, 2, 3]),
    BadMessage("nothing", []),
    BadMessage("a resume without a ticket", resumption().dropLast(18)),
    BadMessage("a resume that does not say who is expected", resumption(expecting: [])),
    BadMessage("a resume that expects a seat beyond the room", resumption(expecting: [4, 0])),
    BadMessage("a resume one byte short", resumption().dropLast()),
    BadMessage("a resume one byte long", resumption() + [0]),
    BadMessage("a resume at a seat beyond the room", resumption(seat: 2)),
    BadMessage("a resume at a seat beyond any room", resumption(seat: 255, capacity: 255)),
    BadMessage("a resume to a room without seats", resumption(capacity: 0)),
    BadMessage(
      "a resume to a room larger than allowed", resumption(capacity: 13), .roomTooLarge(seats: 12)),
    BadMessage("a hold by a stranger", [7, 1]),
    BadMessage("a hold that is neither", [7, 2]),
    BadMessage(
      "a resume of another version", [6, 1, 0],
      .versionMismatch(theirs: EnvelopeLimits.version)),
  ]

  @Test(arguments: badMessages)
  func `bytes that are no message are refused in words`(bad: BadMessage) throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    #expect(try client.upgrade())
    client.send(RawClient.frame(bad.bytes))
    #expect(try client.isClosedSoon())
    let refused = RelayMessage.refused(bad.refusal).encoded
    #expect(Array(client.bytes.suffix(refused.count + 4).prefix(refused.count)) == refused)
    let statistics = relay.statistics()
    #expect(statistics.refusals[bad.refusal.code] == 1)
    #expect(statistics.rooms == 0)
    #expect(statistics.connections == 0)
  }

  @Test func `a resume that is sent twice costs the connection`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    #expect(try client.upgrade())
    let frame = RawClient.frame(Self.resumption())
    client.send(frame + frame)
    #expect(try client.isClosedSoon())
    let statistics = relay.statistics()
    #expect(statistics.resumptions == 1)
    #expect(statistics.refusals[.malformed] == 1)
  }

  @Test func `connections that say nothing are closed at each stage`() throws {
    var limits = RelayLimits()
    limits.handshake = .milliseconds(50)
    limits.authentication = .milliseconds(50)
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let mute = try RawClient(port: relay.boundPort)
    #expect(try mute.isClosedSoon())
    let shy = try RawClient(port: relay.boundPort)
    #expect(try shy.upgrade())
    #expect(try shy.isClosedSoon())
    let statistics = relay.statistics()
    #expect(statistics.endings[.handshakeTimeout] == 1)
    #expect(statistics.endings[.authenticationTimeout] == 1)
  }

  @Test func `pings are answered, and a flood of them ends the connection`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let client = try RawClient(port: relay.boundPort)
    #expect(try client.upgrade())
    let answer: [UInt8] = [0x8A, 2, 7, 8]
    client.send(RawClient.frame(first: 0x89, [7, 8]))
    #expect(try eventually { client.bytes.suffix(4) == answer[...] })
    let ping = RawClient.frame(first: 0x89, [1])
    client.send([[UInt8]](repeating: ping, count: 4_000).flatMap { $0 })
    #expect(try client.isClosedSoon())
    let statistics = relay.statistics()
    #expect(statistics.refusals[.rateLimited] == 1)
    // 1,500 at once, and 300 a second while they come in.
    #expect(statistics.framesIn < 4_000)
  }

  @Test func `one address has only so many connections, and the next is told to wait`() throws {
    var limits = RelayLimits()
    limits.connectionsPerAddress = 2
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let first = try RawClient(port: relay.boundPort)
    #expect(try first.upgrade())
    let second = try RawClient(port: relay.boundPort)
    #expect(try second.upgrade())
    let third = try RawClient(port: relay.boundPort)
    #expect(try third.isClosedSoon())
    #expect(third.text.hasPrefix("HTTP/1.1 503"))
    let client = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(
      client.arrivals.closure()
        == .unavailable(host: "127.0.0.1", port: relay.boundPort, status: 503))
    #expect(relay.statistics().endings[.tooManyConnections] == 2)
  }

  /// The second member of a room, who reads nothing.
  private func silentMember(of relay: RelayListener) throws -> RawClient {
    let client = try RawClient(port: relay.boundPort, reading: .nothing)
    client.send(RawClient.request())
    #expect(try eventually { relay.statistics().handshakes == 2 })
    client.send(RawClient.frame(ClientMessage.joinRoom(token()).encoded))
    return client
  }

  @Test func `a member that never reads keeps only the newest, and is then closed`() throws {
    var limits = RelayLimits()
    limits.framesPerSecond = 1_000_000
    limits.bytesPerSecond = 1_000_000_000
    limits.unwritable = .milliseconds(300)
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try silentMember(of: relay)
    #expect(alice.arrivals.waitFor(.joined(1)))
    let datagram = [UInt8](repeating: 1, count: EnvelopeLimits.dataBytes)
    #expect(
      try eventually {
        alice.connection.sendData(datagram, to: seat(1))
        return relay.statistics().endings[.unwritable] == 1
      })
    #expect(alice.arrivals.waitFor(.gone(1, .lost)))
    #expect(relay.statistics().drops[.conflated] > 0)
    // The system keeps nothing for it either.
    #expect(try bob.isClosedSoon())
  }

  @Test func `more frames at once than a turn takes arrive all the same, and in order`() throws {
    let relay = try startRelay(on: nil)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try RawClient(port: relay.boundPort)
    #expect(try bob.upgrade())
    bob.send(RawClient.frame(ClientMessage.joinRoom(token()).encoded))
    #expect(alice.arrivals.waitFor(.joined(1)))
    let before = alice.arrivals.contents.count
    bob.send((0..<250).flatMap { RawClient.frame([3, 0, UInt8($0)]) })
    #expect(alice.arrivals.waitFor(.data(from: 1, [249])))
    #expect(
      alice.arrivals.contents.dropFirst(before)
        == (0..<250).map { .data(from: 1, [UInt8($0)]) }[...])
  }

  @Test func `a member that pauses gets the newest when it reads again, and little of what is old`()
    throws
  {
    var limits = RelayLimits()
    limits.framesPerSecond = 1_000_000
    limits.bytesPerSecond = 1_000_000_000
    limits.unwritable = .seconds(30)
    let relay = try startRelay(limits, on: nil)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try silentMember(of: relay)
    #expect(alice.arrivals.waitFor(.joined(1)))
    let filler = [UInt8](repeating: 1, count: EnvelopeLimits.dataBytes)
    #expect(
      try eventually {
        alice.connection.sendData(filler, to: seat(1))
        return relay.statistics().drops[.conflated] > 300
      })
    let newest = [UInt8](repeating: 2, count: EnvelopeLimits.dataBytes)
    let sent = relay.statistics().framesIn
    alice.connection.sendData(newest, to: seat(1))
    #expect(try eventually { relay.statistics().framesIn > sent })
    bob.beginReading()
    #expect(try eventually { bob.bytes.suffix(1_200) == newest[...] })
    // What both systems and the relay hold for somebody who does not read.
    #expect(bob.bytes.count < 96_000, "\(bob.bytes.count)")
    #expect(relay.statistics().members == 2)
  }

  @Test func `health is answered to anyone, and nothing else is found`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let probe = try RawClient(port: relay.boundPort)
    probe.send("GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n")
    #expect(try probe.isClosedSoon())
    #expect(probe.text.hasPrefix("HTTP/1.1 200"))
    #expect(probe.text.hasSuffix("\r\n\r\nok\n"))
    let watcher = try RawClient(port: relay.boundPort)
    watcher.send("HEAD /healthz HTTP/1.1\r\nHost: relay\r\n\r\n")
    #expect(try watcher.isClosedSoon())
    #expect(watcher.text.hasPrefix("HTTP/1.1 200"))
    #expect(watcher.text.hasSuffix("\r\n\r\n"), "the head alone")
    let visitor = try RawClient(port: relay.boundPort)
    visitor.send("GET /secret HTTP/1.1\r\nHost: relay\r\n\r\n")
    #expect(try visitor.isClosedSoon())
    #expect(visitor.text.hasPrefix("HTTP/1.1 404"))
    #expect(relay.statistics().violations.total == 0)
  }
}
