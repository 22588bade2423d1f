package import Vocabulary

/// Everything that a player needs to join: where the relay is, and the secret of the room.
///
/// `ghostline://host:port#SECRET`, or `ghostlines://host:port[/path][?pin=PIN]#SECRET` for a relay that speaks
/// TLS; a path leads through a proxy. The secret is base 32 (Crockford), 26 characters, the pin 43 of base
/// 64 for URLs. The part after `#` never reaches the relay: the room follows from a token that is derived
/// from it. Printing an invite never shows its secret; `text` is the one way to it.
package struct Invite: Hashable, Sendable {
  /// Longest text that is looked at.
  package static let characterLimit = 512

  package let host: InviteHost
  /// Never zero.
  package let port: UInt16
  package let link: RelayLink
  package let secret: InviteSecret

  package init(
    host: InviteHost, port: UInt16, link: RelayLink = .plain,
    secret: InviteSecret
  ) {
    precondition(port != 0, "an invite names a real port")
    self.host = host
    self.port = port
    self.link = link
    self.secret = secret
  }

  /// The whole invite with its secret: for the person who is invited, and nobody else.
  package var text: String { address + "#" + secret.text }

  /// Where the relay is.
  package var relay: RelayAddress {
    RelayAddress(HostPort(host: host.name, port: port), by: link)
  }

  private var address: String {
    let scheme = link.isSecured ? "ghostlines" : "ghostline"
    let path = link.path.isRoot ? "" : link.path.text
    let query = link.pin.map { "?pin=" + $0.text } ?? ""
    return "\(scheme)://\(host.text):\(port)\(path)\(query)"
  }
}

extension Invite: CustomStringConvertible, CustomDebugStringConvertible {
  /// The invite without its secret: fit for logs and screens.
  package var description: String { address + "#…" }
  package var debugDescription: String { description }
}
