import Relay
package import SecureChannel

/// Where a relay is.
package struct RelayLocation: Hashable, Sendable {
  package let host: String
  package let port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }
}

/// What a client asks for when it is connected.
package enum RelayEntry: Hashable, Sendable {
  /// - Parameter capacity: seats, the creator's included; 1 to 16, and within the relay's own limit.
  case create(RoomCode, JoinToken, capacity: Int)
  case join(RoomCode, JoinToken)

  var message: ClientMessage {
    switch self {
    case .create(let room, let token, let capacity):
      guard let hash = AdmissionHash(bytes: token.hash) else {
        preconditionFailure("a hash of \(token.hash.count) bytes")
      }
      return .createRoom(Self.id(of: room), hash, capacity: capacity)
    case .join(let room, let token):
      guard let proof = AdmissionToken(bytes: token.bytes) else {
        preconditionFailure("a token of \(token.bytes.count) bytes")
      }
      return .joinRoom(Self.id(of: room), proof)
    }
  }

  private static func id(of room: RoomCode) -> RelayRoomID {
    guard let id = RelayRoomID(rawValue: room.bits) else {
      preconditionFailure("a room code of more than \(RelayRoomID.bitCount) bits")
    }
    return id
  }
}
