import Netplay
import Rollback
import Testing
import Vocabulary

/// Which address is used, for how long, and when another one takes its place.
struct DirectChoiceTests {
  private let near = LinkUnderTest.near
  private let far = LinkUnderTest.far
  private let moved = LinkUnderTest.moved

  // MARK: The better one

  @Test func `within a second an address that is better by more than a fifth replaces the first`() {
    for (roundTrip, replaces) in [(24, true), (32, false), (40, false)] {
      var test = LinkUnderTest()
      test.link.offered([far, near], now: at(0))
      test.run(from: 0, to: 39)
      // Probes went to `far` at 0, to `near` at 20.
      #expect(test.answer(far, at: 40) == true)
      #expect(test.answer(near, at: 20 + roundTrip) == replaces)
      #expect(test.link.active == (replaces ? near : far))
    }
  }

  @Test func `the others are still tried in the first second, and not after it`() {
    var test = LinkUnderTest.using(near)
    for time in stride(from: 10, to: 3000, by: 10) {
      _ = test.hear(near, proves: true, at: time)
      test.run(from: time, to: time + 9)
    }
    #expect(test.times(far).filter { $0 > 10 && $0 < 1010 }.count >= 10)
    #expect(test.times(far).filter { $0 >= 1010 }.isEmpty)
    #expect(test.times(near).filter { $0 > 10 }.isEmpty)
  }

  @Test func `a second after the first choice a better address changes nothing`() {
    for (answer, replaces) in [(1009, true), (1010, false)] {
      var test = LinkUnderTest()
      test.link.offered([far], now: at(0))
      test.run(from: 0, to: 5)
      #expect(test.answer(far, at: 10) == true)
      // Its answer took 10 ms; the new address takes 2.
      test.link.offered([far, near], now: at(answer - 2))
      test.run(from: answer - 2, to: answer - 2)
      while test.times(near).isEmpty { test.run(from: answer - 1, to: answer - 1) }
      test.link.proved(now: at(answer))
      #expect(test.answer(near, at: answer) == replaces)
    }
  }

  @Test func `a round trip is measured from the probe that was answered, not from the newest`()
    throws
  {
    var test = LinkUnderTest()
    test.link.offered([far], now: at(0))
    test.run(from: 0, to: 205)
    let first = try #require(test.nonce(of: far))
    test.link.offered([far, near], now: at(205))
    test.run(from: 206, to: 240)
    let sent = try #require(test.times(near).last)
    #expect(test.answer(first, from: far, at: 241) == true)
    #expect(test.answer(near, at: sent + 100) == true)
    #expect(test.link.active == near)
  }

  @Test func `an answer to a probe of long ago gives consent but tells no round trip`() throws {
    var test = LinkUnderTest()
    test.link.offered([far], now: at(0))
    test.run(from: 0, to: 20_000)
    let first = try #require(test.nonce(of: far))
    #expect(test.answer(first, from: far, at: 20_010) == true)
    #expect(test.link.active == far)
    test.link.offered([far, near], now: at(20_011))
    test.run(from: 20_011, to: 20_060)
    #expect(test.answer(near, at: 20_061) == false)
  }

  // MARK: Consent

