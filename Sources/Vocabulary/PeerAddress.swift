/// How one datagram reaches a peer, or came from it.
public enum PeerAddress: Hashable, Sendable {
  /// By our own socket, to or from this address.
  case direct(Address)
  /// Through the relay, to or from this seat; the relay stamps it from the connection.
  case relay(PlayerIndex)

  package var path: Path {
    switch self {
    case .direct: .direct
    case .relay: .relay
    }
  }
}
