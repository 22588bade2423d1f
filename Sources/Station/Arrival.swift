package import Relay
package import Vocabulary

/// Something that came from outside, stamped with the time at which it was read.
package struct Arrival: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// A datagram on the direct path; anyone may have sent it.
    case direct(from: Address, [UInt8])
    /// The direct path's socket was closed under us.
    case directClosed
    /// What happened on the connection to the relay that this attempt made.
    case relay(attempt: Int, RelayNews)
    /// Hosts that were looked up have these addresses, in the order in which they were given.
    case resolved([ResolvedHost])
    /// The machine's own addresses have changed, or the one that it uses first; these are all, the
    /// likeliest first.
    case localAddresses([Address])
  }

  package let time: Instant
  package let content: Content

  package init(time: Instant, content: Content) {
    self.time = time
    self.content = content
  }
}

/// A host with the addresses that a look-up found; none when nobody knows it.
package struct ResolvedHost: Hashable, Sendable {
  package let host: HostPort
  package let addresses: [Address]

  package init(_ host: HostPort, _ addresses: [Address]) {
    self.host = host
    self.addresses = addresses
  }

  /// The addresses of all, one of each host in turn: where there are too many to ask, no host pushes out
  /// another.
  package static func inTurn(_ hosts: [ResolvedHost]) -> [Address] {
    let most = hosts.map(\.addresses.count).max() ?? 0
    return (0..<most).flatMap { turn in
      hosts.compactMap { $0.addresses.count > turn ? $0.addresses[turn] : nil }
    }
  }
}

/// What happens on a connection to the relay. `closed` comes once, last, unless we hang up ourselves.
package enum RelayNews: Hashable, Sendable {
  /// The relay's name has been looked up, and a connection is being made.
  case lookedUp
  case message(RelayMessage)
  /// A sign of life that says nothing.
  case alive
  /// The answer to our ping: what we say gets there.
  case answered
  case closed(RelayClosure)
}
