import Vocabulary

// How a stranger gets into a room: by creating it, by joining it, or by coming back to it.
extension RelayHub {
  /// Opens a room for its creator, who gets seat 0; `strangerSaid` asks for it.
  mutating func create(
    _ roomID: RoomCode, _ hash: AdmissionHash, capacity: Int, by id: ConnectionID,
    with ticket: ResumeTicket, now: Instant, into effects: inout [RelayEffect]
  ) {
    if rooms[roomID] != nil {
      return createAgain(roomID, hash, by: id, with: ticket, now: now, into: &effects)
    }
    if let refusal = objection(toNewRoomOf: capacity, by: id, now: now) {
      return refuse(id, refusal, now: now, into: &effects)
    }
    open(roomID, Room(tokenHash: hash, capacity: capacity, now: now))
    seat(id, Membership(room: roomID, seat: PlayerIndex(0)), with: ticket, into: &effects)
  }

  /// The room is there: whose first attempt got no answer has its seat now, and nobody else.
  private mutating func createAgain(
    _ roomID: RoomCode, _ hash: AdmissionHash, by id: ConnectionID, with ticket: ResumeTicket,
    now: Instant, into effects: inout [RelayEffect]
  ) {
    guard mayTry(id, now: now) else { return refuse(id, .rateLimited, now: now, into: &effects) }
    switch rooms[roomID]?.create(tokenHash: hash, limits, rates: rates, now: now) {
    case .seat(let seat):
      self.seat(id, Membership(room: roomID, seat: seat), with: ticket, into: &effects)
    case .wrongToken:
      noteFailedJoin(id, now: now)
      refuse(id, .roomExists, now: now, into: &effects)
    case .full, .hostLeft, .locked, .heldBy, nil: refuse(id, .roomExists, now: now, into: &effects)
    }
  }

  /// Gives the lowest open seat to whoever shows the room's token.
  mutating func join(
    _ roomID: RoomCode, _ token: JoinToken, _ id: ConnectionID, with ticket: ResumeTicket,
    now: Instant, into effects: inout [RelayEffect]
  ) {
    guard mayTry(id, now: now) else { return refuse(id, .rateLimited, now: now, into: &effects) }
    let admission = admission(roomID, token.hash, now: now)
    guard
      let membership = membership(admission, in: roomID, for: id, now: now, into: &effects)
    else { return }
    counters.joins += 1
    seat(id, membership, with: ticket, into: &effects)
  }

  /// Gives a seat back. A room that this relay does not know is built again, for a relay that was
  /// restarted knows none: that is worth no more to a stranger than `create`, and costs the same.
  mutating func resume(
    _ request: ResumeRequest, _ id: ConnectionID, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    guard mayTry(id, now: now) else { return refuse(id, .rateLimited, now: now, into: &effects) }
    if rooms[request.room] == nil {
      if let refusal = objection(toNewRoomOf: request.capacity, by: id, now: now) {
        return refuse(id, refusal, now: now, into: &effects)
      }
      open(
        request.room,
        Room(resuming: request, othersUntil: now + limits.resumeGrace, now: now))
    }
    guard
      let admission = rooms[request.room]?.resume(request, limits, rates: rates, now: now),
      let membership = membership(admission, in: request.room, for: id, now: now, into: &effects)
    else { return }
    counters.resumptions += 1
    // Who expects others plays with them.
    connections[id]?.holds(request.expected.isEmpty ? .open : .kept)
    seat(id, membership, with: request.ticket, into: &effects)
  }

  // MARK: Judgements

  private func mayTry(_ id: ConnectionID, now: Instant) -> Bool {
    guard let address = connections[id]?.address else { return false }
    return addresses[address]?.mayJoin(now: now) == true
  }

  private mutating func objection(
    toNewRoomOf capacity: Int, by id: ConnectionID, now: Instant
  ) -> RefusalReason? {
    guard let address = connections[id]?.address else { return .malformed }
    if phase != .serving { return .shuttingDown }
    guard addresses[address]?.mayCreateRoom(rates: rates, now: now) == true else {
      return .rateLimited
    }
    if capacity > limits.roomCapacity { return .malformed }
    return rooms.count >= limits.rooms ? .tooManyRooms : nil
  }

  /// An unknown room takes the same steps as a wrong token: a hash, a comparison, a failure.
  private mutating func admission(
    _ roomID: RoomCode, _ hash: AdmissionHash, now: Instant
  ) -> Room.Admission {
    if let admission = rooms[roomID]?.admit(tokenHash: hash, limits, rates: rates, now: now) {
      return admission
    }
    var decoy = Room(tokenHash: .unmatchable, capacity: 1, now: now)
    _ = decoy.admit(tokenHash: hash, limits, rates: rates, now: now)
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
    case .locked: refuse(id, .rateLimited, now: now, into: &effects)
    case .wrongToken:
      noteFailedJoin(id, now: now)
      refuse(id, .noSuchRoom, now: now, into: &effects)
    }
    return nil
  }

  private mutating func noteFailedJoin(_ id: ConnectionID, now: Instant) {
    counters.failedJoins += 1
    guard let address = connections[id]?.address else { return }
    addresses[address]?.failedToJoin(limits, rates: rates, now: now)
  }

  // MARK: Changes

  private mutating func open(_ id: RoomCode, _ room: Room) {
    rooms[id] = room
    counters.roomsCreated += 1
  }

  private mutating func seat(
    _ id: ConnectionID, _ membership: Membership, with ticket: ResumeTicket,
    into effects: inout [RelayEffect]
  ) {
    rooms[membership.room]?.sat(id, at: membership.seat, with: ticket)
    connections[id]?.admitted(membership)
    guard let room = rooms[membership.room] else { return }
    let welcome = room.welcome(at: membership.seat, with: ticket)
    send(RelayMessage.welcome(welcome).encoded, to: id, into: &effects)
    for other in room.members where other != id {
      send(RelayMessage.peerJoined(membership.seat).encoded, to: other, into: &effects)
    }
  }
}
