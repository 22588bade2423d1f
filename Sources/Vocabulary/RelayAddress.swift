/// The whole address of a relay as an operator writes it: where it is, and how it is spoken to.
///
/// `ghostline://HOST:PORT`, or `ghostlines://` for TLS, with `?pin=` for a certificate that nobody vouches
/// for. `ws://HOST/path` and `wss://HOST/path` are the same for a relay behind a web server, with the
/// ports of the web. Never with a secret: that is an invite.
package struct RelayAddress: Hashable, Sendable {
  package enum Flaw: Error, Hashable, Sendable {
    case scheme
    case location
    case path
    case pin
    /// A pin is of no use without TLS.
    case pinWithoutTLS
    /// It is an invite.
    case secret
  }

  /// Where relays listen unless told otherwise.
  package static let defaultPort: UInt16 = 7777

  package let location: HostPort
  package let link: RelayLink

  package init(_ location: HostPort, by link: RelayLink = .plain) {
    self.location = location
    self.link = link
  }

  /// Reads an address; without a scheme it is one without TLS, without a port it has its scheme's.
  package init(parsing text: String) throws(Flaw) {
    guard !text.contains("#") else { throw .secret }
    let scheme = try Scheme(of: text)
    var rest = text[scheme.end(in: text)...]
    let query = rest.firstIndex(of: "?").map { rest[rest.index(after: $0)...] }
    rest = rest.prefix { $0 != "?" }
    let authority = rest.prefix { $0 != "/" }
    let location = HostPort(authority) ?? HostPort("\(authority):\(scheme.port)")
    guard let location, location.port > 0 else { throw .location }
    let rawPath = rest[authority.endIndex...]
    guard let path = rawPath.isEmpty ? .root : RelayPath(rawPath) else { throw .path }
    var pin: CertificatePin?
    if let query {
      guard query.hasPrefix("pin="), let read = CertificatePin(text: query.dropFirst(4)) else {
        throw .pin
      }
      guard scheme.isSecured else { throw .pinWithoutTLS }
      pin = read
    }
    self.init(location, by: RelayLink(scheme.isSecured ? .tls(pin) : .plain, path: path))
  }

  private struct Scheme {
    let prefix: String
    let isSecured: Bool
    let port: UInt16

    private static let all = [
      Scheme(prefix: "ghostline://", isSecured: false, port: defaultPort),
      Scheme(prefix: "ghostlines://", isSecured: true, port: defaultPort),
      Scheme(prefix: "ws://", isSecured: false, port: 80),
      Scheme(prefix: "wss://", isSecured: true, port: 443),
    ]

    private init(prefix: String, isSecured: Bool, port: UInt16) {
      (self.prefix, self.isSecured, self.port) = (prefix, isSecured, port)
    }

    init(of text: String) throws(Flaw) {
      if let known = Self.all.first(where: { text.hasPrefix($0.prefix) }) {
        self = known
      } else {
        guard !text.contains("://") else { throw .scheme }
        self.init(prefix: "", isSecured: false, port: defaultPort)
      }
    }

    func end(in text: String) -> String.Index {
      text.index(text.startIndex, offsetBy: prefix.count)
    }
  }
}

extension RelayAddress: CustomStringConvertible {
  /// As it is read again, in the game's own schemes.
  package var description: String {
    let scheme = link.isSecured ? "ghostlines" : "ghostline"
    let path = link.path.isRoot ? "" : link.path.text
    let query = link.pin.map { "?pin=" + $0.text } ?? ""
    return "\(scheme)://\(location)\(path)\(query)"
  }
}
