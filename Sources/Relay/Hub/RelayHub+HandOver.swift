package import Vocabulary

// How somebody gets to the event loop that has their room.
extension RelayHub {
  /// By which way a connection comes to a hub.
  package enum Coming: Hashable, Sendable {
    case accepted
    /// Another loop of this relay has accepted and counted it.
    case handedOver
  }

  /// Lets go of who asks for a room of another loop.
  ///
  /// - Returns: Whether that was so.
  mutating func handsOver(
    _ message: ClientMessage, _ id: ConnectionID, now: Instant, into effects: inout [RelayEffect]
  ) -> Bool {
    guard share.count > 1, let room = message.room, let loop = share.otherLoop(of: room),
      let connection = connections[id]
    else { return false }
    switch share.visitors {
    case .refused: refuse(id, .malformed, now: now, into: &effects)
    case .handedOver:
      effects.append(
        .handOver(id, HandOver(loop: loop, address: connection.address, message: message)))
      remove(id, .left, now: now, into: &effects)
    }
    return true
  }

  /// The shell has given a connection, which was in no room, to another loop.
  package mutating func handedOver(
    _ id: ConnectionID, now: Instant, into effects: inout [RelayEffect]
  ) {
    remove(id, .left, now: now, into: &effects)
  }

  /// Another loop has let somebody in who asks for one of our rooms.
  ///
  /// - Parameter ticket: As for `upgraded`.
  package mutating func took(
    _ id: ConnectionID, _ handOver: HandOver, ticket: ResumeTicket, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    opened(id, from: handOver.address, coming: .handedOver, now: now, into: &effects)
    guard connections[id] != nil else { return }
    connections[id]?.upgraded(ticket: ticket, now: now)
    strangerSaid(handOver.message, id, with: ticket, now: now, into: &effects)
  }
}

extension ClientMessage {
  /// The room that a stranger asks for.
  package var room: RoomCode? {
    switch self {
    case .createRoom(let token, _), .joinRoom(let token): token.room
    case .resume(let request): request.token.room
    case .data, .signal, .leave, .hold: nil
    }
  }
}
