import Relay
import Testing
import Vocabulary

/// How a relay comes to its end while people play.
struct DrainTests {
  private static let next = NextRelay("ghostline://b.example:7777")

  @Test func `members are told once, where to go too, and nobody else is`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.connect(7)
    let told = bench.drain(next: Self.next)
    #expect(told == [send(0, .draining(Self.next)), send(1, .draining(Self.next))])
    #expect(bench.drain(next: nil) == [], "the second time changes nothing")
    #expect(bench.say(7, create(2)) == refusal(7, .draining(Self.next)))
  }

  @Test func `a room goes on, lets people in and back, and tells those who come`() {
    var bench = Bench.match(members: 2, capacity: 3)
    _ = bench.drain(next: Self.next)
    #expect(
      bench.say(0, .data(to: seat(1), payload: [9]))
        == [send(1, .data(from: seat(0), payload: [9]))])
    _ = bench.close(1)
    bench.connect(8)
    let back = bench.say(8, resume(at: 1, of: 3, with: 1))
    #expect(back.contains(send(8, .draining(Self.next))))
    bench.connect(9)
    #expect(
      bench.say(9, join()).prefix(2)
        == [welcomed(9, 2, of: 3, with: [0, 1]), send(9, .draining(Self.next))])
    #expect(bench.tick() == [])
  }

  @Test func `without a room it stops at its next tick`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.drain() == [])
    #expect(bench.tick() == [send(0, .refused(.shuttingDown)), close(0, .shuttingDown)])
    #expect(bench.readiness == .stopped)
  }

  @Test func `it stops with the last room, however that ends`() {
    var bench = Bench.room(members: 2, capacity: 2)
    _ = bench.drain()
    _ = bench.say(0, .leave)
    _ = bench.tick()
    #expect(bench.readiness == .draining)
    _ = bench.close(1)
    #expect(bench.tick() == [])
    #expect(bench.readiness == .stopped)
  }

  @Test func `who may come back to a match is waited for as long as the seat is kept`() {
    var limits = RelayLimits()
    limits.resumeGrace = .seconds(30)
    var bench = Bench.match(members: 2, capacity: 2, limits)
    _ = bench.drain()
    _ = bench.close(0)
    _ = bench.close(1)
    bench.wait(.seconds(30) - .nanoseconds(1))
    _ = bench.tick()
    #expect(bench.readiness == .draining)
    bench.wait(.nanoseconds(1))
    _ = bench.tick()
    #expect(bench.readiness == .stopped)
  }

  @Test func `it stops when its time is over, and not before`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.drain(for: .seconds(4))
    bench.wait(.seconds(4) - .nanoseconds(1))
    #expect(bench.tick() == [])
    bench.wait(.nanoseconds(1))
    #expect(
      bench.tick()
        == (UInt64(0)...1).flatMap {
          [send($0, .refused(.shuttingDown)), close($0, .shuttingDown)]
        })
    #expect(bench.readiness == .stopped)
  }

  @Test func `a relay that drains is not ready, and well`() {
    var bench = Bench.room(members: 1, capacity: 2)
    #expect(bench.readiness == .ready)
    _ = bench.drain()
    let pulse = bench.hub.pulse(RelayGauge(), now: bench.now)
    #expect(pulse.publicAnswer(to: .readiness, now: bench.now)?.status == 503)
    #expect(pulse.publicAnswer(to: .readiness, now: bench.now)?.body == "draining\n")
    #expect(pulse.publicAnswer(to: .health, now: bench.now)?.status == 200)
  }

  // MARK: The address of the next relay

  @Test(arguments: [
    "ghostline://a:1", "ghostlines://relay.example.org:443", "ghostline://[2001:db8::1]:7777",
    "ghostline://" + String(repeating: "a", count: 111) + ":7777",
  ])
  func `the address of a relay is taken, up to 128 bytes`(text: String) throws {
    let next = try #require(NextRelay(text))
    #expect(next.text == text)
    let message = RelayMessage.draining(next)
    #expect(try RelayMessage(decoding: message.encoded) == message)
  }

  @Test(arguments: [
    "", "ghostline://", "ghostline://a", "ghostline://a:0", "http://a:1", "ghostline://a b:1",
    "ghostline://a:1/", "ghostline://\u{1b}[2J:1", "ghostline://ä:1",
    "ghostline://[fe80::1%eth0]:1",
    "ghostline://" + String(repeating: "a", count: 112) + ":7777",
  ])
  func `what is no address of a relay never reaches a screen`(text: String) {
    #expect(NextRelay(text) == nil)
    guard !text.isEmpty else { return }
    let error = EnvelopeError.relayAddress(byteCount: text.utf8.count)
    #expect(throws: error) { try RelayMessage(decoding: [0x88] + Array(text.utf8)) }
    #expect(throws: error) { try RelayMessage(decoding: [0x86, 11, 0] + Array(text.utf8)) }
  }

  @Test func `other refusals are as short as ever`() {
    #expect(throws: EnvelopeError.wrongLength(expected: 3, found: 4)) {
      try RelayMessage(decoding: [0x86, 7, 0, 0])
    }
  }
}
