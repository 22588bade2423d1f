import Relay
import Testing
import Vocabulary

/// Whoever takes a seat again and again has to wait: each time is told to everybody in the room.
struct SeatingTests {
  private static func slowed(_ id: UInt64, _ seconds: UInt8) -> [RelayEffect] {
    [send(id, .slowed(Wait(seconds: seconds)))]
  }

  /// A match of two whose second member has taken its seat as often as it may at once. Connection 1 was
  /// the first to sit there, 1000 to 1018 came after it, and the last of them is there.
  private static func wornSeat() -> Bench {
    var bench = Bench.match(members: 2, capacity: 2)
    for id in UInt64(1000)..<1019 {
      bench.connect(id, from: .ipv6(prefix: id))
      #expect(bench.say(id, back).contains(welcomed(id, 1, of: 2, with: [0], ticket: 1)))
    }
    return bench
  }

  private static let back = resume(at: 1, with: 1, expecting: [0])

  private static func letIn(_ id: UInt64) -> RelayEffect {
    welcomed(id, 1, of: 2, with: [0], ticket: 1)
  }

  @Test
  func `L-72 a member that comes back without end is told to wait, and tells the others little`() {
    var bench = Bench.match(members: 2, capacity: 2)
    var notices = 0
    for id in UInt64(1000)..<2000 {
      bench.connect(id, from: .ipv6(prefix: id % 50))
      let effects = bench.say(id, Self.back)
      notices += effects.count { if case .send(connection(0), _) = $0 { true } else { false } }
      _ = bench.say(id, .leave)
    }
    #expect(notices <= 40)
    #expect(bench.hub.statistics.slowedSeatings > 900)
  }

  @Test func `it comes back after three seconds, and has its seat until then`() {
    var bench = Self.wornSeat()
    bench.connect(9)
    #expect(bench.say(9, Self.back) == Self.slowed(9, 3))
    #expect(
      bench.say(1018, .data(to: seat(0), payload: [5]))
        == [send(0, .data(from: seat(1), payload: [5]))])
    bench.wait(.seconds(3) - .nanoseconds(1))
    #expect(bench.tick() == [])
    bench.wait(.nanoseconds(1))
    #expect(
      bench.tick() == [
        close(1018, .replaced), send(0, .peerLeft(seat(1), .lost)), Self.letIn(9),
        send(0, .peerJoined(seat(1))),
      ])
  }

  @Test func `its seat is kept for it while it waits`() {
    var bench = Self.wornSeat()
    _ = bench.close(1018)
    bench.connect(9)
    #expect(bench.say(9, Self.back) == Self.slowed(9, 3))
    bench.connect(10)
    #expect(bench.say(10, join()) == refusal(10, .roomFull))
    bench.wait(.seconds(3))
    #expect(bench.tick() == [Self.letIn(9), send(0, .peerJoined(seat(1)))])
  }

  @Test func `of many that wait for one seat the newest stays, and is let in`() {
    var bench = Self.wornSeat()
    bench.connect(10)
    #expect(bench.say(10, Self.back) == Self.slowed(10, 3))
    for id in UInt64(11)..<40 {
      bench.connect(id)
      #expect(bench.say(id, Self.back) == [close(id - 1, .replaced)] + Self.slowed(id, 3))
    }
    bench.wait(.seconds(3))
    #expect(bench.tick().contains(Self.letIn(39)))
    #expect(bench.hub.statistics.slowedSeatings == 30)
    bench.connect(40)
    #expect(bench.say(40, Self.back) == Self.slowed(40, 3), "who is in waits no longer")
  }

  @Test func `whoever hung up while it waited is nobody to the next`() {
    var bench = Self.wornSeat()
    bench.connect(10)
    _ = bench.say(10, Self.back)
    #expect(bench.close(10) == [])
    bench.connect(11)
    #expect(bench.say(11, Self.back) == Self.slowed(11, 3))
  }

  @Test func `the others wait for nobody who comes too often`() {
    var bench = Self.wornSeat()
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 0, with: 0, expecting: [1])).contains(
        welcomed(9, 0, of: 2, with: [1], ticket: 0)))
  }

  @Test func `nobody is charged for a seat that is not given`() {
    var bench = Bench.match(members: 2, capacity: 2)
    for id in UInt64(1000)..<1100 {
      bench.connect(id, from: .ipv6(prefix: id))
      #expect(bench.say(id, resume(at: 1, with: 77)) == refusal(id, .roomFull))
    }
    bench.connect(9)
    #expect(bench.say(9, Self.back).contains(Self.letIn(9)))
  }

  @Test func `coming and going by the invite is counted like coming back`() {
    var bench = Bench.room(members: 1, capacity: 2)
    for id in UInt64(1000)..<1020 {
      bench.connect(id, from: .ipv6(prefix: id))
      #expect(bench.say(id, join()).first == welcomed(id, 1, of: 2, with: [0]))
      _ = bench.say(id, .leave)
    }
    bench.connect(9)
    #expect(bench.say(9, join()) == Self.slowed(9, 3))
    bench.wait(.seconds(3))
    #expect(bench.tick() == [welcomed(9, 1, of: 2, with: [0]), send(0, .peerJoined(seat(1)))])
  }

  @Test func `a host that creates its room without end waits for its own seat`() {
    var bench = Bench()
    for id in UInt64(0)..<20 {
      bench.connect(id, from: .ipv6(prefix: id))
      #expect(bench.say(id, create()) == [welcomed(id, 0, of: 2)])
      _ = bench.close(id)
    }
    bench.connect(20)
    #expect(bench.say(20, create()) == Self.slowed(20, 3))
  }

  @Test func `a client of ours that is torn out at once each time never waits`() {
    for seed in UInt64(0)..<20 {
      var bench = Bench.match(members: 2, capacity: 2)
      _ = bench.close(1)
      var line = RelayReconnection(entering: .join(token()), seed: seed, now: bench.now)
      _ = line.tick(now: bench.now)
      line.connected(Self.welcome, now: bench.now)
      for id in UInt64(1000)..<1200 {
        #expect(line.closed(.lost, now: bench.now) == nil)
        bench.now = line.nextAttempt ?? bench.now
        _ = line.tick(now: bench.now)
        _ = bench.pong(0)
        bench.connect(id)
        #expect(bench.say(id, Self.back).contains(Self.letIn(id)), "seed \(seed)")
        line.connected(Self.welcome, now: bench.now)
        _ = bench.close(id)
      }
    }
  }

  private static let welcome = RelayWelcome(
    seat: seat(1), capacity: 2, members: Presence([seat(0)]), ticket: ticket(1))
}
