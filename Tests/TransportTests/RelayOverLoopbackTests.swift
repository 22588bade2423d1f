import NIOCore
import NIOPosix
import Relay
import Station
import Testing
import Transport
import Vocabulary

@Suite(.serialized)
struct RelayOverLoopbackTests {
  @Test func `two clients find each other and exchange data and signals`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    #expect(alice.arrivals.waitFor(.joined(1)))

    let map = [UInt8](repeating: 0x23, count: EnvelopeLimits.signalBytes)
    #expect(alice.connection.sendSignal(map, to: seat(1)))
    #expect(bob.arrivals.waitFor(.signal(from: 0, map)))
    let datagram = [UInt8](repeating: 0x42, count: EnvelopeLimits.dataBytes)
    #expect(alice.connection.sendData(datagram, to: seat(1)))
    #expect(bob.arrivals.waitFor(.data(from: 0, datagram)))
    #expect(bob.connection.sendData([1, 2, 3], to: seat(0)))
    #expect(alice.arrivals.waitFor(.data(from: 1, [1, 2, 3])))

    bob.connection.leave()
    #expect(alice.arrivals.waitFor(.gone(1, .left)))
    let statistics = relay.statistics()
    #expect(statistics.dataForwarded == 2)
    #expect(statistics.signalsForwarded == 1)
    #expect(statistics.joins == 1)
  }

  @Test func `many messages arrive complete and in order`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    for number in UInt8(0)..<200 {
      #expect(
        try eventually {
          alice.connection.backlog.messages < RelayOutbox.datagramLimit.messages
        })
      #expect(alice.connection.sendData([number, 1], to: seat(1)))
    }
    let wanted = (UInt8(0)..<200).map { Arrival.Content.data(from: 0, [$0, 1]) }
    #expect(
      bob.arrivals.wait { contents in
        contents.filter { if case .relay(_, .message(.data)) = $0 { true } else { false } }
          == wanted
      })
    #expect(try eventually { alice.connection.backlog == Backlog() })
  }

  @Test func `a room that nobody opened is refused, and so is a wrong token`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let stranger = try Client(.join(token()), port: relay.boundPort)
    #expect(stranger.arrivals.closure() == .refused(.noSuchRoom(next: .none)))
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let mallory = try Client(.join(token(8)), port: relay.boundPort)
    #expect(mallory.arrivals.closure() == .refused(.noSuchRoom(next: .none)))
  }

  @Test
  func `who knocks where no room is has to wait, is let in when there is one, and holds up nobody`()
    throws
  {
    var limits = RelayLimits()
    limits.failuresForgiven = 0
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let mallory = try Client(.join(token(8)), port: relay.boundPort)
    #expect(mallory.arrivals.closure() == .refused(.noSuchRoom(next: Wait(seconds: 1))))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(
      bob.arrivals.waitFor(.relay(attempt: 1, .message(.slowed(Wait(seconds: 1))))))
    let alice = try Client(.create(token(), capacity: 3), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 3))
    let carol = try Client(.join(token()), port: relay.boundPort)
    #expect(carol.waitForWelcome(1, of: 3, with: [0]))
    #expect(bob.waitForWelcome(2, of: 3, with: [0, 1]))
    #expect(relay.statistics().slowedJoins == 1)
  }

  @Test func `a third client finds the room full, and a second creator finds it there`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    let carol = try Client(.join(token()), port: relay.boundPort)
    #expect(carol.arrivals.closure() == .refused(.roomFull))
    let dave = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(dave.arrivals.closure() == .refused(.roomExists))
  }

  @Test func `a relay that stops tells its members`() throws {
    let relay = try startRelay()
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    relay.stop()
    #expect(alice.arrivals.closure() == .refused(.shuttingDown))
    #expect(!alice.connection.sendData([1], to: seat(1)))
    relay.stop()
  }

  @Test func `a relay that hangs up is lost`() throws {
    var limits = RelayLimits()
    limits.roomLifetime = .milliseconds(100)
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    #expect(alice.arrivals.closure() == .lost)
  }

  /// A relay that asks nothing by itself.
  private static var quiet: RelayLimits {
    var limits = RelayLimits()
    limits.pingInterval = .seconds(3_600)
    limits.silence = .seconds(7_200)
    return limits
  }

  @Test func `a ping is answered, which is told from other signs of life`() throws {
    let relay = try startRelay(Self.quiet)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    #expect(!alice.arrivals.wait(atMost: .milliseconds(300)) { $0.contains(.answered) })
    for count in 1...3 {
      alice.connection.ping()
      #expect(
        alice.arrivals.wait { contents in contents.count { $0 == .answered } == count })
    }
  }

  @Test func `a relay that stands still answers no ping until it goes on`() throws {
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(Self.quiet, on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let pause = try pauseLoop(busyLoop)
    alice.connection.ping()
    #expect(!alice.arrivals.wait(atMost: .milliseconds(500)) { $0.count > 1 })
    pause.append(.directClosed)
    #expect(alice.arrivals.waitFor(.answered))
  }

  @Test func `everything that a connection brings carries its attempt`() throws {
    let relay = try startRelay(Self.quiet)
    defer { relay.stop() }
    let alice = try Client(
      .create(token(), capacity: 2), port: relay.boundPort, attempt: 7)
    let welcome = try #require(alice.welcome())
    alice.connection.ping()
    #expect(alice.arrivals.waitFor(.relay(attempt: 7, .answered)))
    relay.stop()
    let end = Arrival.Content.relay(attempt: 7, .message(.refused(.shuttingDown)))
    #expect(alice.arrivals.waitFor(end))
    #expect(
      alice.arrivals.contents == [
        .relay(attempt: 7, .message(.welcome(welcome))), .relay(attempt: 7, .answered),
        end,
      ])
  }

  @Test func `pings of the relay are answered`() throws {
    var limits = RelayLimits()
    limits.pingInterval = .milliseconds(100)
    limits.silence = .milliseconds(600)
    let relay = try startRelay(limits)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    #expect(alice.arrivals.closure(atMost: .milliseconds(1_500)) == nil)
    #expect(relay.statistics().framesIn >= 4)
    #expect(alice.arrivals.contents.count { $0 == .alive } >= 3)
  }

  @Test func `a port in use is named`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let port = relay.boundPort
    #expect(throws: RelayListenerError.portInUse(port)) {
      try RelayListener.start(host: "127.0.0.1", port: port, on: loop, now: clock)
    }
  }

  @Test func `an address of another machine cannot be listened on`() throws {
    let error = #expect(throws: RelayListenerError.self) {
      try RelayListener.start(host: "192.0.2.1", port: 0, on: loop, now: clock)
    }
    guard case .cannotBind(host: "192.0.2.1", port: 0, errno: _?) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `nobody listening is unreachable, at once`() throws {
    let relay = try startRelayToFollow()
    let port = relay.boundPort
    relay.stop()
    let started = ContinuousClock.now
    let alice = try Client(.join(token()), port: port)
    #expect(
      alice.arrivals.closure()
        == .unreachable(host: "127.0.0.1", port: port, .connectionRefused))
    #expect(ContinuousClock.now - started < .seconds(3))
  }

  @Test func `a host name that does not exist is unreachable`() throws {
    let alice = try Client(.join(token()), port: 7777, host: "no-such-host.invalid")
    #expect(
      alice.arrivals.closure()
        == .unreachable(host: "no-such-host.invalid", port: 7777, .unknownHost))
  }

  @Test func `a look-up is told apart from the connection that follows it`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let inbox = try Inbox(now: clock)
    let connection = RelayConnection(
      to: HostPort(host: "127.0.0.1", port: relay.boundPort), attempt: 3,
      saying: RelayEntry.create(token(), capacity: 2).message, on: loop, inbox: inbox)
    defer { connection.leave() }
    var arrivals: [Arrival] = []
    #expect(
      try eventually {
        inbox.drain(into: &arrivals)
        return arrivals.count == 2
      })
    #expect(arrivals.first?.content == .relay(attempt: 3, .lookedUp))
  }

  @Test func `a name that stands for several addresses reaches the relay`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(
      .create(token(), capacity: 2), port: relay.boundPort, host: "localhost")
    #expect(alice.waitForWelcome(0, of: 2))
    #expect(!alice.arrivals.wait(atMost: .milliseconds(500)) { $0.count > 1 })
  }

  @Test func `when the relay does not read, the newest datagram for each seat waits for it`() throws
  {
    var limits = RelayLimits()
    limits.framesPerSecond = 1_000_000
    limits.bytesPerSecond = 1_000_000_000
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(limits, on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 3), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 3))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 3, with: [0]))
    let carol = try Client(.join(token()), port: relay.boundPort)
    #expect(carol.waitForWelcome(2, of: 3, with: [0, 1]))

    let pause = try pauseLoop(busyLoop)
    let stale = [UInt8](repeating: 0, count: EnvelopeLimits.dataBytes)
    // The network's own buffers fill first; what waits behind them is ours.
    var accepted = true
    #expect(
      try eventually {
        for _ in 0..<100 {
          for other in 1...2 {
            accepted = alice.connection.sendData(stale, to: seat(other)) && accepted
          }
        }
        return alice.connection.conflatedCount > 2_000
      })
    #expect(accepted)
    let backlog = alice.connection.backlog
    let limit = RelayOutbox.datagramLimit.messages + 2 * 2
    #expect(backlog.messages > 2 && backlog.messages <= limit)
    #expect(backlog.bytes <= limit * (EnvelopeLimits.dataBytes + EnvelopeLimits.headerBytes))

    for other in UInt8(1)...2 {
      #expect(alice.connection.sendData([other, other], to: seat(Int(other))))
    }
    pause.append(.directClosed)
    #expect(bob.arrivals.waitFor(.data(from: 0, [1, 1])))
    #expect(carol.arrivals.waitFor(.data(from: 0, [2, 2])))
    #expect(try eventually { alice.connection.backlog == Backlog() })
    #expect(alice.connection.sendData([3], to: seat(1)))
    #expect(bob.arrivals.waitFor(.data(from: 0, [3])))
  }

  @Test func `a stuck connection holds few of the largest datagrams before it keeps the newest`()
    throws
  {
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let pause = try pauseLoop(busyLoop)
    let datagram = [UInt8](repeating: 0, count: EnvelopeLimits.dataBytes)
    // A few at a time, until the network's own buffers are full.
    for _ in 0..<10_000 {
      for _ in 0..<3 { alice.connection.sendData(datagram, to: seat(1)) }
      let isTaken = try eventually(atMost: .milliseconds(300)) {
        alice.connection.backlog == Backlog()
      }
      if !isTaken { break }
    }
    #expect(alice.connection.conflatedCount == 0)
    #expect(
      try eventually {
        alice.connection.sendData(datagram, to: seat(1))
        return alice.connection.conflatedCount > 0
      })
    // Four are as much as may wait for the system, one is kept.
    #expect(alice.connection.backlog.messages <= 5)
    pause.append(.directClosed)
    #expect(try eventually { alice.connection.backlog == Backlog() })
  }

  @Test func `when the relay does not read, signals are refused instead of piling up or lost`()
    throws
  {
    var limits = RelayLimits()
    limits.signalsPerSecond = 1_000_000
    limits.bytesPerSecond = 1_000_000_000
    let busyLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    let relay = try startRelay(limits, on: busyLoop)
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let bob = try Client(.join(token()), port: relay.boundPort)
    #expect(bob.waitForWelcome(1, of: 2, with: [0]))
    let pause = try pauseLoop(busyLoop)
    var sent = 0
    let signal = [UInt8](repeating: 1, count: EnvelopeLimits.signalBytes)
    #expect(
      try eventually {
        while alice.connection.sendSignal(signal, to: seat(1)) { sent += 1 }
        return !alice.connection.sendSignal([2], to: seat(1))
          || alice.connection.backlog.bytes > 60_000
      })
    #expect(alice.connection.backlog.bytes <= RelayOutbox.signalLimit.bytes)
    pause.append(.directClosed)
    #expect(
      bob.arrivals.wait { contents in
        contents.count { $0 == .signal(from: 0, signal) } == sent
      })
    #expect(try eventually { alice.connection.backlog == Backlog() })
  }

  @Test func `before the welcome and after the end nothing is accepted`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let pause = try pauseLoop()
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(!alice.connection.sendData([1], to: seat(1)))
    #expect(!alice.connection.sendSignal([1], to: seat(1)))
    alice.connection.ping()
    alice.connection.leave()
    #expect(!alice.connection.sendData([1], to: seat(1)))
    #expect(!alice.connection.sendSignal([1], to: seat(1)))
    pause.append(.directClosed)
    alice.connection.leave()
    #expect(!alice.arrivals.wait(atMost: .milliseconds(300)) { !$0.isEmpty })
  }

  @Test func `payloads beyond the limits are not accepted`() throws {
    let relay = try startRelay()
    defer { relay.stop() }
    let alice = try Client(.create(token(), capacity: 2), port: relay.boundPort)
    #expect(alice.waitForWelcome(0, of: 2))
    let long = [UInt8](repeating: 0, count: EnvelopeLimits.signalBytes + 1)
    #expect(!alice.connection.sendData([], to: seat(1)))
    #expect(!alice.connection.sendData(Array(long[...EnvelopeLimits.dataBytes]), to: seat(1)))
    #expect(!alice.connection.sendSignal([], to: seat(1)))
    #expect(!alice.connection.sendSignal(long, to: seat(1)))
  }
}
