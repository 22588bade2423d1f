/// A host by name or address, and a port.
package struct HostPort: Hashable, Sendable {
  package let host: String
  package let port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `host:port` or `[IPv6 address]:port`, which `description` writes; nothing when it is neither.
  package init?(_ text: some StringProtocol) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let port = UInt16(digits)
    else { return nil }
    let host = text[..<colon]
    guard host.hasPrefix("[") == host.hasSuffix("]") else { return nil }
    let isBracketed = host.hasPrefix("[") && host.count > 1
    let bare = isBracketed ? host.dropFirst().dropLast() : host[...]
    guard !bare.isEmpty, bare.contains(":") == isBracketed,
      bare.utf8.allSatisfy(Self.isHostByte)
    else { return nil }
    self.init(host: String(bare), port: port)
  }

  /// Reads the same with or without a port, but not a port alone: `relay.example`, `[2001:db8::1]`.
  package init?(_ text: some StringProtocol, defaultPort: UInt16) {
    if let whole = HostPort(text) {
      self = whole
      return
    }
    guard !text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    self.init("\(text):\(defaultPort)")
  }

  /// Whether it is an address of IPv6 with the name of an interface, which only this machine knows.
  package var hasZone: Bool { host.utf8.contains(UInt8(ascii: "%")) }

  /// Visible ASCII without what has a meaning in a URL.
  private static func isHostByte(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) && !"/?#@[]\\\"'<>".utf8.contains(byte)
  }
}

extension HostPort: CustomStringConvertible {
  /// As it stands in a URL: `relay.example:7777`, `192.0.2.1:7777`, `[2001:db8::1]:7777`.
  package var description: String {
    host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }
}
