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

/// Says why there is no connection to the relay, or no longer one.
package enum RelayClosure: Hashable, Sendable {
  case unreachable(host: String, port: UInt16, UnreachableCause)
  /// Something answers there that speaks no relay protocol of ours.
  case notARelay(host: String, port: UInt16)
  /// No welcome within the time limit.
  case timedOut(host: String, port: UInt16)
  case refused(RefusalReason)
  /// The connection stood, and the relay or the network ended it.
  case lost
  /// The connection stood, and nothing came for longer than the relay's pings allow.
  case silent
  /// `RelayConnection.close` was called.
  case closedHere
}

package enum UnreachableCause: Hashable, Sendable {
  case connectionRefused
  case unknownHost
  case noRoute
  /// The error number of the system, as `errno` has it.
  case system(errno: Int32)
  case unknown
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
