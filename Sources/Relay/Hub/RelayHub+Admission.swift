import Vocabulary

// How a stranger gets into a room: by creating it, by joining it, or by coming back to it.
extension RelayHub {
  /// Looks at what a stranger asks for, or lets it wait where it could be one more guess of an address
  /// that has guessed too often.
  mutating func attempt(
    _ message: ClientMessage, _ id: ConnectionID, with ticket: ResumeTicket, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    let wait = mayBeGuess(message) ? waitToJoin(id, now: now) : .none
    guard wait != .none else {
      return look(at: message, id, with: ticket, now: now, into: &effects)
    }
    counters.slowedJoins += 1
    connections[id]?.slowed(until: now + wait.duration, asking: message, ticket)
    send(RelayMessage.slowed(wait).encoded, to: id, into: &effects)
  }

  /// Looks at those who have waited long enough.
  mutating func lookAtSlowed(now: Instant, into effects: inout [RelayEffect]) {
    let waiting = connections.filter { _, connection in
      if case .slowed(let until, _, _) = connection.phase { until <= now } else { false }
    }
    for id in waiting.keys.sorted() {
      // Whoever was let in before it may have taken its place.
      guard case .slowed(_, let message, let ticket)? = connections[id]?.phase else { continue }
      // While we let it wait nothing was due from it.
      connections[id]?.upgraded(ticket: ticket, now: now)
      look(at: message, id, with: ticket, now: now, into: &effects)
    }
  }

  private mutating func look(
    at message: ClientMessage, _ id: ConnectionID, with ticket: ResumeTicket, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    switch message {
    case .createRoom(let room, let hash, let capacity):
      create(room, hash, capacity: capacity, by: id, with: ticket, now: now, into: &effects)
    case .joinRoom(let room, let token):
      join(room, token, id, with: ticket, now: now, into: &effects)
    case .resume(let request): resume(request, id, now: now, into: &effects)
    case .leave, .data, .signal, .hold: refuse(id, .malformed, now: now, into: &effects)
    }
  }

  /// Opens a room for its creator, who gets seat 0.
  private mutating func create(
    _ roomID: RoomCode, _ hash: AdmissionHash, capacity: Int, by id: ConnectionID,
    with ticket: ResumeTicket, now: Instant, into effects: inout [RelayEffect]
  ) {
    if rooms[roomID] != nil {
      return createAgain(roomID, hash, by: id, with: ticket, now: now, into: &effects)
    }
    if let refusal = objection(toNewRoomOf: capacity, by: id, now: now) {
      return refuse(id, refusal, now: now, into: &effects)
    }
    open(roomID, Room(tokenHash: hash, capacity: capacity, now: now), of: capacity, now: now)
    seat(id, Membership(room: roomID, seat: PlayerIndex(0)), with: ticket, now: now, into: &effects)
  }

  /// The room is there: whose first attempt got no answer has its seat now, and nobody else.
  private mutating func createAgain(
    _ roomID: RoomCode, _ hash: AdmissionHash, by id: ConnectionID, with ticket: ResumeTicket,
    now: Instant, into effects: inout [RelayEffect]
  ) {
    switch rooms[roomID]?.create(tokenHash: hash, now: now) {
    case .seat(let seat):
      self.seat(
        id, Membership(room: roomID, seat: seat), with: ticket, now: now, into: &effects)
    case .wrongToken:
      noteFailedJoin(id, now: now)
      refuse(id, .roomExists, now: now, into: &effects)
    case .full, .hostLeft, .heldBy, nil: refuse(id, .roomExists, now: now, into: &effects)
    }
  }

  /// Gives the lowest open seat to whoever shows the room's token.
  private mutating func join(
    _ roomID: RoomCode, _ token: JoinToken, _ id: ConnectionID, with ticket: ResumeTicket,
    now: Instant, into effects: inout [RelayEffect]
  ) {
    let admission = admission(roomID, token.hash, now: now)
    guard
      let membership = membership(admission, in: roomID, for: id, now: now, into: &effects)
    else { return }
    counters.joins += 1
    seat(id, membership, with: ticket, now: now, into: &effects)
  }