  @Test func `while datagrams provably arrive, nothing is probed`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 10, to: 1009)
    for time in stride(from: 1010, to: 60_000, by: 20) {
      _ = test.hear(near, proves: true, at: time)
      test.run(from: time, to: time + 19)
    }
    #expect(test.probes.filter { $0.time > 1100 }.isEmpty)
    #expect(test.link.active == near)
  }

  @Test func `without proof the address in use is asked itself after 2 s, the others after 0.5 s`()
  {
    var test = LinkUnderTest.using(near)
    // The peer is heard all the time; it does not say that it hears us.
    func pass(_ test: inout LinkUnderTest, from start: Int, to end: Int) {
      for time in start...end {
        _ = test.hear(near, proves: time == 1100, at: time)
        test.run(from: time, to: time)
      }
    }
    pass(&test, from: 10, to: 1600)
    #expect(test.probes.filter { $0.time > 1101 }.isEmpty)
    pass(&test, from: 1601, to: 3099)
    #expect(!test.times(far).filter { $0 > 1601 }.isEmpty)
    #expect(test.times(near).filter { $0 > 1101 }.isEmpty)
    pass(&test, from: 3100, to: 3200)
    #expect(!test.times(near).filter { $0 >= 3100 }.isEmpty)
  }

  @Test func `an answer of the address in use is proof`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 11, to: 3000)
    #expect(test.answer(near, at: 3000) == false)
    test.run(from: 3001, to: 33_000)
    #expect(test.link.active == near)
    test.run(from: 33_001, to: 33_001)
    #expect(test.link.active == nil)
  }

  @Test func `consent lapses after 30 s without proof, whatever the peer says, and is asked again`()
  {
    var test = LinkUnderTest.using(near)
    for time in stride(from: 100, to: 30_010, by: 100) {
      test.run(from: time, to: time)
      #expect(test.hear(near, proves: false, at: time) == false)
    }
    test.run(from: 30_010, to: 30_010)
    #expect(test.link.active == near)
    test.run(from: 30_011, to: 30_100)
    #expect(test.link.active == nil)
    #expect(test.answer(far, at: 30_101) == true)
    #expect(test.link.active == far)
  }

  @Test func `when the proof is missing the first to answer is used`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 11, to: 511)
    #expect(test.link.active == near)
    test.run(from: 512, to: 600)
    #expect(test.answer(far, at: 601) == true)
    #expect(test.link.active == far)
  }

  // MARK: A peer whose address changes

  /// The NAT of the peer has forgotten the old port: what we send is lost, what it sends comes from
  /// another one.
  @Test func `a peer that speaks from elsewhere and no longer hears us is followed after one echo`()
  {
    var test = LinkUnderTest.using(near)
    test.run(from: 10, to: 1999)
    test.link.proved(now: at(2000))
    for time in [2016, 2033, 2050] {
      #expect(test.hear(moved, proves: false, at: time) == false)
      test.run(from: time, to: time + 15)
    }
    #expect(!test.times(moved).isEmpty)
    #expect(test.answer(moved, at: 2070) == true)
    #expect(test.link.active == moved)
  }

  @Test func `the echo may come before it is clear that the peer has moved`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 10, to: 1999)
    test.link.proved(now: at(2000))
    #expect(test.hear(moved, proves: false, at: 2016) == false)
    test.run(from: 2016, to: 2020)
    #expect(test.answer(moved, at: 2021) == false)
    #expect(test.hear(moved, proves: false, at: 2033) == false)
    #expect(test.hear(moved, proves: false, at: 2050) == true)
    #expect(test.link.active == moved)
  }

  @Test func `without an echo nobody is followed`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 10, to: 1999)
    test.link.proved(now: at(2000))
    for time in stride(from: 2016, to: 2400, by: 16) {
      #expect(test.hear(moved, proves: false, at: time) == false)
    }
    #expect(test.link.active == near)
  }

  /// Each side chooses for itself: the peer may send by another way than we do.
  @Test func `a peer that speaks from elsewhere but hears us is not followed`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 10, to: 1999)
    for time in stride(from: 2000, to: 6000, by: 16) {
      #expect(test.hear(far, proves: true, at: time) == false)
      test.run(from: time, to: time + 15)
      #expect(test.answer(far, at: time + 15) == false)
    }
    #expect(test.link.active == near)
  }

  @Test func `a datagram from the old address begins the count anew`() {
    var test = LinkUnderTest.using(near)
    test.run(from: 10, to: 1999)
    test.link.proved(now: at(2000))
    _ = test.hear(moved, proves: false, at: 2016)
    test.run(from: 2016, to: 2020)
    _ = test.answer(moved, at: 2021)
    _ = test.hear(moved, proves: false, at: 2033)
    _ = test.hear(near, proves: false, at: 2040)
    #expect(test.hear(moved, proves: false, at: 2050) == false)
    #expect(test.hear(moved, proves: false, at: 2066) == false)
    #expect(test.hear(moved, proves: false, at: 2083) == true)
  }
}
