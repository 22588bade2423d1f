package import Vocabulary

/// A range of addresses that begin alike (RFC 4632): `10.0.0.0/8`, `2001:db8::/32`, or a single one.
package struct AddressRange: Hashable, Sendable {
  /// Bits of the whole address, IPv4 as mapped into IPv6.
  private let high: UInt64
  private let low: UInt64
  private let prefixLength: Int

  /// Reads what an operator writes; nothing when it is no range, or an address within one: which was meant
  /// is not known then.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = Address(hostText: parts[0]) else { return nil }
    // A mapped address is written as IPv6, and has the length of one.
    let isIPv4 = !parts[0].contains(":")
    var length = 128
    if parts.count == 2 {
      guard (1...3).contains(parts[1].utf8.count),
        parts[1].utf8.allSatisfy({ (48...57).contains($0) }), let number = Int(parts[1]),
        number <= (isIPv4 ? 32 : 128)
      else { return nil }
      length = isIPv4 ? 96 + number : number
    }
    (high, low, prefixLength) = (address.high, address.low, length)
    let mask = Self.mask(length)
    guard high & ~mask.high == 0, low & ~mask.low == 0 else { return nil }
  }

  package func contains(_ address: Address) -> Bool {
    let mask = Self.mask(prefixLength)
    return address.high & mask.high == high && address.low & mask.low == low
  }

  /// The first bits of 128; a shift by all 64 of a word gives zero.
  private static func mask(_ length: Int) -> (high: UInt64, low: UInt64) {
    (
      UInt64.max << UInt64(64 - min(length, 64)),
      length <= 64 ? 0 : UInt64.max << UInt64(128 - length)
    )
  }
}
