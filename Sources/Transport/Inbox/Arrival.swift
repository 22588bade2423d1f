package import Netplay
package import Relay

/// Something that came from outside, stamped with the time at which the event loop read it.
package struct Arrival: Hashable, Sendable {
  package enum Content: Hashable, Sendable {
    /// A datagram on the direct path; anyone may have sent it.
    case direct(from: Address, [UInt8])
    /// A payload that the relay forwarded and stamped with the seat of its sender.
    case relayData(from: RelaySeat, [UInt8])
    case relaySignal(from: RelaySeat, [UInt8])
    case relay(RelayEvent)
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

/// What happens to the connection to the relay. `closed` comes exactly once, last, whatever the cause.
package enum RelayEvent: Hashable, Sendable {
  case connected(RelayWelcome)
  case peerJoined(RelaySeat)
  case peerLeft(RelaySeat)
  case closed(RelayClosure)
}

/// What was accepted for sending and is not yet with the system's network stack.
package struct Backlog: Hashable, Sendable {
  package var messages: Int
  package var bytes: Int

  package init(messages: Int = 0, bytes: Int = 0) {
    self.messages = messages
    self.bytes = bytes
  }
}
