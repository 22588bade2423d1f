import Glibc
import NIOCore
package import Station
package import Vocabulary

/// Asks the system for this machine's addresses, and which of them it would send from.
package enum LocalAddresses {
  /// All that can be reached, the likeliest first.
  ///
  /// - Parameter port: What the addresses are to have as their port; not 0.
  package static func ranked(port: UInt16) -> [InterfaceAddress] {
    var list: UnsafeMutablePointer<ifaddrs>?
    // Without the list the machine still reaches itself, and the relay reaches the rest.
    guard unsafe getifaddrs(&list) == 0 else { return [] }
    defer { unsafe freeifaddrs(list) }
    let preferred = [routed(.ipv4), routed(.dualStack)].compactMap(\.self)
    var found: [InterfaceAddress] = []
    var next = unsafe list
    while let entry = unsafe next?.pointee {
      if let address = unsafe Address(entry.ifa_addr)?.with(port: port) {
        let isPreferred = preferred.contains { $0.with(port: port) == address }
        found.append(
          InterfaceAddress(
            address, on: unsafe String(cString: entry.ifa_name),
            link: link(unsafe entry.ifa_flags), use: isPreferred ? .first : .other))
      }
      unsafe next = entry.ifa_next
    }
    return InterfaceAddress.ranked(found)
  }

  /// Where others find this machine most likely, with any port; nothing when it is alone.
  package static var likeliest: Address? {
    ranked(port: 9).map(\.address).first { !$0.isLoopback }
  }

  private static func link(_ flags: CUnsignedInt) -> InterfaceAddress.Link {
    func has(_ flag: Int) -> Bool { flags & CUnsignedInt(flag) != 0 }
    if has(IFF_LOOPBACK) { return .loopback }
    return has(IFF_UP) && has(IFF_RUNNING) ? .up : .down
  }

  /// The address that the system would send from to somewhere far away; nothing is sent.
  private static func routed(_ family: DatagramDescriptor.Family) -> Address? {
    do throws(IOError) {
      let wildcard =
        family == .ipv4 ? Address(ipv4: 0, 0, 0, 0, port: 0) : Address(high: 0, low: 0, port: 0)
      let descriptor = try DatagramDescriptor(family, wildcard)
      defer { descriptor.close() }
      // Networks for examples, which have no route of their own (RFC 5737, 3849).
      return descriptor.source(
        towards: family == .ipv4
          ? Address(ipv4: 192, 0, 2, 1, port: 9) : Address(high: 0x2001_0DB8 << 32, low: 1, port: 9)
      )
    } catch {
      // Without this family in the kernel.
      return nil
    }
  }
}
