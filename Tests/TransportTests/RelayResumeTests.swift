import NIOCore
import NIOPosix
import Netplay
import Relay
import Testing
import Transport

/// Connections and relays that end under a match, and how its members find each other again.
@Suite(.serialized)
struct RelayResumeTests {
  private let create = RelayEntry.create(room, token(), capacity: 2)
  private let join = RelayEntry.join(room, token())

  /// Whether both hear each other.
  private func converse(_ alice: Client, _ bob: Client, about topic: UInt8) -> Bool {
    alice.connection.sendData([topic, 0], to: seat(1))
      && bob.connection.sendData([topic, 1], to: seat(0))
      && bob.arrivals.waitFor(.relayData(from: seat(0), [topic, 0]))
      && alice.arrivals.waitFor(.relayData(from: seat(1), [topic, 1]))
  }

  @Test func `a relay that was restarted gives both their seats back, and data flows again`() throws
  {
    let relay = try startRelay()
    let port = relay.boundPort
    let (alice, bob) = (try Client(create, port: port), try Client(join, port: port))
    let aliceBefore = try #require(alice.welcome())
    let bobBefore = try #require(bob.welcome())
    #expect(converse(alice, bob, about: 1))
    relay.stop()
    #expect(alice.arrivals.closure() == .refused(.shuttingDown))
    #expect(bob.arrivals.closure() == .refused(.shuttingDown))

    let successor = try startRelay(port: port)
    defer { successor.stop() }
    let bobAgain = try Client(join.resuming(bobBefore), port: port)
    #expect(
      bobAgain.welcome()
        == RelayWelcome(seat: seat(1), capacity: 2, members: SeatSet(), ticket: bobBefore.ticket))
    let aliceAgain = try Client(create.resuming(aliceBefore), port: port)
    #expect(
      aliceAgain.welcome()
        == RelayWelcome(
          seat: seat(0), capacity: 2, members: SeatSet([seat(1)]), ticket: aliceBefore.ticket))
    #expect(bobAgain.arrivals.waitFor(.relay(.peerJoined(seat(0)))))
    #expect(converse(aliceAgain, bobAgain, about: 2))
    #expect(successor.statistics().roomsCreated == 1)
    #expect(successor.statistics().resumptions == 2)
  }

  @Test func `an abandoned connection is silent at once, and its seat is kept`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: relay.boundPort)
    let before = try #require(bob.welcome())
    bob.connection.abandon()
    #expect(bob.arrivals.closure(atMost: .zero) == .silent)
    #expect(!bob.connection.sendData([1], to: seat(0)))
    #expect(alice.arrivals.waitFor(.relay(.peerLeft(seat(1)))))
    let carol = try Client(join, port: relay.boundPort)
    #expect(carol.arrivals.closure() == .refused(.roomFull))

    let bobAgain = try Client(join.resuming(before), port: relay.boundPort)
    #expect(bobAgain.waitForWelcome(1, of: 2, with: [0]))
    #expect(
      alice.arrivals.wait { contents in
        contents.count { $0 == .relay(.peerJoined(seat(1))) } == 2
      })
    #expect(converse(alice, bobAgain, about: 3))
  }

  @Test func `a connection that is abandoned before its welcome reports nothing but that`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let pause = try pauseLoop()
    let alice = try Client(create, port: relay.boundPort)
    alice.connection.abandon()
    pause.append(.relay(.peerLeft(seat(1))))
    #expect(!alice.arrivals.wait(atMost: .milliseconds(300)) { $0.count > 1 })
    #expect(alice.arrivals.contents == [.relay(.closed(.silent))])
  }

  @Test func `a client that comes back takes the seat from its old connection`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: relay.boundPort)
    let before = try #require(bob.welcome())
    let bobAgain = try Client(join.resuming(before), port: relay.boundPort)
    #expect(bobAgain.waitForWelcome(1, of: 2, with: [0]))
    #expect(bob.arrivals.closure() == .lost)
    #expect(converse(alice, bobAgain, about: 4))
    #expect(relay.statistics().endings[.replaced] == 1)
  }

  @Test func `a stranger cannot resume with a token or a ticket of its own`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    let before = try #require(alice.welcome())
    let forged = RelayEntry.resume(
      room, token(), seat: seat(0), capacity: 2, ticket: ResumeTicket(high: 1, low: 2))
    let mallory = try Client(forged, port: relay.boundPort)
    #expect(mallory.arrivals.closure() == .refused(.roomFull))
    let eve = try Client(
      RelayEntry.join(room, token(8)).resuming(before), port: relay.boundPort)
    #expect(eve.arrivals.closure() == .refused(.noSuchRoom))
  }

  @Test func `every connection has a ticket of its own`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let clients = [
      try Client(create, port: relay.boundPort), try Client(join, port: relay.boundPort),
    ]
    let tickets = try clients.map { try #require($0.welcome()).ticket }
    #expect(tickets[0] != tickets[1])
    for ticket in tickets { #expect(Set(ticket.bytes).count > 4) }
  }

  @Test func `nothing of a connection arrives after its end`() throws {
    var limits = RelayLimits()
    limits.framesPerSecond = 1_000_000
    limits.signalsPerSecond = 1_000_000
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    for _ in 0..<20 {
      let bob = try Client(join, port: relay.boundPort)
      #expect(bob.waitForWelcome(1, of: 2, with: [0]))
      for number in UInt8(0)..<60 { alice.connection.sendSignal([number], to: seat(1)) }
      // The first of many that the event loop has just read: it is still at it.
      #expect(bob.arrivals.wait { $0.count > 1 })
      bob.connection.close()
      _ = bob.arrivals.wait(atMost: .zero) { _ in false }
      #expect(bob.arrivals.contents.last == .relay(.closed(.closedHere)))
      let seen = bob.arrivals.contents.count
      #expect(!bob.arrivals.wait(atMost: .milliseconds(20)) { $0.count > seen })
      #expect(try eventually { relay.statistics().members == 1 })
    }
  }

  @Test func `whoever has closed has left: the seat is free at once`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    for round in UInt64(1)...20 {
      let bob = try Client(join, port: relay.boundPort)
      #expect(bob.waitForWelcome(1, of: 2, with: [0]))
      for _ in 0..<10 { alice.connection.sendData([9], to: seat(1)) }
      bob.connection.close()
      #expect(relay.statistics().endings[.left] == round)
      #expect(relay.statistics().members == 1)
    }
  }

  @Test func `closing does not wait for a relay that stands still, nor on the event loop`() throws {
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    let pause = try pauseLoop(busyLoop)
    let started = ContinuousClock.now
    let closing = bob.connection
    try loop.submit { closing.close() }.wait()
    #expect(ContinuousClock.now - started < .milliseconds(400))
    alice.connection.close()
    #expect(ContinuousClock.now - started < .seconds(3))
    pause.append(.relay(.peerLeft(seat(1))))
    #expect(try eventually { relay.statistics().connections == 0 })
  }

  // MARK: With the machine that says when

  /// A client that comes back by itself, as a game's does; its arrivals go into one inbox.
  private final class Survivor {
    let arrivals: Collector
    private(set) var connection: RelayConnection
    private(set) var attempts = 0
    private(set) var received: [[UInt8]] = []
    private(set) var isConnected = false
    private let entry: RelayEntry
    private let location: RelayLocation
    private var reconnection: RelayReconnection?
    private var seen = 0

    init(_ entry: RelayEntry, port: UInt16) throws {
      self.entry = entry
      location = RelayLocation(host: "127.0.0.1", port: port)
      arrivals = try Collector()
      connection = RelayConnection(
        to: location, entering: entry, on: loop, inbox: arrivals.inbox)
    }

    deinit { connection.close() }

    /// One turn of the loop.
    func turn() {
      _ = arrivals.wait(atMost: .milliseconds(2)) { $0.count > seen }
      let now = RelayInstant(nanoseconds: clock().nanoseconds)
      for content in arrivals.contents[seen...] { take(content, now: now) }
      seen = arrivals.contents.count
      guard case .connect(let welcome) = reconnection?.tick(now: now) else { return }
      attempts += 1
      connection = RelayConnection(
        to: location, entering: entry.resuming(welcome), on: loop, inbox: arrivals.inbox)
    }

    private func take(_ content: Arrival.Content, now: RelayInstant) {
      switch content {
      case .relay(.connected(let welcome)):
        isConnected = true
        if reconnection == nil {
          reconnection = RelayReconnection(welcome, seed: UInt64(welcome.seat.index), now: now)
        } else {
          reconnection?.connected(welcome, now: now)
        }
      case .relay(.closed(let closure)):
        isConnected = false
        let effect = reconnection?.closed(closure, now: now)
        if effect != nil { Issue.record("\(closure)") }
      case .relayData(_, let bytes): received.append(bytes)
      case .direct, .relaySignal, .relay(.peerJoined), .relay(.peerLeft), .resolved,
        .localAddresses:
        break
      }
    }
  }

  @Test func `two players keep trying while the relay is down, and go on when it is back`() throws {
    let relay = try startRelay()
    let port = relay.boundPort
    let alice = try Survivor(create, port: port)
    #expect(
      try eventually {
        alice.turn()
        return alice.isConnected
      })
    let bob = try Survivor(join, port: port)
    #expect(
      try eventually {
        bob.turn()
        return bob.isConnected
      })
    relay.stop()
    // At least one attempt of each finds nobody.
    #expect(
      try eventually {
        alice.turn()
        bob.turn()
        return alice.attempts >= 2 && bob.attempts >= 2
      })
    let successor = try startRelay(port: port)
    defer { successor.stop() }
    #expect(
      try eventually {
        alice.turn()
        bob.turn()
        if alice.isConnected { alice.connection.sendData([1, 2, 3], to: seat(1)) }
        if bob.isConnected { bob.connection.sendData([4, 5, 6], to: seat(0)) }
        return bob.received.last == [1, 2, 3] && alice.received.last == [4, 5, 6]
      })
  }

  @Test func `a player abandons a relay that stands still, and is back when it goes on`() throws {
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(on: busyLoop)
    defer { relay.stop() }
    let alice = try Survivor(create, port: relay.boundPort)
    #expect(
      try eventually {
        alice.turn()
        return alice.isConnected
      })
    let pause = try pauseLoop(busyLoop)
    alice.connection.abandon()
    #expect(
      try eventually {
        alice.turn()
        return alice.attempts > 0 && !alice.isConnected
      })
    pause.append(.relay(.peerLeft(seat(1))))
    #expect(
      try eventually {
        alice.turn()
        return alice.isConnected
      })
    #expect(relay.statistics().resumptions == 1)
  }
}
