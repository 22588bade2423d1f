import Glibc
import Vocabulary

/// The control message that names the address a datagram leaves from (`IP_PKTINFO`, `IPV6_PKTINFO`).
///
/// Written by hand: the macros that lay it out are not seen from Swift.
struct PacketInfo: Hashable, Sendable {
  let bytes: [UInt8]

  /// For a socket of IPv4: `in_pktinfo` is the interface, the address to send from, and one that is
  /// read only.
  init(ipv4 source: Address) {
    let interface = [UInt8](repeating: 0, count: 4)
    let address = (0..<4).map { UInt8(truncatingIfNeeded: source.low >> (24 - 8 * UInt64($0))) }
    bytes = Self.message(
      CInt(IPPROTO_IP), IP_PKTINFO, interface + address + [UInt8](repeating: 0, count: 4))
  }

  /// For a socket of IPv6, which sends from IPv4 addresses by mapped ones: `in6_pktinfo` is the address
  /// and the interface.
  init(ipv6 source: Address) {
    let words = [source.high, source.low]
    let address = words.flatMap { word in
      (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) }
    }
    bytes = Self.message(
      CInt(IPPROTO_IPV6), IPV6_PKTINFO, address + [UInt8](repeating: 0, count: 4))
  }

  /// `cmsghdr` and its content, each filled up to a whole word.
  private static func message(_ level: CInt, _ kind: CInt, _ content: [UInt8]) -> [UInt8] {
    let word = MemoryLayout<Int>.size
    let header = word + 2 * MemoryLayout<CInt>.size
    var bytes: [UInt8] = []
    func append<Number: FixedWidthInteger>(_ number: Number) {
      for index in 0..<Number.bitWidth / 8 {
        bytes.append(UInt8(truncatingIfNeeded: number.littleEndian >> (8 * Number(index))))
      }
    }
    append(header + content.count)
    append(level)
    append(kind)
    bytes += content
    while bytes.count % word != 0 { bytes.append(0) }
    return bytes
  }
}
