package import Vocabulary

/// Stands between one machine and the world: translates and filters as RFC 4787 names it.
package struct SimulatedNAT: Sendable {
  package enum Mapping: CaseIterable, Hashable, Sendable {
    case none, endpoint, addressAndPort
  }
  package enum Filtering: CaseIterable, Hashable, Sendable { case none, address, addressAndPort }

  package let mapping: Mapping
  package let filtering: Filtering
  /// Whether no UDP gets out at all.
  package let blocksUDP: Bool
  /// The machine's own address, and that of its outer side.
  package private(set) var inside: Address
  private var outside: Address

  private struct Hole: Sendable {
    let port: UInt16
    let key: Address
    var sentTo: [Address] = []
  }

  private var holes: [Hole] = []
  /// Where we were seen before, and what is let in there yet.
  private var former: (inside: Address, outside: Address, holes: [Hole])?
  private var nextPort: UInt16 = 50_000

  package init(
    _ mapping: Mapping, _ filtering: Filtering, blocksUDP: Bool, inside: Address, outside: Address
  ) {
    self.mapping = mapping
    self.filtering = filtering
    self.blocksUDP = blocksUDP
    self.inside = inside
    self.outside = outside
  }

  /// The address that `to` sees; nothing when nothing gets out.
  package mutating func sent(to: Address) -> Address? {
    guard !blocksUDP else { return nil }
    guard mapping != .none else { return inside }
    let key = key(to)
    let index = holes.firstIndex { $0.key == key } ?? open(key)
    if !holes[index].sentTo.contains(to) { holes[index].sentTo.append(to) }
    return outside.with(port: holes[index].port)
  }

  /// Whether a datagram to one of our addresses gets in.
  package func letsIn(from: Address, to: Address) -> Bool {
    guard !blocksUDP else { return false }
    if let former, letsIn(from, to, by: former) { return true }
    return letsIn(from, to, by: (inside, outside, holes))
  }

  private func letsIn(
    _ from: Address, _ to: Address, by way: (inside: Address, outside: Address, holes: [Hole])
  ) -> Bool {
    guard mapping != .none else { return to == way.inside }
    return way.holes.contains { hole in
      guard way.outside.with(port: hole.port) == to else { return false }
      switch filtering {
      case .none: return true
      case .address: return hole.sentTo.contains { $0.high == from.high && $0.low == from.low }
      case .addressAndPort: return hole.sentTo.contains(from)
      }
    }
  }

  /// The machine, and what it is behind, have other addresses from now on.
  package mutating func moved(to inside: Address, outside: Address) {
    self.inside = inside
    self.outside = outside
    holes = []
    former = nil
  }

  /// What the machine sends takes another way from now on; the old one still brings what comes by it.
  package mutating func detoured(to inside: Address, outside: Address) {
    let old = (self.inside, self.outside, holes)
    moved(to: inside, outside: outside)
    former = old
  }

  private func key(_ to: Address) -> Address {
    switch mapping {
    case .none, .endpoint: Address(high: 0, low: 0, port: 0)
    case .addressAndPort: to
    }
  }

  private mutating func open(_ key: Address) -> Int {
    defer { nextPort += 1 }
    holes.append(Hole(port: nextPort, key: key))
    return holes.count - 1
  }
}
