import Relay
import Testing
import Vocabulary

struct ConnectionTests {
  // MARK: Deadlines

  @Test func `the handshake has five seconds`() {
    var bench = Bench()
    #expect(bench.open(0) == [])
    bench.wait(.seconds(5) - .nanoseconds(1))
    #expect(bench.tick() == [])
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [close(0, .handshakeTimeout)])
    #expect(bench.tick() == [])
  }

  @Test func `a room has to be asked for within three seconds of the handshake`() {
    var bench = Bench()
    _ = bench.open(0)
    bench.wait(.seconds(4))
    bench.hub.upgraded(connection(0), ticket: ticket(0), now: bench.now)
    bench.wait(.seconds(3) - .nanoseconds(1))
    _ = bench.pong(0)
    #expect(bench.tick() == [])
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [close(0, .authenticationTimeout)])
  }

  @Test func `a member is pinged every five seconds, and dead after fifteen without a sign`() {
    var bench = Bench.room(members: 1, capacity: 2)
    bench.wait(.seconds(5) - .nanoseconds(1))
    #expect(bench.tick() == [])
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [.ping(connection(0))])
    #expect(bench.tick() == [])
    bench.wait(.seconds(5))
    #expect(bench.pong(0) == [])
    #expect(bench.tick() == [.ping(connection(0))])
    bench.wait(.seconds(15) - .nanoseconds(1))
    #expect(bench.tick() == [.ping(connection(0))])
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [close(0, .silent)])
  }

  @Test func `any frame is a sign of life`() {
    var bench = Bench.room(members: 1, capacity: 2)
    for _ in 0..<4 {
      bench.wait(.seconds(14))
      #expect(bench.ping(0, [1]) == [.pong(connection(0), payload: [1])])
      #expect(bench.tick() == [.ping(connection(0))])
    }
  }

  @Test func `no ping goes to a client that does not read, and none of its own is answered`() {
    var bench = Bench.room(members: 1, capacity: 2)
    bench.wait(.seconds(5))
    bench.stopReading(0)
    #expect(bench.tick() == [])
    #expect(bench.ping(0, [1]) == [])
    #expect(bench.hub.statistics.pongsWithheld == 1)
  }

  // MARK: Messages in the wrong state

  static let tooEarly: [ClientMessage] = [
    .data(to: seat(1), payload: [1]), .signal(to: seat(1), payload: [1]), .hold(.open),
    .hold(.kept),
  ]

  @Test(arguments: tooEarly)
  func `nothing is done for a stranger`(message: ClientMessage) {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, message) == refusal(0, .malformed))
  }

  @Test(arguments: [create(), create(2), join(), resume(at: 1, with: 1), resume(2, at: 0, with: 1)])
  func `a member is in one room, once`(message: ClientMessage) {
    var bench = Bench.room(members: 2, capacity: 3)
    #expect(
      bench.say(1, message) == refusal(1, .malformed) + [send(0, .peerLeft(seat(1), .lost))])
  }

  @Test func `whoever speaks before the handshake is refused`() {
    var bench = Bench()
    _ = bench.open(0)
    #expect(bench.say(0, create()) == refusal(0, .malformed))
  }

  @Test func `a stranger may leave`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, .leave) == [close(0, .left)])
  }

  @Test(arguments: [[1, 2], [2, 9, 1, 2, 3], [6, 3]] as [[UInt8]])
  func `another version is told ours, whatever else it says`(bytes: [UInt8]) {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, bytes: bytes) == refusal(0, .versionMismatch(theirs: 4)))
  }

  @Test func `nonsense is refused`() {
    var bench = Bench.room(members: 2, capacity: 2)
    #expect(
      bench.say(0, bytes: [0xFF])
        == refusal(0, .malformed) + [send(1, .peerLeft(seat(0), .lost))])
  }

  @Test func `a violation closes without a word`() {
    var bench = Bench.room(members: 2, capacity: 2)
    #expect(
      bench.violate(0, .unmaskedFrame)
        == [close(0, .violation(.unmaskedFrame)), send(1, .peerLeft(seat(0), .lost))])
    #expect(bench.hub.statistics.violations[.unmaskedFrame] == 1)
  }

  @Test func `events of a connection that was closed change nothing`() {
    var bench = Bench()
    bench.connect(0)
    _ = bench.say(0, .leave)
    var expected = bench.hub.statistics
    bench.hub.upgraded(connection(0), ticket: ticket(0), now: bench.now)
    bench.stopReading(0)
    #expect(bench.say(0, create()) == [])
    #expect(bench.ping(0) == [])
    #expect(bench.pong(0) == [])
    #expect(bench.violate(0, .fragment) == [])
    #expect(bench.readAgain(0) == [])
    #expect(bench.close(0) == [])
    // That they came at all is what the shell answers for.
    expected.framesAfterEnd = 3
    #expect(bench.hub.statistics == expected)
  }

  // MARK: The end of the relay

  @Test func `a draining relay takes no rooms, and goes on with those it has`() {
    var bench = Bench.room(members: 1, capacity: 2)
    _ = bench.drain()
    bench.connect(1)
    #expect(bench.say(1, create(2)) == refusal(1, .draining(nil)))
    bench.connect(2)
    #expect(bench.say(2, join()).first == welcomed(2, 1, of: 2, with: [0]))
  }

  @Test func `a relay that shuts down tells everyone who can hear it`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.connect(2)
    _ = bench.open(3)
    #expect(
      bench.shutDown()
        == (UInt64(0)...2).flatMap {
          [send($0, .refused(.shuttingDown)), close($0, .shuttingDown)]
        } + [close(3, .shuttingDown)])
    #expect(bench.open(4) == [close(4, .shuttingDown)])
    #expect(bench.drain() == [])
    #expect(bench.open(5) == [close(5, .shuttingDown)])
    #expect(bench.hub.statistics.connections == 0)
    #expect(bench.hub.statistics.rooms == 0)
  }

  @Test(arguments: UInt64(0)..<100)
  func `no sequence of hostile events breaks the books`(seed: UInt64) {
    let statistics = hostileRun(seed: seed)
    #expect(statistics.framesIn > 0 && statistics.endings.total > 0)
  }

  @Test func `hostile events do bring back seats, and replace connections`() {
    let runs = (UInt64(0)..<20).map { hostileRun(seed: $0) }
    #expect(runs.reduce(0) { $0 + $1.resumptions } > 200)
    #expect(runs.reduce(0) { $0 + $1.endings[.replaced] } > 50)
  }

  /// Lets six connections do what they like, and checks the books after each event.
  private func hostileRun(seed: UInt64) -> RelayStatistics {
    var dice = Dice(seed: seed)
    var limits = RelayLimits()
    limits.connections = 6
    limits.connectionsPerAddress = 3
    limits.rooms = 2
    limits.addresses = 3
    var bench = Bench(limits)
    var nextID: UInt64 = 0
    for _ in 0..<300 {
      bench.wait(.milliseconds(dice.roll(400)))
      // One of the newest: of the older ones hardly any is left.
      let id = nextID - min(nextID, 1 + UInt64(dice.roll(10)))
      switch dice.roll(16) {
      case 0, 1:
        bench.connect(nextID, from: .ipv6(prefix: UInt64(dice.roll(4))))
        nextID += 1
      case 2: _ = bench.say(id, create(UInt64(dice.roll(3)), capacity: 1 + dice.roll(3)))
      case 3: _ = bench.say(id, join(UInt64(dice.roll(4))))
      case 4: _ = bench.say(id, bytes: dice.bytes(upTo: 60))
      case 5: bench.stopReading(id)
      case 6: _ = bench.readAgain(id)
      case 7: _ = bench.close(id)
      case 8: _ = bench.ping(id)
      case 9: _ = bench.tick()
      case 10, 11:
        bench.connect(nextID, from: .ipv6(prefix: UInt64(dice.roll(4))))
        let request = resume(
          UInt64(dice.roll(2) + dice.roll(8) / 7), at: dice.roll(2), of: 2 + dice.roll(2),
          with: UInt64(dice.roll(2)))
        _ = bench.say(nextID, request)
        nextID += 1
      case 12: _ = bench.violate(id, .fragment)
      case 13: _ = bench.say(id, .hold(.kept))
      default: _ = bench.say(id, .data(to: seat(dice.roll(3)), payload: [1]))
      }
      let statistics = bench.hub.statistics
      #expect(statistics.connections <= 6 && statistics.rooms <= 2)
      #expect(statistics.members <= statistics.connections, "seed \(seed)")
      #expect(statistics.addresses <= 6)
      #expect(
        UInt64(statistics.connections) == statistics.connectionsOpened - statistics.endings.total)
    }
    return bench.hub.statistics
  }
}
