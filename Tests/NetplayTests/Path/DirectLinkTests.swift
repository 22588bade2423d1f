import Netplay
import Rollback
import Testing

struct DirectLinkTests {
  private let near = Address(ipv4: 10, 0, 0, 1, port: 1000)
  private let far = Address(ipv4: 192, 0, 2, 1, port: 2000)

  private func nonce(of address: Address, _ probes: [DirectLink.Probe]) -> UInt64 {
    probes.first { $0.address == address }?.nonce ?? 0
  }

  /// A link that uses `near` since `at(10)`, with the probes that were sent.
  private func linked() -> (link: DirectLink, probes: [DirectLink.Probe]) {
    var link = DirectLink(seed: 5)
    link.add(near, now: at(0))
    link.add(far, now: at(0))
    let probes = link.tick(now: at(0))
    #expect(link.answered(nonce(of: near, probes), from: near, now: at(10)) == true)
    return (link, probes)
  }

  @Test func `nothing but probes goes to an address before it has answered`() {
    var link = DirectLink(seed: 5)
    #expect(!link.hasCandidates && link.tick(now: at(0)).isEmpty)
    link.add(near, now: at(0))
    #expect(link.tick(now: at(0)).map(\.address) == [near])
    link.heard(from: near, now: at(1))
    #expect(link.active == nil)
  }

  @Test func `an answer with the right nonce gives consent`() {
    #expect(linked().link.active == near)
  }

  @Test func `a wrong nonce, another address's nonce and an unprobed address are ignored`() {
    var link = DirectLink(seed: 5)
    link.add(near, now: at(0))
    link.add(far, now: at(0))
    let probes = link.tick(now: at(0))
    #expect(nonce(of: near, probes) != nonce(of: far, probes))
    #expect(link.answered(nonce(of: near, probes) &+ 1, from: near, now: at(5)) == false)
    #expect(link.answered(nonce(of: near, probes) &- 1, from: near, now: at(5)) == false)
    #expect(link.answered(nonce(of: near, probes) ^ 1, from: near, now: at(5)) == false)
    #expect(link.answered(nonce(of: near, probes), from: far, now: at(5)) == false)
    let stranger = Address(ipv4: 203, 0, 113, 1, port: 1)
    #expect(link.answered(nonce(of: near, probes), from: stranger, now: at(5)) == false)
    #expect(link.active == nil)
  }

  @Test func `a nonce that was never sent gives no consent`() {
    var prober = DirectLink(seed: 5)
    prober.add(near, now: at(0))
    let nonce = nonce(of: near, prober.tick(now: at(0)))
    var link = DirectLink(seed: 5)
    link.add(near, now: at(0))
    #expect(link.answered(nonce, from: near, now: at(1)) == false)
  }

  @Test func `an address that we did not know is probed when the peer is heard from it`() {
    var link = DirectLink(seed: 5)
    link.heard(from: far, now: at(3))
    let probes = link.tick(now: at(3))
    #expect(probes.map(\.address) == [far])
    #expect(link.answered(nonce(of: far, probes), from: far, now: at(9)) == true)
    #expect(link.active == far)
  }

  @Test func `sixteen addresses are probed and the seventeenth is not`() {
    var link = DirectLink(seed: 5)
    for port in 1...17 { link.add(Address(ipv4: 10, 0, 0, 1, port: UInt16(port)), now: at(0)) }
    for port in 1...17 {
      link.heard(from: Address(ipv4: 10, 0, 0, 2, port: UInt16(port)), now: at(0))
    }
    #expect(link.tick(now: at(0)).map { Int($0.address.port) } == Array(1...16))
  }

  @Test func `port 0 and known addresses add nothing`() {
    var link = DirectLink(seed: 5)
    link.add(near, now: at(0))
    link.add(near, now: at(0))
    link.add(Address(ipv4: 10, 0, 0, 1, port: 0), now: at(0))
    #expect(link.tick(now: at(0)).count == 1)
  }

  @Test func `ten quick probes and then ever slower ones, to two per second`() {
    var link = DirectLink(seed: 5)
    link.add(near, now: at(0))
    var sent: [Int] = []
    for time in 0..<8000 where !link.tick(now: at(time)).isEmpty { sent.append(time) }
    let gaps = zip(sent.dropFirst(), sent).map { $0 - $1 }
    #expect(gaps.prefix(10) == [20, 20, 20, 20, 20, 20, 20, 20, 20, 20])
    #expect(gaps.dropFirst(10).prefix(6) == [40, 80, 160, 320, 500, 500])
    #expect(gaps.dropFirst(16).allSatisfy { $0 == 500 })
  }

