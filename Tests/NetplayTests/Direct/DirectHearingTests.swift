import Netplay
import Rollback
import Testing
import Vocabulary

/// Each direction proves itself: that the peer hears us is no sign that it is heard.
struct DirectHearingTests {
  private let near = LinkUnderTest.near
  private let far = LinkUnderTest.far
  private let moved = LinkUnderTest.moved

  /// Past the first seconds, with what we send proven and the peer heard until 5 s.
  private func settled() -> LinkUnderTest {
    var test = LinkUnderTest.using(near)
    for time in stride(from: 10, to: 5000, by: 10) {
      _ = test.hear(near, proves: true, at: time)
      test.run(from: time, to: time + 9)
    }
    return test
  }

  /// The peer says through the relay that it hears us.
  private func proven(_ test: inout LinkUnderTest, from start: Int, to end: Int) {
    for time in stride(from: start, to: end, by: 10) {
      test.link.proved(now: at(time))
      test.run(from: time, to: time + 9)
    }
  }

  @Test
  func `a peer that is not heard for 1.5 s is looked for at all addresses, though it hears us`() {
    var test = settled()
    let before = test.probes.count
    proven(&test, from: 5000, to: 6490)
    #expect(test.probes.count == before && !test.link.isMissed)
    proven(&test, from: 6490, to: 6700)
    #expect(test.link.isMissed)
    for address in [near, far] { #expect(!test.times(address).filter { $0 > 6490 }.isEmpty) }
    #expect(test.link.active == near, "what is sent there arrives")
  }

  @Test func `what is heard again ends the search`() {
    var test = settled()
    proven(&test, from: 5000, to: 7000)
    _ = test.hear(near, proves: true, at: 7000)
    #expect(!test.link.isMissed)
    let before = test.probes.count
    proven(&test, from: 7000, to: 8400)
    #expect(test.probes.count == before)
  }

  @Test func `a probe of the peer's is no datagram, and ends nothing`() {
    var test = settled()
    proven(&test, from: 5000, to: 7000)
    _ = test.probed(from: near, at: 7000)
    #expect(test.link.isMissed)
  }

  @Test func `who never spoke by this path is missed too, once we send by it`() {
    var test = LinkUnderTest.using(near)
    proven(&test, from: 20, to: 1500)
    #expect(!test.link.isMissed)
    proven(&test, from: 1500, to: 1600)
    #expect(test.link.isMissed)
    var idle = LinkUnderTest()
    idle.link.offered([near], now: at(0))
    idle.run(from: 0, to: 5000)
    #expect(!idle.link.isMissed, "nothing was ever sent by it")
  }

  @Test func `while it is missed another address that answers is used, unless the one in use does`()
  {
    for (answers, chosen) in [(false, far), (true, near)] {
      var test = settled()
      proven(&test, from: 5000, to: 6700)
      if answers { #expect(test.answer(near, at: 6700) == false) }
      #expect(test.answer(far, at: 6701) == !answers)
      #expect(test.link.active == chosen)
    }
  }

  @Test func `after a change of addresses, ours or the peer's, all are tried for a second`() {
    for change in 0..<2 {
      var test = settled()
      if change == 0 {
        test.link.networkChanged(now: at(5000))
      } else {
        test.link.offered([near, far, moved], now: at(5000))
      }
      for time in stride(from: 5000, to: 7000, by: 10) {
        _ = test.hear(near, proves: true, at: time)
        test.run(from: time, to: time + 9)
      }
      let late = test.times(far).filter { $0 >= 5000 }
      #expect(late.count >= 8 && late.allSatisfy { $0 < 6000 })
      if change == 1 { #expect(!test.times(moved).isEmpty) }
      #expect(test.link.active == near)
    }
  }

  // MARK: Places

  @Test func `an answer from an unknown address makes that one known`() throws {
    var test = LinkUnderTest()
    test.link.offered([near], now: at(0))
    test.run(from: 0, to: 5)
    let nonce = try #require(test.nonce(of: near))
    #expect(test.answer(nonce, from: moved, at: 6) == false)
    test.run(from: 6, to: 60)
    #expect(!test.times(moved).isEmpty && test.link.active == nil)
  }

  @Test func `a peer that is heard from ever other addresses leaves room for those that it tells`()
  {
    var test = LinkUnderTest()
    for port in 1...UInt16(40) {
      _ = test.probed(from: Address(ipv4: 203, 0, 113, 9, port: port), at: Int(port))
    }
    #expect(test.link.candidateCount == DirectLink.Limit.heardPlaces)
    let told = (1...20).map { Address(ipv4: 10, 0, 0, 1, port: UInt16($0)) }
    test.link.offered(told, now: at(50))
    #expect(test.link.candidateCount == DirectLink.Limit.candidates)
    test.run(from: 50, to: 1000)
    let places = DirectLink.Limit.candidates - DirectLink.Limit.heardPlaces
    #expect(Set(test.probes.map(\.probe.address)).isSuperset(of: told.prefix(places)))
    let newest = Address(ipv4: 203, 0, 113, 9, port: 40)
    #expect(!test.times(newest).isEmpty)
  }

  @Test func `one that speaks takes the place of the last that was told, not of the first`() {
    var test = LinkUnderTest()
    let told = (1...16).map { Address(ipv4: 10, 0, 0, 1, port: UInt16($0)) }
    test.link.offered(told, now: at(0))
    _ = test.probed(from: moved, at: 0)
    test.run(from: 0, to: 1000)
    #expect(Set(test.probes.map(\.probe.address)) == Set(told.dropLast() + [moved]))
  }
}
