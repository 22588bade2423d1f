import Netplay
import Rollback
import Testing
import Vocabulary

/// Finding an address: candidates, probes, answers.
struct DirectLinkTests {
  private let near = LinkUnderTest.near
  private let far = LinkUnderTest.far

  @Test func `nothing but probes goes to an address before it has answered`() {
    var test = LinkUnderTest()
    test.run(from: 0, to: 100)
    #expect(test.probes.isEmpty && test.link.candidateCount == 0)
    test.link.offered([near], now: at(100))
    test.run(from: 100, to: 200)
    #expect(!test.probes.isEmpty && test.link.active == nil)
    #expect(test.probed(from: near, at: 201) == false)
    #expect(test.hear(near, proves: false, at: 202) == false)
    #expect(test.link.active == nil)
  }

  @Test func `an answer with the right nonce gives consent`() {
    #expect(LinkUnderTest.using().link.active == near)
  }

  @Test func `a wrong nonce, another address's nonce and an unprobed address are ignored`() throws {
    var test = LinkUnderTest()
    test.link.offered([near, far], now: at(0))
    test.run(from: 0, to: 30)
    let (one, two) = (try #require(test.nonce(of: near)), try #require(test.nonce(of: far)))
    #expect(one != two)
    let stranger = Address(ipv4: 203, 0, 113, 1, port: 1)
    for (nonce, from) in [
      (one &+ 16, near), (one &- 1, near), (one ^ 1 << 40, near), (two, near), (one, far),
      (one, stranger),
    ] {
      #expect(test.answer(nonce, from: from, at: 31) == false)
    }
    #expect(test.link.active == nil)
  }

  @Test func `an address that we did not know is probed when the peer is heard from it`() {
    var test = LinkUnderTest()
    _ = test.probed(from: far, at: 3)
    test.run(from: 3, to: 3)
    #expect(test.times(far) == [3])
    #expect(test.answer(far, at: 9) == true)
    #expect(test.link.active == far)
  }

  @Test func `one probe in 20 ms over all addresses, each in turn`() {
    var test = LinkUnderTest()
    let all = (1...4).map { Address(ipv4: 10, 0, 0, UInt8($0), port: 1) }
    test.link.offered(all, now: at(0))
    test.run(from: 0, to: 159)
    #expect(test.probes.map(\.time) == Array(stride(from: 0, to: 160, by: 20)))
    #expect(test.probes.map(\.probe.address) == all + all)
  }

  @Test func `at 60 ticks a second there are 50 probes a second and no more`() {
    var link = DirectLink(seed: 5)
    link.offered((1...16).map { Address(ipv4: 10, 0, 0, 1, port: UInt16($0)) }, now: at(0))
    var sent = 0
    for tick in 0..<120
    where link.tick(now: .zero + MatchConfiguration.usualFrameDuration * tick) != nil {
      sent += 1
    }
    #expect((98...101).contains(sent))
  }

  @Test func `ten quick probes and then ever slower ones, to two per second`() {
    var test = LinkUnderTest()
    test.link.offered([near], now: at(0))
    test.run(from: 0, to: 8000)
    let times = test.times(near)
    let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
    #expect(gaps.prefix(10) == [20, 20, 20, 20, 20, 20, 20, 20, 20, 20])
    #expect(gaps.dropFirst(10).prefix(6) == [40, 80, 160, 320, 500, 500])
    #expect(gaps.dropFirst(16).allSatisfy { $0 == 500 })
  }

  @Test func `sixteen addresses are kept; a seventeenth that speaks replaces a silent one`() {
    var test = LinkUnderTest()
    let all = (1...17).map { Address(ipv4: 10, 0, 0, 1, port: UInt16($0)) }
    test.link.offered(all, now: at(0))
    #expect(test.link.candidateCount == 16)
    test.run(from: 0, to: 319)
    #expect(Set(test.probes.map(\.probe.address)) == Set(all.prefix(16)))
    #expect(test.answer(all[0], at: 320) == true)
    let heard = Address(ipv4: 10, 0, 0, 2, port: 9)
    _ = test.probed(from: heard, at: 321)
    #expect(test.link.candidateCount == 16)
    test.run(from: 321, to: 1000)
    #expect(test.times(heard).count > 1)
    #expect(!test.times(all[0]).isEmpty)
  }

  @Test(arguments: [
    Address(ipv4: 10, 0, 0, 1, port: 0), Address(ipv4: 224, 0, 0, 1, port: 9),
    Address(ipv4: 255, 255, 255, 255, port: 9), Address(ipv4: 0, 0, 0, 0, port: 9),
    Address(high: 0xFF02 << 48, low: 1, port: 9), Address(high: 0, low: 0, port: 9),
  ])
  func `what is no single host is never probed`(address: Address) {
    var test = LinkUnderTest()
    test.link.offered([address], now: at(0))
    _ = test.probed(from: address, at: 1)
    test.run(from: 0, to: 100)
    #expect(test.probes.isEmpty && test.link.candidateCount == 0)
  }

  @Test
  func `addresses that are no longer told are tried no more, those that are told anew quickly`() {
    var test = LinkUnderTest()
    test.link.offered([near, far], now: at(0))
    test.run(from: 0, to: 4000)
    test.link.offered([far, LinkUnderTest.moved], now: at(4000))
    #expect(test.link.candidateCount == 2)
    let before = test.probes.count
    test.run(from: 4001, to: 4200)
    #expect(!test.probes.dropFirst(before).contains { $0.probe.address == near })
    #expect(test.times(far).filter { $0 > 4000 }.count == 6)
    #expect(test.times(LinkUnderTest.moved).count == 5)
  }

  @Test func `the address in use stays although it is no longer told`() {
    var test = LinkUnderTest.using(near)
    test.link.offered([far], now: at(100))
    #expect(test.link.active == near)
    test.link.proved(now: at(100))
    test.run(from: 100, to: 5000)
    #expect(!test.times(near).filter { $0 > 2000 }.isEmpty)
  }

  @Test func `a change of our own addresses begins the quick probes again`() {
    var test = LinkUnderTest()
    test.link.offered([near], now: at(0))
    test.run(from: 0, to: 5000)
    let before = test.probes.count
    test.link.networkChanged(now: at(5000))
    test.run(from: 5001, to: 5200)
    #expect(test.probes.count - before >= 10)
  }

  @Test func `how long an address is searched for in vain is known`() {
    var test = LinkUnderTest()
    test.run(from: 0, to: 50)
    #expect(test.link.searchingSince == nil)
    test.link.offered([near], now: at(100))
    test.run(from: 100, to: 300)
    #expect(test.link.searchingSince == at(100))
    #expect(test.answer(near, at: 301) == true)
    test.run(from: 302, to: 302)
    #expect(test.link.searchingSince == nil)
  }
}
