package import Vocabulary

/// An address of this machine, with what decides how likely others reach it there.
///
/// The system lists interfaces in the order in which they were made: what comes first says nothing.
package struct InterfaceAddress: Hashable, Sendable {
  package enum Link: Hashable, Sendable {
    /// Switched off, or nothing is plugged in: nobody gets in there.
    case down
    case up
    /// The machine's own.
    case loopback
  }

  /// Whether the system would send from it.
  package enum Use: Hashable, Sendable {
    /// By default: it has the address of the default route.
    case first
    case other
  }

  package let address: Address
  package let interface: String
  package let link: Link
  package let use: Use

  package init(_ address: Address, on interface: String, link: Link, use: Use) {
    self.address = address
    self.interface = interface
    self.link = link
    self.use = use
  }

  /// Those that can be reached at all, each address once, the likeliest first: networks before tunnels
  /// and bridges, IPv4 before IPv6, what the default route uses before the others, and what is the
  /// machine's own last.
  package static func ranked(_ all: [InterfaceAddress]) -> [InterfaceAddress] {
    var seen: [Address] = []
    let usable = all.filter { item in
      guard item.link != .down, item.address.isSingleHost, !item.address.isLinkLocal,
        !seen.contains(item.address)
      else { return false }
      seen.append(item.address)
      return true
    }
    // Few, and in the given order where the rank is equal.
    return usable.enumerated().sorted {
      ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset)
    }
    .map(\.element)
  }

  private var rank: Int {
    kind.rawValue * 4 + (address.isIPv4 ? 0 : 2) + (use == .first ? 0 : 1)
  }

  private enum Kind: Int {
    case network, virtual, ownHost, loopback
  }

  private var kind: Kind {
    if address.isLoopback { return .loopback }
    if link == .loopback { return .ownHost }
    return Self.virtualNames.contains { interface.hasPrefix($0) } ? .virtual : .network
  }

  /// Containers, virtual machines, tunnels: others are not there, or not all of them.
  private static let virtualNames = [
    "docker", "br-", "veth", "virbr", "vnet", "vmnet", "vboxnet", "podman", "cni", "flannel",
    "cali",
    "lxc", "lxd", "tun", "tap", "utun", "wg", "tailscale", "zt", "ipsec", "dummy", "ifb", "ham",
  ]
}
