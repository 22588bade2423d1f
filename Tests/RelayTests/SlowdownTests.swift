import Relay
import Testing
import Vocabulary

/// Knocking where no room is slows down the next who does so from the same address, and nobody else.
struct SlowdownTests {
  private static func slowed(_ id: UInt64, _ seconds: UInt8) -> [RelayEffect] {
    [send(id, .slowed(Wait(seconds: seconds)))]
  }

  private static func wrong(_ id: UInt64, next seconds: UInt8) -> [RelayEffect] {
    refusal(id, .noSuchRoom(next: Wait(seconds: seconds)))
  }

  /// A room of three with its creator, and so many tokens of no room from another address, all at once as
  /// far as that is possible.
  private static func room(after failures: Int) -> Bench {
    var bench = Bench.room(members: 1, capacity: 3)
    for id in 1000..<1000 + UInt64(min(failures, 6)) { fail(id, &bench) }
    guard failures > 6 else { return bench }
    for id in 1006..<1000 + UInt64(failures) { fail(id, &bench) }
    bench.wait(.seconds(1))
    _ = bench.tick()
    return bench
  }

  private static func fail(_ id: UInt64, _ bench: inout Bench) {
    bench.connect(id)
    _ = bench.say(id, join(8))
  }

  /// Says it, and waits as long as the relay asks for.
  ///
  /// - Returns: how long that was, and the answer.
  private static func ask(
    _ id: UInt64, _ message: ClientMessage, _ bench: inout Bench
  ) -> (seconds: UInt8, answer: [RelayEffect]) {
    bench.connect(id)
    let answer = bench.say(id, message)
    guard case .send(_, let bytes)? = answer.first, bytes.count == 2, bytes[0] == 0x87 else {
      return (0, answer)
    }
    #expect(answer == slowed(id, bytes[1]))
    bench.wait(.seconds(Int(bytes[1])) - .nanoseconds(1))
    // The creator is there; whoever waits says nothing.
    _ = bench.pong(0)
    _ = bench.tick()
    bench.wait(.nanoseconds(1))
    let late = bench.tick()
    #expect(!late.isEmpty, "it is looked at then, and not before")
    return (bytes[1], late)
  }

  // MARK: How long

  @Test func `whoever guesses one after the other waits longer and longer`() {
    var bench = Bench()
    var waits: [UInt8] = []
    for id in UInt64(0)..<12 {
      let (seconds, answer) = Self.ask(id, join(9), &bench)
      waits.append(seconds)
      #expect(answer.last == close(id, .refused(.noSuchRoom(next: Wait(seconds: 0)))) || id >= 5)
    }
    #expect(waits == [0, 0, 0, 0, 0, 0, 1, 2, 4, 8, 8, 16])
    #expect(bench.hub.statistics.failedJoins == 12 && bench.hub.statistics.slowedJoins == 6)
  }

  @Test func `the answer tells what the next attempt waits`() {
    var bench = Self.room(after: 4)
    bench.connect(1)
    #expect(bench.say(1, join(8)) == Self.wrong(1, next: 0))
    bench.connect(2)
    #expect(bench.say(2, join(8)) == Self.wrong(2, next: 1))
    bench.connect(3)
    #expect(bench.say(3, join(8)) == Self.slowed(3, 1))
    bench.wait(.seconds(1))
    #expect(bench.tick() == Self.wrong(3, next: 2))
  }

  @Test(arguments: [(0, 0), (5, 0), (6, 1), (7, 2), (8, 4), (9, 8), (10, 16), (11, 16), (30, 16)])
  func `after so many failures at once the next one waits`(failures: Int, seconds: UInt8) {
    var bench = Self.room(after: failures)
    bench.connect(1)
    let isSlowed = bench.say(1, join(9)) == Self.slowed(1, seconds)
    #expect(isSlowed == (seconds > 0))
  }

