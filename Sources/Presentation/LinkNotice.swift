package import Vocabulary

/// What an operator or a player is told about how a relay is spoken to.
package enum LinkNotice {
  /// For the operator of a relay that others reach without TLS; nothing when nobody can, or it has TLS.
  package static func listening(on host: String, by link: RelayLink) -> String? {
    guard !link.isSecured, !isLoopback(host) else { return nil }
    return
      "listens without TLS on \(host): who is on the way sees rooms, and can take seats in them. Give it "
      + "--tls-certificate and --tls-key, or let it listen on 127.0.0.1 behind a proxy that has TLS"
  }

  /// For a host whose own relay others reach without TLS.
  package static func hosting(at host: String, by link: RelayLink) -> String? {
    guard !link.isSecured, !isLoopback(host) else { return nil }
    return "without TLS: who is on the way sees the room, not what is said in it (--tls hides both)"
  }

  /// For a player who reaches a relay without TLS.
  package static func connecting(to relay: RelayAddress) -> String? {
    guard !relay.link.isSecured, !isLoopback(relay.location.host) else { return nil }
    return "no TLS with \(relay.location): who is on the way sees the room, not what is said in it"
  }

  /// Whether what is sent to a host stays on this machine.
  package static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || Address(hostText: host)?.isLoopback ?? false
  }
}
