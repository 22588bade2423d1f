/// Names a connection for the hub; the shell counts them up and never uses one twice.
package struct ConnectionID: Hashable, Comparable, Sendable {
  package let rawValue: UInt64

  package init(rawValue: UInt64) { self.rawValue = rawValue }

  package static func < (a: ConnectionID, b: ConnectionID) -> Bool { a.rawValue < b.rawValue }
}

/// Where a connection comes from, as coarse as limits are counted: an IPv4 address or an IPv6 /64,
/// which is what one subscriber gets.
package enum ClientAddress: Hashable, Sendable {
  case ipv4(UInt32)
  case ipv6(prefix: UInt64)
  /// An IPv6 /48: what one site gets.
  case site(prefix: UInt64)

  /// Itself and what it is a part of: each of them has limits.
  var scopes: [ClientAddress] {
    switch self {
    case .ipv4, .site: [self]
    case .ipv6(let prefix): [self, .site(prefix: prefix >> 16)]
    }
  }
}

/// Everything that the hub can ask of its shell.
package enum RelayEffect: Hashable, Sendable {
  /// Send one binary WebSocket message.
  case send(ConnectionID, [UInt8])
  case ping(ConnectionID)
  /// Answer a ping with its own payload.
  case pong(ConnectionID, payload: [UInt8])
  /// Close the connection after what was sent before; the hub has already forgotten it.
  case close(ConnectionID, CloseReason)
  /// Give the connection to another event loop; the hub has already forgotten it.
  case handOver(ConnectionID, HandOver)
}

/// Says why the relay ended a connection.
package enum CloseReason: Hashable, Sendable {
  case refused(RefusalReason)
  case left
  case handshakeTimeout
  case authenticationTimeout
  case silent
  case unwritable
  /// Its client came back by another connection and took the seat along.
  case replaced
  case roomExpired
  case tooManyConnections
  case connectingTooOften
  case memoryScarce
  case violation(ProtocolViolation)
  case shuttingDown
}

/// What a client did that HTTP, RFC 6455 or our use of them forbids.
package enum ProtocolViolation: UInt8, CaseIterable, Sendable {
  case headerTooLarge, badRequest, originRefused, subprotocolMissing
  case unmaskedFrame, reservedBits, reservedOpcode, textFrame, fragment, frameTooLarge
  case badControlFrame
}