  @Test func `every failure is forgiven after twelve seconds, all of them after two minutes`() {
    var bench = Self.room(after: 30)
    for (pause, seconds) in [(12, 8), (12, 4), (12, 2), (12, 1)] as [(Int, UInt8)] {
      bench.wait(.seconds(pause))
      _ = bench.pong(0)
      let id = UInt64(bench.now.nanoseconds)
      bench.connect(id)
      #expect(bench.say(id, join(9)) == Self.slowed(id, seconds))
      _ = bench.close(id)
    }
    bench.wait(.seconds(12))
    _ = bench.pong(0)
    bench.connect(1)
    #expect(bench.say(1, join(9)) == Self.wrong(1, next: 1))
  }

  // MARK: Who

  @Test(arguments: [
    join(), resume(at: 1, of: 3, with: 1), resume(at: 1, of: 3, with: 77), create(5),
    resume(6, at: 0, of: 3, with: 5),
  ])
  func `who was invited does not wait, though its address guesses without end`(
    message: ClientMessage
  ) {
    var bench = Self.room(after: 30)
    bench.connect(1)
    guard case .send(_, let bytes)? = bench.say(1, message).first else {
      Issue.record("no answer")
      return
    }
    #expect(bytes[0] == 0x81)
  }

  @Test func `whoever came before its room is let in when it has waited`() {
    var bench = Self.room(after: 30)
    bench.connect(1)
    #expect(bench.say(1, join(9)) == Self.slowed(1, 16))
    bench.connect(2, from: .ipv4(2))
    _ = bench.say(2, create(9))
    for _ in 0..<2 {
      bench.wait(.seconds(8))
      _ = bench.pong(0)
      _ = bench.pong(2)
    }
    #expect(bench.tick().contains(welcomed(1, 1, of: 2, with: [0])))
    bench.wait(.seconds(15) - .nanoseconds(1))
    _ = bench.pong(0)
    #expect(!bench.tick().contains(close(1, .silent)), "it is heard from then on")
  }

  @Test func `another address waits for nobody, whatever was tried on its room from everywhere`() {
    var bench = Self.room(after: 30)
    for id in UInt64(2000)..<2100 {
      bench.connect(id, from: .ipv6(prefix: id))
      #expect(bench.say(id, join(8)) == Self.wrong(id, next: 0))
    }
    bench.connect(1, from: .ipv4(2))
    #expect(bench.say(1, join()).first == welcomed(1, 1, of: 3, with: [0]))
  }

  @Test func `whoever hangs up while it waits has learned nothing, and was not looked at`() {
    var bench = Self.room(after: 6)
    let before = bench.hub.statistics.failedJoins
    bench.connect(1)
    _ = bench.say(1, join(8))
    #expect(bench.close(1) == [])
    bench.connect(2)
    _ = bench.say(2, join(8))
    #expect(bench.say(2, .leave) == [close(2, .left)])
    bench.wait(.seconds(1))
    #expect(bench.tick() == [])
    #expect(bench.hub.statistics.failedJoins == before)
  }

  @Test(arguments: [join(), .hold(.kept), .data(to: seat(0), payload: [1])])
  func `nobody says anything more while it waits`(message: ClientMessage) {
    var bench = Self.room(after: 6)
    bench.connect(1)
    _ = bench.say(1, join(9))
    #expect(bench.say(1, message) == refusal(1, .malformed))
  }

  @Test func `a relay that shuts down tells those who wait`() {
    var bench = Self.room(after: 6)
    bench.connect(1)
    _ = bench.say(1, join(9))
    #expect(bench.shutDown().contains(send(1, .refused(.shuttingDown))))
  }

  @Test func `a wait is told in whole seconds, never too few`() {
    #expect(Wait(atLeast: .zero) == .none)
    #expect(Wait(atLeast: .nanoseconds(1)).seconds == 1)
    #expect(Wait(atLeast: .seconds(6)).seconds == 6)
    #expect(Wait(atLeast: .seconds(6) + .nanoseconds(1)).seconds == 7)
    #expect(Wait(atLeast: .seconds(3_600)).seconds == 255)
    #expect(Wait(atLeast: .seconds(-1)) == .none)
  }
}
