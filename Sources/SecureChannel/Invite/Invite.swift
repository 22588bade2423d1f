/// Everything that a player needs to join: where the relay is, and the secret of the room.
///
/// `ghostline://host:port[?pin=PIN]#SECRET`, or `ghostlines://` for a relay that speaks TLS. Pin and
/// secret are base 32 (Crockford): 52 and 26 characters. The part after `#` never reaches the relay: the
/// room follows from a token that is derived from it. Printing an invite never shows its secret; `text` is the one way to it.
package struct Invite: Hashable, Sendable {
  package enum Security: Hashable, Sendable {
    case plain
    case tls
  }

  /// Longest text that is looked at.
  package static let characterLimit = 512

  package let security: Security
  package let host: InviteHost
  /// Never zero.
  package let port: UInt16
  package let pin: CertificatePin?
  package let secret: InviteSecret

  package init(
    security: Security = .plain, host: InviteHost, port: UInt16, pin: CertificatePin? = nil,
    secret: InviteSecret
  ) {
    precondition(port != 0, "an invite names a real port")
    self.security = security
    self.host = host
    self.port = port
    self.pin = pin
    self.secret = secret
  }

  /// The whole invite with its secret: for the person who is invited, and nobody else.
  package var text: String { address + "#" + secret.text }

  private var address: String {
    let scheme = security == .tls ? "ghostlines" : "ghostline"
    let query = pin.map { "?pin=" + $0.text } ?? ""
    return "\(scheme)://\(host.text):\(port)\(query)"
  }
}

extension Invite: CustomStringConvertible, CustomDebugStringConvertible {
  /// The invite without its secret: fit for logs and screens.
  package var description: String { address + "#…" }
  package var debugDescription: String { description }
}
