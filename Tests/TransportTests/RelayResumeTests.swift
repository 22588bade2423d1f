import NIOCore
import NIOPosix
import Relay
import Station
import Testing
import Transport
import Vocabulary

/// Connections and relays that end under a match, and how its members find each other again.
@Suite(.serialized)
struct RelayResumeTests {
  private let create = RelayEntry.create(token(), capacity: 2)
  private let join = RelayEntry.join(token())

  /// Whether both hear each other.
  private func converse(_ alice: Client, _ bob: Client, about topic: UInt8) -> Bool {
    alice.connection.sendData([topic, 0], to: seat(1))
      && bob.connection.sendData([topic, 1], to: seat(0))
      && bob.arrivals.waitFor(.data(from: 0, [topic, 0]))
      && alice.arrivals.waitFor(.data(from: 1, [topic, 1]))
  }

  @Test func `a relay that was restarted gives both their seats back, and data flows again`() throws
  {
    let relay = try startRelayToFollow()
    let port = relay.boundPort
    let alice = try Client(create, port: port)
    let aliceBefore = try #require(alice.welcome())
    let bob = try Client(join, port: port)
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
        == RelayWelcome(seat: seat(1), capacity: 2, members: .none, ticket: bobBefore.ticket))
    let aliceAgain = try Client(create.resuming(aliceBefore), port: port)
    #expect(
      aliceAgain.welcome()
        == RelayWelcome(
          seat: seat(0), capacity: 2, members: Presence([seat(1)]), ticket: aliceBefore.ticket))
    #expect(bobAgain.arrivals.waitFor(.joined(0)))
    #expect(converse(aliceAgain, bobAgain, about: 2))
    #expect(successor.statistics().roomsCreated == 1)
    #expect(successor.statistics().resumptions == 2)
  }

  @Test func `L-56 a member lost in a match keeps its seat, and comes back to it`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: relay.boundPort)
    let before = try #require(bob.welcome())
    for player in [alice, bob] { player.connection.send(.kept) }
    #expect(try eventually { relay.statistics().framesIn == 4 })
    bob.connection.abandon()
    #expect(!bob.connection.sendData([1], to: seat(0)))
    #expect(alice.arrivals.waitFor(.gone(1, .lost)))
    let carol = try Client(join, port: relay.boundPort)
    #expect(carol.arrivals.closure() == .refused(.roomFull))

    let bobAgain = try Client(join.resuming(before), port: relay.boundPort)
    #expect(bobAgain.waitForWelcome(1, of: 2, with: [0]))
    #expect(
      alice.arrivals.wait { contents in
        contents.count { $0 == .joined(1) } == 2
      })
    #expect(converse(alice, bobAgain, about: 3))
  }

  @Test func `L-56 a guest killed in the waiting room leaves its seat to the next one at once`()
    throws
  {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    bob.connection.abandon()
    #expect(alice.arrivals.waitFor(.gone(1, .lost)))
    let carol = try Client(join, port: relay.boundPort)
    #expect(carol.waitForWelcome(1, of: 2, with: [0]))
    #expect(converse(alice, carol, about: 5))
  }

  @Test func `L-56 after a restart while the host waits alone the next guest gets in at once`()
    throws
  {
    let relay = try startRelayToFollow()
    let port = relay.boundPort
    let alice = try Client(create, port: port)
    let before = try #require(alice.welcome())
    relay.stop()
    #expect(alice.arrivals.closure() == .refused(.shuttingDown))
    let successor = try startRelay(port: port)
    defer { successor.stop() }
    let aliceAgain = try Client(create.resuming(before), port: port)
    #expect(aliceAgain.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: port)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    #expect(converse(aliceAgain, bob, about: 6))
  }

  @Test func `L-56 create again after a lost answer gets the same room`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    alice.connection.abandon()
    #expect(try eventually { relay.statistics().members == 0 })
    let aliceAgain = try Client(create, port: relay.boundPort)
    #expect(aliceAgain.waitForWelcome(0, of: 2))
    #expect(relay.statistics().roomsCreated == 1)
  }

  @Test(arguments: Goodbye.allCases)
  func `a connection that is ended before its welcome reports nothing`(goodbye: Goodbye) throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let pause = try pauseLoop()
    let alice = try Client(create, port: relay.boundPort)
    goodbye.end(alice.connection)
    pause.append(.directClosed)
    #expect(!alice.arrivals.wait(atMost: .milliseconds(300)) { !$0.isEmpty })
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

  @Test
  func `L-72 who comes back too often waits by its new connection, and the old one carries on`()
    throws
  {
    var limits = RelayLimits()
    // One a second, and so many at once as they come in that time: the machine may be slow.
    limits.seatingsPerMinute = 60
    let slowed = Arrival.Content.relay(attempt: 1, .message(.slowed(Wait(seconds: 1))))
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    var bob = try Client(join, port: relay.boundPort)
    let before = try #require(bob.welcome())
    var bobAgain = try Client(join.resuming(before), port: relay.boundPort)
    for _ in 0..<1_000 {
      #expect(bobAgain.arrivals.wait { !$0.isEmpty })
      if bobAgain.arrivals.contents.first == slowed { break }
      bob = bobAgain
      bobAgain = try Client(join.resuming(before), port: relay.boundPort)
    }
    #expect(bobAgain.arrivals.contents.first == slowed)
    #expect(converse(alice, bob, about: 7))
    #expect(bobAgain.waitForWelcome(1, of: 2, with: [0]))
    #expect(bob.arrivals.closure() == .lost)
    #expect(converse(alice, bobAgain, about: 8))
    #expect(relay.statistics().slowedSeatings >= 1)
  }

  @Test func `a stranger's ticket opens no seat, and its token no room but its own`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    let before = try #require(alice.welcome())
    let forged = RelayEntry.resume(
      ResumeRequest(
        token: token(), seat: seat(0), capacity: 2,
        ticket: ResumeTicket(high: 1, low: 2)))
    let mallory = try Client(forged, port: relay.boundPort)
    #expect(mallory.arrivals.closure() == .refused(.roomFull))
    let eve = try Client(
      RelayEntry.join(token(8)).resuming(before), port: relay.boundPort)
    #expect(eve.waitForWelcome(0, of: 2))
    #expect(relay.statistics().rooms == 2)
  }

  @Test func `every connection has a ticket of its own`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    var tickets = [try #require(alice.welcome()).ticket]
    let bob = try Client(join, port: relay.boundPort)
    tickets.append(try #require(bob.welcome()).ticket)
    #expect(tickets[0] != tickets[1])
    for ticket in tickets { #expect(Set(ticket.bytes).count > 4) }
  }

  @Test(arguments: Goodbye.allCases)
  func `nothing of a connection arrives after its end`(goodbye: Goodbye) throws {
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
      goodbye.end(bob.connection)
      _ = bob.arrivals.wait(atMost: .zero) { _ in false }
      let seen = bob.arrivals.contents.count
      #expect(!bob.arrivals.wait(atMost: .milliseconds(20)) { $0.count > seen })
      #expect(try eventually { relay.statistics().members == 1 })
    }
  }

  @Test func `whoever has waited for its farewell has left: the seat is free`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    for round in UInt64(1)...20 {
      let bob = try Client(join, port: relay.boundPort)
      #expect(bob.waitForWelcome(1, of: 2, with: [0]))
      bob.connection.send(.kept)
      for _ in 0..<10 { alice.connection.sendData([9], to: seat(1)) }
      bob.connection.leave()?.wait()
      #expect(relay.statistics().endings[.left] == round)
      #expect(relay.statistics().members == 1)
    }
  }

  @Test func `leaving waits for nothing, and a farewell not for ever`() throws {
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(create, port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(join, port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    let pause = try pauseLoop(busyLoop)
    let started = ContinuousClock.now
    let leaving = bob.connection
    try loop.submit { _ = leaving.leave() }.wait()
    let farewell = alice.connection.leave()
    #expect(ContinuousClock.now - started < .milliseconds(400))
    farewell?.wait()
    #expect(ContinuousClock.now - started < .seconds(3))
    pause.append(.directClosed)
    #expect(try eventually { relay.statistics().connections == 0 })
  }

  // MARK: With the machine that says when

  /// A client that comes back by itself, as a game's does; its arrivals go into one inbox.
  private final class Survivor {
    let arrivals: Collector
    private(set) var connection: RelayConnection?
    private(set) var attempts = 0
    private(set) var received: [[UInt8]] = []
    private(set) var isConnected = false
    private let location: HostPort
    private var reconnection: RelayReconnection
    private var seen = 0

    init(_ entry: RelayEntry, port: UInt16, seed: UInt64 = 0) throws {
      location = HostPort(host: "127.0.0.1", port: port)
      arrivals = try Collector()
      reconnection = RelayReconnection(entering: entry, seed: seed, now: clock())
    }

    deinit { connection?.leave() }

    /// One turn of the loop.
    func turn() {
      _ = arrivals.wait(atMost: .milliseconds(2)) { $0.count > seen }
      let now: Instant = clock()
      for content in arrivals.contents[seen...] { take(content, now: now) }
      seen = arrivals.contents.count
      guard case .connect(let entry)? = reconnection.tick(now: now) else { return }
      attempts += 1
      connection = RelayConnection(
        to: location, attempt: attempts, saying: entry.message, on: loop,
        inbox: arrivals.inbox)
    }

    /// Gives the connection up, as one that is silent.
    func abandon() {
      connection?.abandon()
      lose(.silent, now: clock())
    }

    func send(_ bytes: [UInt8], to index: Int) {
      connection?.sendData(bytes, to: seat(index))
    }

    private func take(_ content: Arrival.Content, now: Instant) {
      guard case .relay(attempts, let news) = content else { return }
      switch news {
      case .message(.welcome(let welcome)):
        isConnected = true
        reconnection.connected(welcome, now: now)
      case .message(.refused(let reason)): lose(.refused(reason), now: now)
      case .closed(let closure): lose(closure, now: now)
      case .message(.data(_, let payload)): received.append(Array(payload))
      case .message(.signal), .message(.peerJoined), .message(.peerLeft), .message(.slowed),
        .message(.draining), .lookedUp, .alive, .answered:
        break
      }
    }

    private func lose(_ closure: RelayClosure, now: Instant) {
      isConnected = false
      if reconnection.closed(closure, now: now) != nil { Issue.record("\(closure)") }
    }
  }

  @Test func `two players keep trying while the relay is down, and go on when it is back`() throws {
    let relay = try startRelayToFollow()
    let port = relay.boundPort
    let alice = try Survivor(create, port: port)
    #expect(
      try eventually {
        alice.turn()
        return alice.isConnected
      })
    let bob = try Survivor(join, port: port, seed: 1)
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
        return alice.attempts >= 3 && bob.attempts >= 3
      })
    let successor = try startRelay(port: port)
    defer { successor.stop() }
    #expect(
      try eventually {
        alice.turn()
        bob.turn()
        if alice.isConnected { alice.send([1, 2, 3], to: 1) }
        if bob.isConnected { bob.send([4, 5, 6], to: 0) }
        return bob.received.last == [1, 2, 3] && alice.received.last == [4, 5, 6]
      })
  }

  @Test func `whoever finds the relay restarting gets in when it is back`() throws {
    let relay = try startRelayToFollow()
    let port = relay.boundPort
    relay.stop()
    let alice = try Survivor(create, port: port)
    #expect(
      try eventually {
        alice.turn()
        return alice.attempts >= 2
      })
    let successor = try startRelay(port: port)
    defer { successor.stop() }
    #expect(
      try eventually {
        alice.turn()
        return alice.isConnected
      })
    #expect(successor.statistics().roomsCreated == 1)
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
    alice.abandon()
    #expect(
      try eventually {
        alice.turn()
        return alice.attempts > 1 && !alice.isConnected
      })
    pause.append(.directClosed)
    #expect(
      try eventually {
        alice.turn()
        return alice.isConnected
      })
    #expect(relay.statistics().resumptions == 1)
  }
}
