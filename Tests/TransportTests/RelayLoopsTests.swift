import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Relay
import Station
import Testing
import Vocabulary

@testable import Transport

/// A relay with several event loops, over real sockets.
@Suite(.serialized)
struct RelayLoopsTests {
  private static let count = LoopedRelay.loopCount

  @Test(arguments: LoopedRelay.Way.allCases)
  func `members of many rooms find each other, and each room is on its own loop`(
    way: LoopedRelay.Way
  ) throws {
    let place = try LoopedRelay(way)
    defer { place.stop() }
    // Handshakes of TLS are dear in a debug build.
    let rooms = UInt8(0)..<(way == .plain ? 64 : 16)
    let hosts = try rooms.map { try place.client(.create(token($0), capacity: 2)) }
    for host in hosts { #expect(host.waitForWelcome(0, of: 2)) }
    let guests = try rooms.map { try place.client(.join(token($0))) }
    for guest in guests { #expect(guest.waitForWelcome(1, of: 2, with: [0])) }
    for (room, (host, guest)) in zip(rooms, zip(hosts, guests)) {
      #expect(host.connection.sendData([room], to: seat(1)))
      #expect(guest.connection.sendSignal([room, 1], to: seat(0)))
      #expect(guest.arrivals.waitFor(.data(from: 0, [room])))
      #expect(host.arrivals.waitFor(.signal(from: 1, [room, 1])))
    }
    let byLoop = place.relay.statisticsByLoop()
    for (index, statistics) in byLoop.enumerated() {
      let own = rooms.filter { LoopedRelay.loop(of: $0) == index }.count
      #expect(own > 0 && statistics.rooms == own && statistics.members == 2 * own)
      #expect(statistics.dataForwarded == own && statistics.signalsForwarded == own)
      #expect(statistics.connections == 2 * own)
    }
    let all = place.relay.statistics()
    let players = UInt64(2 * rooms.count)
    #expect(all.connectionsOpened == players && all.handshakes == players)
    #expect(all.framesIn == 2 * players)
    #expect(all.endings.total == 0)
    #expect(try eventually { place.relay.pulse.statistics.members == 2 * rooms.count })
    #expect(place.relay.pulse.statistics.rooms == rooms.count)
  }

  @Test(arguments: [LoopedRelay.Way.proxied, .proxiedTLS])
  func `whom a proxy speaks for is known on the loop of the room too`(
    way: LoopedRelay.Way
  ) throws {
    var limits = RelayLimits()
    limits.connectionsPerAddress = 1
    let place = try LoopedRelay(way, limits)
    defer { place.stop() }
    let other = try Tap(
      to: place.relay.boundPort, saying: "PROXY TCP4 192.0.2.2 127.0.0.1 4711 443\r\n")
    defer { other.close() }
    let room = token(LoopedRelay.room(on: 3))
    let host = try place.client(.create(room, capacity: 3))
    #expect(host.waitForWelcome(0, of: 3))
    let guest = try Client(.join(room), port: other.port, by: place.link)
    #expect(guest.waitForWelcome(1, of: 3, with: [0]))
    let third = try place.client(.join(room))
    #expect(third.arrivals.closure() != nil)
    #expect(place.relay.statistics().endings[.tooManyConnections] == 1)
  }

  @Test func `what a client says behind its request goes with it`() throws {
    let relay = try startRelay(LoopedRelay.generous, on: nil, loops: Self.count)
    defer { relay.stop() }
    for (loop, room) in LoopedRelay.everyWay {
      let client = try RawClient(port: relay.boundPort)
      #expect(try client.upgrade())
      let create = ClientMessage.createRoom(token(room), capacity: 2)
      let ping = RawClient.frame(first: 0x89, Array("are you there".utf8))
      // Two frames and the half of a third, and then its rest.
      client.send(RawClient.frame(create.encoded) + ping + ping.prefix(9))
      try #require(try eventually { client.text.contains("are you there") })
      client.send(Array(ping.dropFirst(9)))
      try #require(
        try eventually { client.text.components(of: "are you there") == 2 }, "loop \(loop)")
      #expect(relay.statisticsByLoop()[loop].members == 1)
      client.close()
      #expect(try eventually { relay.statistics().members == 0 })
    }
  }

  @Test func `a client that speaks TLS is on its loop before it is read, in pieces too`() throws {
    let place = try LoopedRelay(.tls)
    defer { place.stop() }
    for loop in 0..<Self.count {
      let tap = try Tap(to: place.relay.boundPort)
      defer { tap.close() }
      let room = LoopedRelay.room(on: loop)
      let host = try Client(
        .create(token(room), capacity: 2), port: tap.port, by: place.link)
      #expect(host.waitForWelcome(0, of: 2))
      let hello = Array(tap.bytes.prefix(5 + Int(tap.bytes[3]) << 8 + Int(tap.bytes[4])))
      #expect(ClientHello(reading: hello[...]) == .named(RoomHint(of: token(room).room)))
      let client = try RawClient(port: place.relay.boundPort)
      for byte in hello { client.send([byte]) }
      #expect(try eventually { client.bytes.first == 0x16 }, "the relay's own hello")
      let connections = place.relay.statisticsByLoop().map(\.connections)
      #expect(connections[loop] == 2 && connections.reduce(0, +) == 2, "\(connections)")
      host.connection.leave()
      client.close()
      #expect(try eventually { place.relay.statistics().connections == 0 })
    }
  }

  @Test func `with TLS nobody is given away who has shown a key`() throws {
    for (way, visitors) in [(.plain, .handedOver), (.tls, .refused)]
      as [(LoopedRelay.Way, RoomShare.Visitors)]
    {
      let place = try LoopedRelay(way)
      defer { place.stop() }
      let shares = try place.relay.loops.all.map { loop in
        try loop.eventLoop.submit { loop.shell.value.hub.share }.wait()
      }
      #expect(shares == (0..<Self.count).map { RoomShare($0, of: Self.count, visitors) })
    }
  }

  @Test func `drain ends with the last room of any loop, and who comes back to it gets in`() throws
  {
    let relay = try startRelay(LoopedRelay.generous, on: nil, loops: Self.count)
    defer { relay.stop() }
    let (first, second) = (LoopedRelay.room(on: 1), LoopedRelay.room(on: 2))
    let alice = try Client(.create(token(first), capacity: 2), port: relay.boundPort)
    let bob = try Client(.create(token(second), capacity: 12), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2) && bob.waitForWelcome(0, of: 12))
    relay.drain(for: .seconds(60), next: nil)
    for client in [alice, bob] {
      #expect(client.arrivals.waitFor(.relay(attempt: 1, .message(.draining(nil)))))
    }
    alice.connection.leave()
    #expect(try eventually { relay.statisticsByLoop()[1].members == 0 })
    #expect(relay.pulse.readiness == .draining)
    // Two ticks, at which a loop without rooms stops when it is alone.
    _ = try Inbox(now: clock).wait(atMost: .milliseconds(600))
    // By whichever loop they come.
    for index in 1...8 {
      let guest = try Client(.join(token(second)), port: relay.boundPort)
      try #require(guest.welcome() != nil, "\(index)")
      guest.connection.leave()
    }
    let other = LoopedRelay.room(on: 1, after: first)
    let carol = try Client(.create(token(other), capacity: 2), port: relay.boundPort)
    #expect(carol.arrivals.closure() == .refused(.draining(nil)))
    #expect(relay.pulse.readiness == .draining)
    bob.connection.leave()
    #expect(try eventually { relay.pulse.readiness == .stopped })
  }

