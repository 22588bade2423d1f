package import Relay
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
  /// Comes back to a seat that a welcome gave, also to a relay that has forgotten the room.
  case resume(RoomCode, JoinToken, seat: RelaySeat, capacity: Int, ticket: ResumeTicket)

  /// The way back to the seat of a welcome that this entry led to.
  package func resuming(_ welcome: RelayWelcome) -> RelayEntry {
    switch self {
    case .create(let room, let token, _), .join(let room, let token),
      .resume(let room, let token, _, _, _):
      .resume(
        room, token, seat: welcome.seat, capacity: welcome.capacity, ticket: welcome.ticket)
    }
  }

  var isResumption: Bool {
    switch self {
    case .resume: true
    case .create, .join: false
    }
  }

  var message: ClientMessage {
    switch self {
    case .create(let room, let token, let capacity):
      guard let hash = AdmissionHash(bytes: token.hash) else {
        preconditionFailure("a hash of \(token.hash.count) bytes")
      }
      return .createRoom(Self.id(of: room), hash, capacity: capacity)
    case .join(let room, let token): return .joinRoom(Self.id(of: room), Self.proof(token))
    case .resume(let room, let token, let seat, let capacity, let ticket):
      return .resume(
        ResumeRequest(
          room: Self.id(of: room), token: Self.proof(token), seat: seat, capacity: capacity,
          ticket: ticket))
    }
  }

  private static func proof(_ token: JoinToken) -> AdmissionToken {
    guard let proof = AdmissionToken(bytes: token.bytes) else {
      preconditionFailure("a token of \(token.bytes.count) bytes")
    }
    return proof
  }

  private static func id(of room: RoomCode) -> RelayRoomID {
    guard let id = RelayRoomID(rawValue: room.bits) else {
      preconditionFailure("a room code of more than \(RelayRoomID.bitCount) bits")
    }
    return id
  }
}
