/// How one datagram reaches a peer, or came from it.
public enum PeerAddress: Hashable, Sendable {
  case direct(Address)
  /// The relay stamps the seat from the connection.
  case relay(PlayerIndex)

  package var path: Path {
    switch self {
    case .direct: .direct
    case .relay: .relay
    }
  }
}
