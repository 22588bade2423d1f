import Vocabulary

// How a stranger gets into a room: by creating it, by joining it, or by coming back to it.
extension RelayHub {
  /// What somebody asks for who has no seat by this connection.
  private struct Attempt {
    let id: ConnectionID
    let message: ClientMessage
    /// The connection's own, which a new seat gets.
    let ticket: ResumeTicket
    let now: Instant
  }

  /// Looks at what a stranger asks for, or lets it wait where it knocks at a room that is not there from
  /// an address that has done so too often. Who was invited into one that is there never waits for
  /// others' guesses, wherever they come from.
  mutating func attempt(
    _ message: ClientMessage, _ id: ConnectionID, with ticket: ResumeTicket, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    let attempt = Attempt(id: id, message: message, ticket: ticket, now: now)
    let wait = isJoinOfUnknownRoom(message) ? waitToJoin(id, now: now) : .none
    guard wait != .none else { return look(at: attempt, into: &effects) }
    counters.slowedJoins += 1
    slow(attempt, for: wait, into: &effects)
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
      look(at: Attempt(id: id, message: message, ticket: ticket, now: now), into: &effects)
    }
  }

  private mutating func look(at attempt: Attempt, into effects: inout [RelayEffect]) {
    switch attempt.message {
    case .createRoom(let token, let capacity):
      create(token.room, capacity: capacity, attempt, into: &effects)
    case .joinRoom(let token): join(token.room, attempt, into: &effects)
    case .resume(let request): resume(request, attempt, into: &effects)
    case .leave, .data, .signal, .hold:
      refuse(attempt.id, .malformed, now: attempt.now, into: &effects)
    }
  }

  /// Opens a room for its creator, who gets seat 0; where it is there, whose first attempt got no answer
  /// has that seat now, and nobody else.
  private mutating func create(
    _ room: RoomCode, capacity: Int, _ attempt: Attempt, into effects: inout [RelayEffect]
  ) {
    if let admission = rooms[room]?.create(now: attempt.now) {
      guard case .seat = admission else {
        return refuse(attempt.id, .roomExists, now: attempt.now, into: &effects)
      }
      _ = settle(admission, in: room, attempt, with: attempt.ticket, into: &effects)
      return
    }
    if let refusal = objection(toNewRoomOf: capacity, attempt) {
      return refuse(attempt.id, refusal, now: attempt.now, into: &effects)
    }
    open(room, Room(capacity: capacity, now: attempt.now), of: capacity, attempt)
    _ = settle(
      .seat(PlayerIndex(0)), in: room, attempt, with: attempt.ticket, into: &effects)
  }

  /// Gives the lowest open seat to whoever was invited.
  private mutating func join(
    _ room: RoomCode, _ attempt: Attempt, into effects: inout [RelayEffect]
  ) {
    guard let admission = rooms[room]?.admit(now: attempt.now) else {
      noteFailedJoin(attempt.id, now: attempt.now)
      let next = waitToJoin(attempt.id, now: attempt.now)
      return refuse(attempt.id, .noSuchRoom(next: next), now: attempt.now, into: &effects)
    }
    if settle(admission, in: room, attempt, with: attempt.ticket, into: &effects) {
      counters.joins += 1
    }
  }

  /// Gives a seat back. A room that this relay does not know is built again, for a relay that was
  /// restarted knows none: by its token, as by `create`, and at the same cost.
  private mutating func resume(
    _ request: ResumeRequest, _ attempt: Attempt, into effects: inout [RelayEffect]
  ) {
    let room = request.token.room
    if rooms[room] == nil {
      if let refusal = objection(toNewRoomOf: request.capacity, attempt) {
        return refuse(attempt.id, refusal, now: attempt.now, into: &effects)
      }
      open(
        room,
        Room(resuming: request, othersUntil: attempt.now + limits.resumeGrace, now: attempt.now),
        of: request.capacity, attempt)
    }
    guard let admission = rooms[room]?.resume(request, now: attempt.now),
      settle(admission, in: room, attempt, with: request.ticket, into: &effects)
    else { return }
    counters.resumptions += 1
    // Who expects others plays with them.
    connections[attempt.id]?.holds(request.expected.isEmpty ? .open : .kept)
  }

  // MARK: Judgements

  private func isJoinOfUnknownRoom(_ message: ClientMessage) -> Bool {
    if case .joinRoom(let token) = message { rooms[token.room] == nil } else { false }
  }

  private func waitToJoin(_ id: ConnectionID, now: Instant) -> Wait {
    guard let address = connections[id]?.address else { return .none }
    return addresses[address]?.waitToJoin(limits, now: now) ?? .none
  }

  private mutating func objection(
    toNewRoomOf capacity: Int, _ attempt: Attempt
  ) -> RefusalReason? {
    guard let address = connections[attempt.id]?.address else { return .malformed }
    if let closingTime { return closingTime }
    if capacity > limits.roomCapacity {
      return .roomTooLarge(seats: UInt8(clamping: limits.roomCapacity))
    }
    guard hasSpaceForRoom(now: attempt.now) else { return .tooManyRooms }
    // Last: who finds the relay full and asks again has opened nothing.
    for scope in address.scopes {
      let allowance = rates.allowance(of: scope)
      if let wait = addresses[scope]?.chargeRoom(allowance, now: attempt.now) {
        return .tooManyRoomsFromHere(wait)
      }
    }
    return nil
  }

  private mutating func noteFailedJoin(_ id: ConnectionID, now: Instant) {
    counters.failedJoins += 1
    guard let address = connections[id]?.address else { return }
    addresses[address]?.failedToJoin(limits, now: now)
  }

  // MARK: Changes

  private mutating func open(
    _ id: RoomCode, _ room: Room, of capacity: Int, _ attempt: Attempt
  ) {
    rooms[id] = room
    rooms[id]?.opener = connections[attempt.id]?.address
    counters.roomsCreated += 1
    note(id, now: attempt.now) { .roomOpened($0, capacity: capacity) }
  }

  /// Seats whom the room grants a seat, in the place of a former connection of its own; whoever comes to
  /// a seat that was taken too often waits first, and loses nothing by that: what is its own stays so.
  ///
  /// - Returns: Whether it has the seat.
  private mutating func settle(
    _ admission: Room.Admission, in room: RoomCode, _ attempt: Attempt,
    with ticket: ResumeTicket, into effects: inout [RelayEffect]
  ) -> Bool {
    let membership: Membership
    switch admission {
    case .full:
      refuse(attempt.id, .roomFull, now: attempt.now, into: &effects)
      return false
    case .hostLeft:
      refuse(attempt.id, .hostLeft, now: attempt.now, into: &effects)
      return false
    case .seat(let seat), .heldBy(_, let seat): membership = Membership(room: room, seat: seat)
    }
    if let wait = rooms[room]?.chargeSeating(
      at: membership.seat, rate: rates.seatings, now: attempt.now)
    {
      counters.slowedSeatings += 1
      endWaiting(at: membership, before: attempt, into: &effects)
      slow(attempt, for: wait, into: &effects)
      return false
    }
    if case .heldBy(let former, _) = admission {
      end(former, .replaced, now: attempt.now, into: &effects)
    }
    seat(attempt.id, membership, with: ticket, now: attempt.now, into: &effects)
    return true
  }

  /// One connection waits for a seat, the newest: it is what its client still listens to, and many would
  /// wait for hours, one after the other.
  private mutating func endWaiting(
    at membership: Membership, before attempt: Attempt, into effects: inout [RelayEffect]
  ) {
    guard let former = rooms[membership.room]?.waits(attempt.id, at: membership.seat),
      former != attempt.id, case .slowed? = connections[former]?.phase
    else { return }
    end(former, .replaced, now: attempt.now, into: &effects)
  }

  private mutating func slow(
    _ attempt: Attempt, for wait: Wait, into effects: inout [RelayEffect]
  ) {
    connections[attempt.id]?.slowed(
      until: attempt.now + wait.duration, asking: attempt.message, attempt.ticket)
    send(RelayMessage.slowed(wait).encoded, to: attempt.id, now: attempt.now, into: &effects)
  }

  private mutating func seat(
    _ id: ConnectionID, _ membership: Membership, with ticket: ResumeTicket,
    now: Instant, into effects: inout [RelayEffect]
  ) {
    note(membership.room, now: now) { .seated($0, membership.seat) }
    rooms[membership.room]?.sat(id, at: membership.seat, with: ticket)
    connections[id]?.admitted(membership)
    membershipChanges += 1
    guard let room = rooms[membership.room] else { return }
    let welcome = room.welcome(at: membership.seat, with: ticket)
    send(RelayMessage.welcome(welcome).encoded, to: id, now: now, into: &effects)
    tellOfDrain(id, now: now, into: &effects)
    for other in room.members where other != id {
      send(RelayMessage.peerJoined(membership.seat).encoded, to: other, now: now, into: &effects)
    }
  }
}
