import Netplay
import Rollback
import Vocabulary

/// A direct link with a made-up clock, and what its probes were.
struct LinkUnderTest {
  static let near = Address(ipv4: 10, 0, 0, 1, port: 1000)
  static let far = Address(ipv4: 192, 0, 2, 1, port: 2000)
  static let moved = Address(ipv4: 192, 0, 2, 1, port: 2001)

  var link = DirectLink(seed: 5)
  /// Every probe with the millisecond that it was sent in.
  private(set) var probes: [(probe: DirectLink.Probe, time: Int)] = []

  /// A link that uses `near` since 10 ms; `far` is known and has not answered.
  static func using(_ address: Address = near, knowing others: [Address] = [far]) -> LinkUnderTest {
    var test = LinkUnderTest()
    test.link.offered([address] + others, now: at(0))
    test.run(from: 0, to: 9)
    _ = test.answer(address, at: 10)
    return test
  }

  /// Ticks each millisecond.
  mutating func run(from start: Int, to end: Int) {
    for time in start...max(start, end) {
      if let probe = link.tick(now: at(time)) { probes.append((probe, time)) }
    }
  }

  /// The address answers the newest probe that it was sent; false when nothing came of it.
  mutating func answer(_ address: Address, at time: Int) -> Bool {
    guard let probe = probes.last(where: { $0.probe.address == address }) else { return false }
    return link.answered(probe.probe.nonce, from: address, now: at(time))
  }

  mutating func answer(_ nonce: UInt64, from address: Address, at time: Int) -> Bool {
    link.answered(nonce, from: address, now: at(time))
  }

  /// A probe of the peer's comes.
  mutating func probed(from address: Address, at time: Int) -> Bool {
    link.heard(.probe, from: address, now: at(time))
  }

  func nonce(of address: Address) -> UInt64? {
    probes.first { $0.probe.address == address }?.probe.nonce
  }

  func times(_ address: Address) -> [Int] {
    probes.filter { $0.probe.address == address }.map(\.time)
  }

  /// A datagram of the match comes.
  mutating func hear(_ address: Address, proves: Bool, at time: Int) -> Bool {
    link.heard(.datagram(provesArrival: proves), from: address, now: at(time))
  }
}
