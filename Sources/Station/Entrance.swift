package import Relay
package import SecureChannel
package import Vocabulary

/// How to get into a room: where its relay is, what to ask there, and by which keys. All that shows whose
/// room it is follows from the secret.
package struct Entrance: Sendable {
  package enum Purpose: Hashable, Sendable {
    /// - Parameter capacity: seats, the creator's included.
    case create(capacity: Int)
    case join
  }

  package let relay: HostPort
  package let link: RelayLink
  package let entry: RelayEntry
  package let secret: InviteSecret
  package let direct: DirectPolicy

  package init(
    relay: HostPort, over link: RelayLink = .plain, to purpose: Purpose, by secret: InviteSecret,
    direct: DirectPolicy
  ) {
    let token = JoinToken(secret: secret)
    self.relay = relay
    self.link = link
    entry =
      switch purpose {
      case .create(let capacity): .create(token, capacity: capacity)
      case .join: .join(token)
      }
    self.secret = secret
    self.direct = direct
  }

  package var room: RoomCode { entry.room }
}

/// What a player wants of the direct path.
package enum DirectPolicy: Hashable, Sendable {
  /// Own addresses are told, and those of STUN servers.
  case everywhere(stun: [HostPort])
  /// Everybody is on this machine.
  case loopback
  /// No address is told, and nothing is sent by UDP.
  case relayOnly

  /// Whether an address of another player's may be sent to at all: nothing on the way shall make us
  /// knock at our own machine's doors.
  package func allows(_ address: Address) -> Bool {
    switch self {
    case .relayOnly: false
    case .loopback: address.isLoopback
    case .everywhere: !address.isLoopback
    }
  }
}
