import NIOCore
import Relay
import Vocabulary

extension ClientAddress {
  /// IPv6 counts by /64; an IPv4 address mapped into IPv6 counts as what it is.
  init(_ address: Address) {
    self =
      address.isIPv4
      ? .ipv4(UInt32(truncatingIfNeeded: address.low)) : .ipv6(prefix: address.high)
  }

  init(of address: SocketAddress?) {
    guard let address = address.flatMap({ Address($0) }) else {
      // Gone before we could ask.
      self = .ipv4(0)
      return
    }
    self.init(address)
  }
}