  @Test func `no probes are sent while an address is in use`() {
    var (link, _) = linked()
    for time in 10..<5000 { #expect(link.tick(now: at(time)).isEmpty) }
  }

  @Test func `consent lapses after 30 s without a datagram and probing starts again`() {
    var (link, _) = linked()
    link.heard(from: near, now: at(1000))
    #expect(link.tick(now: at(31_000)).isEmpty)
    #expect(link.active == near)
    let probes = link.tick(now: at(31_001))
    #expect(link.active == nil)
    #expect(probes.map(\.address) == [near, far])
    #expect(link.answered(nonce(of: far, probes), from: far, now: at(31_050)) == true)
    #expect(link.active == far)
  }

  @Test func `datagrams from another address keep no consent`() {
    var (link, _) = linked()
    link.heard(from: far, now: at(29_000))
    _ = link.tick(now: at(30_011))
    #expect(link.active == nil)
  }

  @Test func `a clearly faster address replaces the first one within a second`() {
    var link = DirectLink(seed: 5)
    link.add(far, now: at(0))
    let slow = link.tick(now: at(0))
    link.add(near, now: at(100))
    let quick = link.tick(now: at(100))
    #expect(link.answered(nonce(of: far, slow), from: far, now: at(130)) == true)
    #expect(link.answered(nonce(of: near, quick), from: near, now: at(114)) == true)
    #expect(link.active == near)
  }

  @Test func `half the round trip is not clearly faster, less is`() {
    for (answer, replaces) in [(20, false), (19, true)] {
      var link = DirectLink(seed: 5)
      link.add(far, now: at(0))
      link.add(near, now: at(0))
      let probes = link.tick(now: at(0))
      #expect(link.answered(nonce(of: far, probes), from: far, now: at(40)) == true)
      #expect(link.answered(nonce(of: near, probes), from: near, now: at(answer)) == replaces)
      #expect(link.active == (replaces ? near : far))
    }
  }

  @Test func `a round trip is measured from the probe that was answered, not from the newest`() {
    var link = DirectLink(seed: 5)
    link.add(far, now: at(0))
    let slow = link.tick(now: at(0))
    for time in stride(from: 20, through: 200, by: 20) { _ = link.tick(now: at(time)) }
    link.add(near, now: at(205))
    let quick = link.tick(now: at(205))
    #expect(quick.map(\.address) == [near])
    #expect(link.answered(nonce(of: far, slow), from: far, now: at(210)) == true)
    #expect(link.answered(nonce(of: near, quick), from: near, now: at(225)) == true)
    #expect(link.active == near)
  }

  @Test func `an answer to a probe of long ago still gives consent`() {
    var link = DirectLink(seed: 5)
    link.add(far, now: at(0))
    let first = link.tick(now: at(0))
    for time in stride(from: 20, through: 20_000, by: 20) { _ = link.tick(now: at(time)) }
    #expect(link.answered(nonce(of: far, first), from: far, now: at(20_010)) == true)
    #expect(link.active == far)
  }

  @Test func `a second after the choice a faster address changes nothing`() {
    for (answer, replaces) in [(4999, true), (5000, false)] {
      var link = DirectLink(seed: 5)
      link.add(far, now: at(0))
      let slow = link.tick(now: at(0))
      link.add(near, now: at(3990))
      let quick = link.tick(now: at(3990))
      #expect(link.answered(nonce(of: far, slow), from: far, now: at(4000)) == true)
      #expect(link.answered(nonce(of: near, quick), from: near, now: at(answer)) == replaces)
    }
  }

  @Test func `an answer from the address in use keeps consent as a datagram does`() {
    var (link, probes) = linked()
    #expect(link.answered(nonce(of: near, probes), from: near, now: at(20_000)) == false)
    _ = link.tick(now: at(50_000))
    #expect(link.active == near)
    _ = link.tick(now: at(50_001))
    #expect(link.active == nil)
  }

  @Test func `no address is faster than one whose round trip is not known`() {
    var link = DirectLink(seed: 5)
    link.add(far, now: at(0))
    let first = link.tick(now: at(0))
    for time in stride(from: 20, through: 19_980, by: 20) { _ = link.tick(now: at(time)) }
    link.add(near, now: at(19_990))
    let quick = link.tick(now: at(19_990))
    #expect(link.answered(nonce(of: far, first), from: far, now: at(20_010)) == true)
    #expect(link.answered(nonce(of: near, quick), from: near, now: at(20_011)) == false)
    #expect(link.active == far)
  }
}
