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
    /// Hosts that were looked up have these addresses.
    case resolved([Address])
    /// The machine's own addresses have changed; these are all.
    case localAddresses([Address])
  }

  package let time: Instant
  package let content: Content

  package init(time: Instant, content: Content) {
    self.time = time
    self.content = content
  }
}

/// What happens on a connection to the relay. `closed` comes once, last, unless we hang up ourselves.
package enum RelayNews: Hashable, Sendable {
  case message(RelayMessage)
  /// A sign of life that says nothing: a ping, or the answer to ours.
  case alive
  case closed(RelayClosure)
}
