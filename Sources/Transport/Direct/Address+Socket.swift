import Glibc
import NIOCore
import Vocabulary

extension Address {
  /// Returns nothing for a Unix socket.
  init?(_ address: SocketAddress) {
    switch address {
    case .v4(let v4):
      self.init(
        high: 0, low: 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: v4.address.sin_addr.s_addr)),
        port: UInt16(bigEndian: v4.address.sin_port))
    case .v6(let v6):
      let words = unsafe v6.address.sin6_addr.__in6_u.__u6_addr32
      self.init(
        high: UInt64(UInt32(bigEndian: words.0)) << 32 | UInt64(UInt32(bigEndian: words.1)),
        low: UInt64(UInt32(bigEndian: words.2)) << 32 | UInt64(UInt32(bigEndian: words.3)),
        port: UInt16(bigEndian: v6.address.sin6_port))
    case .unixDomainSocket: return nil
    }
  }

  /// Returns nothing for another family than IPv4 and IPv6.
  @unsafe init?(_ pointer: UnsafeMutablePointer<sockaddr>?) {
    guard let pointer = unsafe pointer else { return nil }
    switch CInt(unsafe pointer.pointee.sa_family) {
    case AF_INET:
      let v4 = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self)
      self.init(SocketAddress(v4, host: ""))
    case AF_INET6:
      let v6 = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in6.self)
      self.init(SocketAddress(v6, host: ""))
    default: return nil
    }
  }

  /// For a socket of IPv6, which reaches IPv4 by mapped addresses.
  var sockaddrIn6: sockaddr_in6 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port.bigEndian
    unsafe address.sin6_addr.__in6_u.__u6_addr32 = (
      UInt32(truncatingIfNeeded: high >> 32).bigEndian, UInt32(truncatingIfNeeded: high).bigEndian,
      UInt32(truncatingIfNeeded: low >> 32).bigEndian, UInt32(truncatingIfNeeded: low).bigEndian
    )
    return address
  }

  /// For a socket of IPv4.
  var sockaddrIn: sockaddr_in {
    precondition(isIPv4, "\(self) is no IPv4 address")
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(truncatingIfNeeded: low).bigEndian
    return address
  }
}
