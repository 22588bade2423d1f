/// An IP address and UDP port, as 16 bytes (IPv4 as the mapped `::ffff:a.b.c.d`) and a number.
public struct Address: Hashable, Sendable {
  /// The first eight of the 16 bytes, in network order.
  public let high: UInt64
  /// The last eight of the 16 bytes, in network order.
  public let low: UInt64
  /// The UDP port.
  public let port: UInt16

  /// Takes the 16 bytes of an IPv6 address, or of an IPv4 address as a mapped one.
  public init(high: UInt64, low: UInt64, port: UInt16) {
    self.high = high
    self.low = low
    self.port = port
  }

  /// An IPv4 address from its four bytes in network order.
  public init(ipv4 a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, port: UInt16) {
    let word = UInt64(a) << 24 | UInt64(b) << 16 | UInt64(c) << 8 | UInt64(d)
    self.init(high: 0, low: 0xFFFF_0000_0000 | word, port: port)
  }

  /// Whether it is an IPv4 address, mapped.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// Whether it never leaves this machine: 127.0.0.0/8 or ::1.
  public var isLoopback: Bool {
    isIPv4 ? (low >> 24) & 0xFF == 127 : (high == 0 && low == 1)
  }

  /// fe80::/10: such an address means nothing without the interface that it belongs to.
  package var isLinkLocal: Bool { !isIPv4 && high >> 54 == 0x3FA }

  /// Neither multicast, broadcast nor unspecified, and with a port: what may be sent to.
  package var isSingleHost: Bool {
    let isMulticast = isIPv4 ? (low >> 28) & 0xF == 0xE : high >> 56 == 0xFF
    let isBroadcast = isIPv4 && low & 0xFFFF_FFFF == 0xFFFF_FFFF
    let isUnspecified = high == 0 && (low == 0 || low == 0xFFFF_0000_0000)
    return port != 0 && !isMulticast && !isBroadcast && !isUnspecified
  }

  package func with(port: UInt16) -> Address { Address(high: high, low: low, port: port) }
}

extension Address {
  /// The address without its port, as people write it, and without brackets.
  package var hostText: String {
    let text = description
    guard let colon = text.lastIndex(of: ":") else { return text }
    return String(text[..<colon]).filter { $0 != "[" && $0 != "]" }
  }
}

extension Address: CustomStringConvertible {
  /// The address and port as people write them: `192.0.2.1:7777` or `[2001:db8:0:0:0:0:0:1]:7777`.
  public var description: String {
    if isIPv4 {
      return (0..<4).map { String((low >> (24 - 8 * UInt64($0))) & 0xFF) }.joined(separator: ".")
        + ":\(port)"
    }
    let groups = (0..<8).map { index in
      let half = index < 4 ? high : low
      return String((half >> (48 - 16 * UInt64(index % 4))) & 0xFFFF, radix: 16)
    }
    return "[" + groups.joined(separator: ":") + "]:\(port)"
  }
}
