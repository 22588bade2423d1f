package import Vocabulary

/// Decides whose address a connection counts for: limits are to hit the client and not the proxy in front
/// of it, and nobody else is believed what a proxy is.
package struct ProxyTrust: Hashable, Sendable {
  /// How proxies tell whom they speak for. One of the two: a proxy that speaks the PROXY protocol passes on
  /// whatever its clients write into headers.
  package enum Telling: Hashable, Sendable {
    /// `X-Forwarded-For` in the request.
    case forwardedFor
    /// The PROXY protocol before the first byte, always.
    case proxyProtocol
  }

  /// Where the address of a connection's client comes from.
  package enum Origin: Hashable, Sendable {
    case peer
    case told(Telling)
  }

  package static let nobody = ProxyTrust(in: [], telling: .forwardedFor)

  /// Addresses of a chain of proxies that are looked at.
  private static let mostHops = 16

  private let ranges: [AddressRange]
  private let telling: Telling

  package init(in ranges: [AddressRange], telling: Telling) {
    self.ranges = ranges
    self.telling = telling
  }

  /// - Parameter peer: Who has connected; nothing when that is not known, and then it is no proxy.
  package func origin(of peer: Address?) -> Origin {
    guard let peer, trusts(peer) else { return .peer }
    return .told(telling)
  }

  /// The client behind a chain of proxies: the nearest address that is no trusted proxy's.
  ///
  /// Proxies append whom they have heard, and a client may write the beginning itself, so that it is read
  /// from its end; what is no address ends it.
  ///
  /// - Parameters:
  ///   - header: Values of `X-Forwarded-For`, in their order.
  ///   - peer: A trusted proxy.
  package func client(forwardedFor header: [some StringProtocol], by peer: Address) -> Address {
    let hops = header.joined(separator: ",")
      .split(separator: ",", omittingEmptySubsequences: false)
    var client = peer
    for hop in hops.suffix(Self.mostHops).reversed() {
      guard trusts(client), let next = Self.address(hop) else { break }
      client = next
    }
    return client
  }

  private func trusts(_ address: Address) -> Bool { ranges.contains { $0.contains(address) } }

  /// An address with or without a port, as different proxies write it.
  private static func address(_ hop: Substring) -> Address? {
    let space: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let text = hop.drop(while: space)
    guard let last = text.lastIndex(where: { !space($0) }) else { return nil }
    let whole = text[...last]
    if let address = Address(hostText: whole) { return address }
    if whole.hasPrefix("["), whole.hasSuffix("]") {
      return Address(hostText: whole.dropFirst().dropLast())
    }
    return HostPort(whole).flatMap { Address(hostText: $0.host) }
  }
}
