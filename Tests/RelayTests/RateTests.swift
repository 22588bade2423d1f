import Relay
import Testing
import Vocabulary

struct RateTests {
  // MARK: Connections

  @Test func `one address has 32 connections, another has its own`() {
    var bench = Bench()
    for id in UInt64(0)..<32 { #expect(bench.open(id) == []) }
    #expect(bench.open(32) == [close(32, .tooManyConnections)])
    #expect(bench.open(33, from: .ipv6(prefix: 1)) == [])
    _ = bench.close(0)
    #expect(bench.open(34) == [])
    #expect(bench.open(35) == [close(35, .tooManyConnections)])
  }

  @Test func `all addresses together have a limit too`() {
    var limits = RelayLimits()
    limits.connections = 2
    var bench = Bench(limits)
    #expect(bench.open(0, from: .ipv4(1)) == [])
    #expect(bench.open(1, from: .ipv4(2)) == [])
    #expect(bench.open(2, from: .ipv4(3)) == [close(2, .tooManyConnections)])
  }

  // MARK: Frames and bytes

  private func datagram(_ count: Int = 1) -> ClientMessage {
    .data(to: seat(1), payload: [UInt8](repeating: 0, count: count)[...])
  }

  @Test func `300 frames pass at once, and one more 3.4 ms later`() {
    var bench = Bench.room(members: 2, capacity: 2)
    // The room was asked for at the same time: one frame is spent.
    for _ in 0..<299 { #expect(bench.say(0, datagram()).count == 1) }
    #expect(bench.say(0, datagram()) == [])
    #expect(bench.hub.statistics.drops[.rateLimited] == 1)
    bench.wait(.milliseconds(7))
    #expect(bench.say(0, datagram()).count == 1)
    #expect(bench.say(0, datagram()) == [])
  }

  @Test func `96 kB pass at once`() {
    var bench = Bench.room(members: 2, capacity: 2)
    // Creating took 35 bytes; 79 datagrams of 1,202 and one of 962 fill the rest.
    for _ in 0..<79 { #expect(bench.say(0, datagram(1_200)).count == 1) }
    #expect(bench.say(0, datagram(96_000 - 35 - 79 * 1_202 - 2)).count == 1)
    #expect(bench.say(0, datagram()) == [])
  }

  @Test func `a backlog after a pause is dropped in part and costs nobody the connection`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.wait(.seconds(10))
    _ = bench.pong(1)
    for _ in 0..<1_499 { _ = bench.say(0, datagram()) }
    #expect(bench.hub.statistics.drops[.rateLimited] == 1_199)
    bench.wait(.seconds(5))
    #expect(bench.say(0, datagram()).count == 1)
  }

  @Test func `a flood ends the connection`() {
    var bench = Bench.room(members: 2, capacity: 2)
    for _ in 0..<1_499 { _ = bench.say(0, datagram()) }
    #expect(
      bench.say(0, datagram())
        == refusal(0, .rateLimited) + [send(1, .peerLeft(seat(0), .lost))])
  }

  @Test func `pings and pongs are frames too`() {
    var bench = Bench.room(members: 1, capacity: 2)
    for _ in 0..<150 {
      #expect(bench.ping(0).count == 1)
      #expect(bench.pong(0) == [])
    }
    #expect(bench.ping(0) == [])
    for _ in 0..<599 {
      _ = bench.ping(0)
      _ = bench.pong(0)
    }
    #expect(bench.pong(0) == refusal(0, .rateLimited))
  }

  /// One that is not forwarded is missed for ever: whoever says too many has to begin anew.
  @Test(arguments: [Duration.milliseconds(50), .milliseconds(50) - .nanoseconds(1)])
  func `20 signals pass at once, and one more 50 ms later or none`(pause: Duration) {
    var bench = Bench.room(members: 2, capacity: 2)
    let signal = ClientMessage.signal(to: seat(1), payload: [1])
    for _ in 0..<20 { #expect(bench.say(0, signal).count == 1) }
    bench.wait(pause)
    let last = bench.say(0, signal)
    #expect(
      pause == .milliseconds(50)
        ? last.count == 1 : Array(last.prefix(2)) == refusal(0, .rateLimited))
  }

  // MARK: Rooms and guesses

  @Test func `an address opens ten rooms a minute`() {
    var bench = Bench()
    for id in UInt64(0)..<10 {
      bench.connect(id)
      #expect(bench.say(id, create(id)) == [welcomed(id, 0, of: 2)])
    }
    bench.connect(10)
    #expect(bench.say(10, create(10)) == refusal(10, .tooManyRoomsFromHere(Wait(seconds: 6))))
    bench.connect(11, from: .ipv4(2))
    #expect(bench.say(11, create(11)) == [welcomed(11, 0, of: 2)])
    bench.wait(.seconds(6))
    bench.connect(12)
    #expect(bench.say(12, create(12)) == [welcomed(12, 0, of: 2)])
  }

  // MARK: Memory

  @Test func `addresses are forgotten when nothing is held against them`() {
    var bench = Bench()
    bench.connect(0, from: .ipv4(1))
    _ = bench.say(0, create())
    _ = bench.close(0)
    bench.wait(.seconds(6) - .nanoseconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.addresses == 1)
    bench.wait(.nanoseconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.addresses == 0)
  }

  @Test func `failures are forgotten after twelve seconds each`() {
    var bench = Bench()
    for id in UInt64(0)..<3 {
      bench.connect(id)
      _ = bench.say(id, join(99))
    }
    bench.wait(.seconds(36) - .nanoseconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.addresses == 1)
    bench.wait(.nanoseconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.addresses == 0)
  }

  @Test func `a full table forgets those who are gone`() {
    var limits = RelayLimits()
    limits.addresses = 2
    var bench = Bench(limits)
    _ = bench.open(0, from: .ipv4(1))
    _ = bench.open(1, from: .ipv4(2))
    bench.connect(2, from: .ipv4(2))
    _ = bench.say(2, create())
    _ = bench.close(1)
    _ = bench.close(2)
    #expect(bench.hub.statistics.addresses == 2)
    _ = bench.open(3, from: .ipv4(3))
    #expect(bench.hub.statistics.addresses == 2)
    #expect(bench.hub.statistics.connections == 2)
  }
}
