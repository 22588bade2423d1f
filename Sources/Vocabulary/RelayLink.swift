/// How a relay is spoken to, where it is: with or without TLS, and by which path of a URL.
package struct RelayLink: Hashable, Sendable {
  package enum Security: Hashable, Sendable {
    case plain
    /// With a pin the relay's key alone counts; else its certificate is judged by the system's roots, its
    /// dates, and the host's name.
    case tls(CertificatePin?)
  }

  /// Without a proxy in front.
  package static let plain = RelayLink(.plain)

  package let security: Security
  package let path: RelayPath

  package init(_ security: Security, path: RelayPath = .root) {
    self.security = security
    self.path = path
  }

  package var isSecured: Bool { security != .plain }

  package var pin: CertificatePin? {
    switch security {
    case .plain: nil
    case .tls(let pin): pin
    }
  }
}

/// What a relay's proxy is asked for: begins with `/`.
package struct RelayPath: Hashable, Sendable {
  package static let characterLimit = 128
  package static let root = RelayPath()

  package let text: String

  private init() { text = "/" }

  /// Returns nothing for what is no path of RFC 3986 by its characters, or too long.
  package init?(_ text: some StringProtocol) {
    guard text.hasPrefix("/"), text.utf8.count <= Self.characterLimit,
      text.utf8.allSatisfy(Self.isAllowed)
    else { return nil }
    self.text = String(text)
  }

  package var isRoot: Bool { self == .root }

  package static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "/-._~%!$&'()*+,;=:@".utf8.contains(byte)
    }
  }
}
