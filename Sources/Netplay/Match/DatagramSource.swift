public import Rollback

/// Where a datagram came from, as the transport knows it.
public enum DatagramSource: Hashable, Sendable {
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
