import Relay
import Vocabulary

extension ClientAddress {
  /// IPv6 counts by /64; an IPv4 address mapped into IPv6 counts as what it is.
  init(_ address: Address) {
    self =
      address.isIPv4
      ? .ipv4(UInt32(truncatingIfNeeded: address.low)) : .ipv6(prefix: address.high)
  }
}
