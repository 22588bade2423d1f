import Vocabulary

extension Address {
  /// The same IP, another port.
  func at(port: UInt16) -> Address { Address(high: high, low: low, port: port) }

  func hasHost(of other: Address) -> Bool { high == other.high && low == other.low }

  /// Whether a datagram can be meant for it: no port 0, no network of its own ("this network"), no
  /// group, broadcast or reserved range.
  var isReachable: Bool {
    guard port > 0 else { return false }
    guard isIPv4 else { return (high | low) != 0 && high >> 56 != 0xFF }
    return (1..<224).contains(low >> 24 & 0xFF)
  }

  /// Whether to use it when `server` tells us so.
  ///
  /// A stranger must not make us probe what only listens on loopback.
  func isBelievable(from server: Address) -> Bool {
    isReachable && (!isLoopback || server.isLoopback)
  }

  /// Who is charged for what comes from it: an IPv4 address, or the /64 that one subscriber of IPv6
  /// has.
  var source: Address { Address(high: high, low: isIPv4 ? low : 0, port: 0) }
}

extension [Address] {
  /// Each once, in the order of their first appearance.
  var distinct: [Address] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