  /// Gives a seat back. A room that this relay does not know is built again, for a relay that was
  /// restarted knows none: that is worth no more to a stranger than `create`, and costs the same.
  private mutating func resume(
    _ request: ResumeRequest, _ id: ConnectionID, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    if rooms[request.room] == nil {
      if let refusal = objection(toNewRoomOf: request.capacity, by: id, now: now) {
        return refuse(id, refusal, now: now, into: &effects)
      }
      open(
        request.room,
        Room(resuming: request, othersUntil: now + limits.resumeGrace, now: now),
        of: request.capacity, now: now)
    }
    guard
      let admission = rooms[request.room]?.resume(request, now: now),
      let membership = membership(admission, in: request.room, for: id, now: now, into: &effects)
    else { return }
    counters.resumptions += 1
    // Who expects others plays with them.
    connections[id]?.holds(request.expected.isEmpty ? .open : .kept)
    seat(id, membership, with: request.ticket, now: now, into: &effects)
  }

  // MARK: Judgements

  /// Whether whoever says it learns something about a token. A new room needs none, and a member who
  /// shows its ticket has no more to learn.
  private func mayBeGuess(_ message: ClientMessage) -> Bool {
    switch message {
    case .createRoom(let room, _, _): rooms[room] != nil
    case .joinRoom: true
    case .resume(let request): rooms[request.room].map { !$0.knows(request) } ?? false
    case .leave, .data, .signal, .hold: false
    }
  }

  private func waitToJoin(_ id: ConnectionID, now: Instant) -> Wait {
    guard let address = connections[id]?.address else { return .none }
    return addresses[address]?.waitToJoin(limits, now: now) ?? .none
  }

  private mutating func objection(
    toNewRoomOf capacity: Int, by id: ConnectionID, now: Instant
  ) -> RefusalReason? {
    guard let address = connections[id]?.address else { return .malformed }
    if let closingTime { return closingTime }
    if let wait = addresses[address]?.chargeRoom(rates: rates, now: now) {
      return .rateLimited(wait)
    }
    if capacity > limits.roomCapacity { return .malformed }
    return rooms.count >= limits.rooms ? .tooManyRooms : nil
  }

  /// An unknown room takes the same steps as a wrong token: a hash, a comparison, a failure.
  private func admission(
    _ roomID: RoomCode, _ hash: AdmissionHash, now: Instant
  ) -> Room.Admission {
    if let admission = rooms[roomID]?.admit(tokenHash: hash, now: now) {
      return admission
    }
    let decoy = Room(tokenHash: .unmatchable, capacity: 1, now: now)
    _ = decoy.admit(tokenHash: hash, now: now)
    return .wrongToken
  }

  /// Clears the seat that the room grants, or refuses and returns nothing.
  private mutating func membership(
    _ admission: Room.Admission, in room: RoomCode, for id: ConnectionID, now: Instant,
    into effects: inout [RelayEffect]
  ) -> Membership? {
    switch admission {
    case .seat(let seat): return Membership(room: room, seat: seat)
    case .heldBy(let former):
      let membership = connections[former]?.membership
      end(former, .replaced, now: now, into: &effects)
      return membership
    case .full: refuse(id, .roomFull, now: now, into: &effects)
    case .hostLeft: refuse(id, .hostLeft, now: now, into: &effects)
    case .wrongToken:
      noteFailedJoin(id, now: now)
      refuse(id, .noSuchRoom(next: waitToJoin(id, now: now)), now: now, into: &effects)
    }
    return nil
  }

  private mutating func noteFailedJoin(_ id: ConnectionID, now: Instant) {
    counters.failedJoins += 1
    guard let address = connections[id]?.address else { return }
    addresses[address]?.failedToJoin(limits, now: now)
  }

  // MARK: Changes

  private mutating func open(_ id: RoomCode, _ room: Room, of capacity: Int, now: Instant) {
    rooms[id] = room
    counters.roomsCreated += 1
    note(id, now: now) { .roomOpened($0, capacity: capacity) }
  }

  private mutating func seat(
    _ id: ConnectionID, _ membership: Membership, with ticket: ResumeTicket, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    note(membership.room, now: now) { .seated($0, membership.seat) }
    rooms[membership.room]?.sat(id, at: membership.seat, with: ticket)
    connections[id]?.admitted(membership)
    guard let room = rooms[membership.room] else { return }
    let welcome = room.welcome(at: membership.seat, with: ticket)
    send(RelayMessage.welcome(welcome).encoded, to: id, into: &effects)
    tellOfDrain(id, into: &effects)
    for other in room.members where other != id {
      send(RelayMessage.peerJoined(membership.seat).encoded, to: other, into: &effects)
    }
  }
}
