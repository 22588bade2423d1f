// What members and strangers may say, and what comes of it.
extension RelayHub {
  /// Obeys a member: forwards, lets go, or closes who asks for what only strangers may ask.
  mutating func memberSaid(
    _ message: ClientMessage, _ id: ConnectionID, _ membership: Membership, now: RelayInstant,
    into effects: inout [RelayEffect]
  ) {
    switch message {
    case .data(let seat, let payload):
      forwardData(payload, to: seat, from: membership, into: &effects)
    case .signal(let seat, let payload):
      guard connections[id]?.mayAskToSignal(rates: rates, now: now) == true else {
        return counters.drops.count(.signalRateLimited)
      }
      forwardSignal(payload, to: seat, from: membership, into: &effects)
    case .leave: end(id, .left, now: now, into: &effects)
    case .createRoom, .joinRoom: refuse(id, .malformed, now: now, into: &effects)
    }
  }

  mutating func strangerSaid(
    _ message: ClientMessage, _ id: ConnectionID, now: RelayInstant,
    into effects: inout [RelayEffect]
  ) {
    switch message {
    case .createRoom(let room, let hash, let capacity):
      create(room, hash, capacity: capacity, by: id, now: now, into: &effects)
    case .joinRoom(let room, let token): join(room, token, id, now: now, into: &effects)
    case .leave: end(id, .left, now: now, into: &effects)
    case .data, .signal: refuse(id, .malformed, now: now, into: &effects)
    }
  }

  private mutating func create(
    _ room: RelayRoomID, _ hash: AdmissionHash, capacity: Int, by id: ConnectionID,
    now: RelayInstant, into effects: inout [RelayEffect]
  ) {
    guard let address = connections[id]?.address else { return }
    let refusal: RefusalReason? =
      if phase != .serving {
        .shuttingDown
      } else if addresses[address]?.mayCreateRoom(rates: rates, now: now) != true {
        .rateLimited
      } else if capacity > limits.roomCapacity {
        .malformed
      } else if rooms[room] != nil {
        .roomExists
      } else if rooms.count >= limits.rooms {
        .tooManyRooms
      } else {
        nil
      }
    if let refusal { return refuse(id, refusal, now: now, into: &effects) }
    let created = Room(tokenHash: hash, capacity: capacity, creator: id, now: now)
    rooms[room] = created
    counters.roomsCreated += 1
    connections[id]?.admitted(Membership(room: room, seat: RelaySeat(0)))
    send(RelayMessage.welcome(created.welcome(for: RelaySeat(0))).encoded, to: id, into: &effects)
  }

  private mutating func join(
    _ roomID: RelayRoomID, _ token: AdmissionToken, _ id: ConnectionID, now: RelayInstant,
    into effects: inout [RelayEffect]
  ) {
    guard let address = connections[id]?.address, addresses[address]?.mayJoin(now: now) == true
    else { return refuse(id, .rateLimited, now: now, into: &effects) }
    switch admission(roomID, token.hash, id, now: now) {
    case .wrongToken:
      counters.failedJoins += 1
      addresses[address]?.failedToJoin(limits, rates: rates, now: now)
      refuse(id, .noSuchRoom, now: now, into: &effects)
    case .locked: refuse(id, .rateLimited, now: now, into: &effects)
    case .full: refuse(id, .roomFull, now: now, into: &effects)
    case .seat(let seat):
      seated(id, Membership(room: roomID, seat: seat), into: &effects)
    }
  }

  /// An unknown room takes the same steps as a wrong token: a hash, a comparison, a failure.
  private mutating func admission(
    _ roomID: RelayRoomID, _ hash: AdmissionHash, _ id: ConnectionID, now: RelayInstant
  ) -> Room.Admission {
    if let admission = rooms[roomID]?.admit(id, tokenHash: hash, limits, rates: rates, now: now) {
      return admission
    }
    var decoy = Room(tokenHash: .unmatchable, capacity: 1, creator: id, now: now)
    _ = decoy.admit(id, tokenHash: hash, limits, rates: rates, now: now)
    return .wrongToken
  }

  private mutating func seated(
    _ id: ConnectionID, _ membership: Membership, into effects: inout [RelayEffect]
  ) {
    guard let room = rooms[membership.room] else { return }
    counters.joins += 1
    connections[id]?.admitted(membership)
    send(
      RelayMessage.welcome(room.welcome(for: membership.seat)).encoded, to: id, into: &effects)
    for other in room.members where other != id {
      send(RelayMessage.peerJoined(membership.seat).encoded, to: other, into: &effects)
    }
  }

  private mutating func forwardData(
    _ payload: ArraySlice<UInt8>, to seat: RelaySeat, from sender: Membership,
    into effects: inout [RelayEffect]
  ) {
    guard seat != sender.seat, let target = rooms[sender.room]?.connection(at: seat) else {
      return counters.drops.count(.emptySeat)
    }
    let bytes = RelayMessage.data(from: sender.seat, payload: payload).encoded
    switch connections[target]?.offer(bytes, from: sender.seat) {
    case .send:
      counters.dataForwarded += 1
      send(bytes, to: target, into: &effects)
    case .held: counters.dataForwarded += 1
    case .conflated: counters.drops.count(.conflated)
    case nil: preconditionFailure("a room seats a connection that is gone")
    }
  }

  private mutating func forwardSignal(
    _ payload: ArraySlice<UInt8>, to seat: RelaySeat, from sender: Membership,
    into effects: inout [RelayEffect]
  ) {
    guard seat != sender.seat, let target = rooms[sender.room]?.connection(at: seat) else {
      return counters.drops.count(.emptySeat)
    }
    counters.signalsForwarded += 1
    send(
      RelayMessage.signal(from: sender.seat, payload: payload).encoded, to: target, into: &effects)
  }
}