  @Test(arguments: [LoopedRelay.Way.plain, .tls])
  func `silent connections hold up nobody`(way: LoopedRelay.Way) throws {
    let place = try LoopedRelay(way)
    defer { place.stop() }
    let flood = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let silent = try (0..<300).map { index in
      let client = try RawClient(port: place.relay.boundPort, on: flood)
      // Nothing at all, or the beginning of a request or of a hello.
      if index % 2 == 0 { client.send(way == .plain ? Array("GET / HT".utf8) : [0x16, 3, 1, 2]) }
      return client
    }
    #expect(try eventually { place.relay.statistics().connections == silent.count })
    let begun = ContinuousClock.now
    for loop in 0..<Self.count {
      let room = LoopedRelay.room(on: loop)
      let host = try place.client(.create(token(room), capacity: 2))
      #expect(host.waitForWelcome(0, of: 2))
      let guest = try place.client(.join(token(room)))
      #expect(guest.waitForWelcome(1, of: 2, with: [0]))
    }
    #expect(ContinuousClock.now - begun < .seconds(3), "\(ContinuousClock.now - begun)")
    for client in silent { client.close() }
    #expect(try eventually { place.relay.statistics().connections <= 8 })
  }

  @Test func `a loop that hangs is told of, and others go on`() throws {
    let relay = try startRelay(on: nil, loops: Self.count)
    defer { relay.stop() }
    let metrics = try MetricsListener.start(
      host: "127.0.0.1", port: 0, build: "9.9", watching: relay)
    defer { metrics.stop() }
    let room = LoopedRelay.room(on: 1)
    let alice = try Client(.create(token(room), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token(room)), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    #expect(relay.pulse.isFresh(now: clock()))
    let pause = try pauseLoop(relay.loops.all[3].eventLoop)
    #expect(try eventually { !relay.pulse.isFresh(now: clock()) })
    let watcher = try RawClient(port: metrics.boundPort)
    watcher.send("GET /healthz HTTP/1.1\r\nHost: relay\r\n\r\n")
    #expect(try watcher.isClosedSoon())
    #expect(watcher.text.hasPrefix("HTTP/1.1 503"))
    #expect(alice.connection.sendData([7], to: seat(1)))
    #expect(bob.arrivals.waitFor(.data(from: 0, [7])))
    pause.append(.directClosed)
    #expect(try eventually { relay.pulse.isFresh(now: clock()) })
  }

  @Test func `a member who is lost comes back to the same loop`() throws {
    let relay = try startRelay(LoopedRelay.generous, on: nil, loops: Self.count)
    defer { relay.stop() }
    let room = LoopedRelay.room(on: 2)
    let entry = RelayEntry.create(token(room), capacity: 2)
    let alice = try Client(entry, port: relay.boundPort)
    let welcome = try #require(alice.welcome())
    let bob = try Client(.join(token(room)), port: relay.boundPort)
    #expect(bob.welcome() != nil)
    for client in [alice, bob] { client.connection.send(.kept) }
    #expect(try eventually { relay.statistics().framesIn == 4 })
    var current = alice
    for _ in 0..<6 {
      current.connection.abandon()
      current = try Client(entry.resuming(welcome), port: relay.boundPort)
      #expect(current.waitForWelcome(0, of: 2, with: [1]))
    }
    #expect(relay.statisticsByLoop().map(\.resumptions) == [0, 0, 6, 0])
  }

  /// A client hears of an end when the last descriptor of its socket is closed, and not before.
  @Test func `a connection ends on the loop that it came to, and no other keeps its socket`() throws
  {
    let relay = try startRelay(LoopedRelay.generous, on: nil, loops: Self.count)
    defer { relay.stop() }
    for (loop, room) in LoopedRelay.everyWay {
      let client = try RawClient(port: relay.boundPort)
      #expect(try client.upgrade())
      let create = ClientMessage.createRoom(token(room), capacity: 2)
      client.send(RawClient.frame(create.encoded))
      #expect(try eventually { relay.statisticsByLoop()[loop].members == 1 })
      client.send(RawClient.frame(first: 0x81, [5]))
      #expect(try client.isClosedSoon())
      #expect(relay.statistics().members == 0)
    }
  }

  @Test func `a relay stops with connections on all loops, and tells them`() throws {
    let relay = try startRelay(LoopedRelay.generous, on: nil, loops: Self.count)
    let clients = try (0..<Self.count).map {
      try Client(.create(token(LoopedRelay.room(on: $0)), capacity: 2), port: relay.boundPort)
    }
    for client in clients { #expect(client.waitForWelcome(0, of: 2)) }
    let silent = try RawClient(port: relay.boundPort)
    relay.stop()
    for client in clients { #expect(client.arrivals.closure() == .refused(.shuttingDown)) }
    #expect(try silent.isClosedSoon())
    #expect(relay.pulse.readiness == .stopped)
  }

  @Test func `rooms of the whole relay are divided among its loops`() throws {
    var limits = LoopedRelay.generous
    limits.rooms = Self.count
    let relay = try startRelay(limits, on: nil, loops: Self.count)
    defer { relay.stop() }
    let first = LoopedRelay.room(on: 1)
    let alice = try Client(.create(token(first), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let second = LoopedRelay.room(on: 1, after: first)
    let bob = try Client(.create(token(second), capacity: 2), port: relay.boundPort)
    #expect(bob.arrivals.closure() == .refused(.tooManyRooms))
  }

  @Test func `events of all loops are told`() throws {
    let relay = try startRelay(LoopedRelay.generous, on: nil, loops: Self.count)
    defer { relay.stop() }
    let told = NIOLockedValueBox<[RelayEvent]>([])
    relay.keepJournal { event in told.withLockedValue { $0.append(event) } }
    let clients = try (0..<Self.count).map {
      try Client(.create(token(LoopedRelay.room(on: $0)), capacity: 2), port: relay.boundPort)
    }
    for client in clients { #expect(client.waitForWelcome(0, of: 2)) }
    #expect(
      try eventually {
        told.withLockedValue { events in
          events.count { if case .roomOpened = $0 { true } else { false } }
        } == Self.count
      })
  }
}

extension String {
  fileprivate func components(of word: String) -> Int {
    var (rest, count) = (self[...], 0)
    while let range = rest.firstRange(of: word) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
