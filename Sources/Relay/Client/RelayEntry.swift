package import Vocabulary

/// What a client asks of a relay when it is connected.
package enum RelayEntry: Hashable, Sendable {
  /// - Parameter capacity: seats, the creator's included; 1 to 16, and within the relay's own limit.
  case create(JoinToken, capacity: Int)
  case join(JoinToken)
  /// Comes back to a seat that a welcome gave, also to a relay that has forgotten the room.
  case resume(ResumeRequest)

  /// The way back to the seat of a welcome that this entry led to.
  package func resuming(_ welcome: RelayWelcome) -> RelayEntry {
    switch self {
    case .create(let token, _), .join(let token):
      .resume(
        ResumeRequest(
          token: token, seat: welcome.seat, capacity: welcome.capacity, ticket: welcome.ticket))
    case .resume(let request):
      .resume(
        ResumeRequest(
          token: request.token, seat: welcome.seat, capacity: welcome.capacity,
          ticket: welcome.ticket, expecting: request.expected))
    }
  }

  /// The same, for a match with these others, who may be on their way back too.
  package func keepingSeats(of others: Presence) -> RelayEntry {
    guard case .resume(let request) = self else { return self }
    return .resume(
      ResumeRequest(
        token: request.token, seat: request.seat, capacity: request.capacity,
        ticket: request.ticket, expecting: others))
  }

  /// The room that it leads to.
  package var room: RoomCode { token.room }

  private var token: JoinToken {
    switch self {
    case .create(let token, _), .join(let token): token
    case .resume(let request): request.token
    }
  }

  package var isResumption: Bool {
    switch self {
    case .resume: true
    case .create, .join: false
    }
  }

  /// Whether it comes back to a match that goes on.
  package var isInMatch: Bool {
    if case .resume(let request) = self { !request.expected.isEmpty } else { false }
  }

  package var isCreation: Bool {
    switch self {
    case .create: true
    case .join, .resume: false
    }
  }

  package var message: ClientMessage {
    switch self {
    case .create(let token, let capacity): .createRoom(token, capacity: capacity)
    case .join(let token): .joinRoom(token)
    case .resume(let request): .resume(request)
    }
  }
}
