import Vocabulary

/// Stands between one machine and the world: translates, filters, or lets everything be.
struct NATModel {
  enum Mapping: CaseIterable { case none, endpoint, address, addressAndPort }
  enum Filtering: CaseIterable { case none, address, addressAndPort }

  /// The machine's socket.
  static let inside = Address(ipv4: 192, 168, 1, 5, port: 7_777)

  let mapping: Mapping
  let filtering: Filtering
  private struct Hole {
    let outside: Address
    let key: Address
    var sentTo: [Address] = []
  }
  private var holes: [Hole] = []
  private var nextPort: UInt16 = 50_000

  init(_ mapping: Mapping, _ filtering: Filtering) {
    self.mapping = mapping
    self.filtering = filtering
  }

  /// The address that `to` sees.
  mutating func sent(to: Address) -> Address {
    let key = key(to)
    let index = holes.firstIndex { $0.key == key } ?? open(key)
    holes[index].sentTo.append(to)
    return holes[index].outside
  }

  /// Whether a datagram to one of our outside addresses gets in.
  func letsIn(from: Address, to outside: Address) -> Bool {
    holes.contains { hole in
      guard hole.outside == outside else { return false }
      switch filtering {
      case .none: return true
      case .address: return hole.sentTo.contains { $0.high == from.high && $0.low == from.low }
      case .addressAndPort: return hole.sentTo.contains(from)
      }
    }
  }

  /// Forgets everything, as after a restart.
  mutating func rebind() { holes = [] }

  private func key(_ to: Address) -> Address {
    switch mapping {
    case .none, .endpoint: Address(high: 0, low: 0, port: 0)
    case .address: Address(high: to.high, low: to.low, port: 0)
    case .addressAndPort: to
    }
  }

  private mutating func open(_ key: Address) -> Int {
    defer { nextPort += 1 }
    let outside = mapping == .none ? Self.inside : player(port: nextPort)
    holes.append(Hole(outside: outside, key: key))
    return holes.count - 1
  }
}
