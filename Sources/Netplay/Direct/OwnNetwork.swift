import Rollback
package import Vocabulary

/// What this side knows of its own network; one observer's silence is kept apart from a diagnosis.
package enum OwnNetwork: Hashable, Sendable {
  /// What is told to others too.
  case known(NetworkKind)
  /// The only STUN server that was asked does not answer, at these addresses: it, its port, or a way
  /// to it may be closed, or UDP may be blocked here.
  case unanswered(by: StunObserver, at: [Address])

  /// With what a peer tells as the second opinion: where the server answers others, the silence is ours.
  ///
  /// A server in the peer's own machine proves nothing: that it sees the peer, or that another one
  /// does, opens no port of that machine.
  func kind(beside peer: Reachability?) -> NetworkKind {
    switch self {
    case .known(let kind): return kind
    case .unanswered(_, let addresses):
      guard let peer, peer.network.wasAnswered else { return .unknown }
      let isPeers = peer.candidates.contains { candidate in
        addresses.contains { $0.with(port: 0) == candidate.with(port: 0) }
      }
      return isPeers ? .unknown : .blocked
    }
  }
}

/// Who tells a player by which address it is seen.
public enum StunObserver: Hashable, Sendable {
  /// The UDP port of the room's relay.
  case relay
  /// A server that the player named.
  case named
}

extension NetworkKind {
  /// Whether some STUN server answered.
  fileprivate var wasAnswered: Bool {
    switch self {
    case .open, .mapped, .strict: true
    case .unknown, .blocked, .relayOnly: false
    }
  }
}
