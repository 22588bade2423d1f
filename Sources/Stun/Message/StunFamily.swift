import Vocabulary

/// Tells IPv4 from IPv6 in an address that travels.
enum StunFamily: UInt16, Hashable, Sendable {
  case ipv4 = 1
  case ipv6 = 2
}

extension Address {
  var family: StunFamily { isIPv4 ? .ipv4 : .ipv6 }

  /// The address XORed as XOR-MAPPED-ADDRESS wants it, by which it is also unmasked (RFC 8489 14.2).
  func masked(by transaction: StunTransaction, _ family: StunFamily) -> Address {
    let cookie = StunMessage.magicCookie
    let port = port ^ UInt16(truncatingIfNeeded: cookie >> 16)
    switch family {
    case .ipv4: return Address(high: high, low: low ^ UInt64(cookie), port: port)
    case .ipv6:
      return Address(
        high: high ^ (UInt64(cookie) << 32 | UInt64(transaction.high)),
        low: low ^ transaction.low, port: port)
    }
  }
}
