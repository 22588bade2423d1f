import Vocabulary

// How connections and rooms are charged, told, ended and expired.
extension RelayHub {
  /// Charges a frame; returns nothing when it must not be looked at.
  mutating func intake(
    _ id: ConnectionID, byteCount: Int, now: Instant, into effects: inout [RelayEffect]
  ) -> Connection.Phase? {
    guard let intake = connections[id]?.heard(byteCount: byteCount, rates: rates, now: now) else {
      counters.framesAfterEnd += 1
      return nil
    }
    counters.framesIn += 1
    counters.bytesIn += UInt64(byteCount)
    switch intake {
    case .accepted(let phase): return phase
    case .dropped: counters.drops.count(.rateLimited)
    case .abusive: refuse(id, .rateLimited, now: now, into: &effects)
    }
    return nil
  }

  /// Says what has to arrive; who does not read it and is owed too much already is closed.
  mutating func send(
    _ bytes: [UInt8], to id: ConnectionID, now: Instant, into effects: inout [RelayEffect]
  ) {
    guard let mayBeTold = connections[id]?.owes(bytes.count, limits) else { return }
    guard mayBeTold else { return end(id, .unwritable, now: now, into: &effects) }
    write(bytes, to: id, into: &effects)
  }

  mutating func write(
    _ bytes: [UInt8], to id: ConnectionID, into effects: inout [RelayEffect]
  ) {
    counters.framesOut += 1
    counters.bytesOut += UInt64(bytes.count)
    effects.append(.send(id, bytes))
  }

  /// Closes a connection that was never let in.
  mutating func turnAway(
    _ id: ConnectionID, _ reason: CloseReason, into effects: inout [RelayEffect]
  ) {
    counters.count(reason)
    effects.append(.close(id, reason))
  }

  mutating func refuse(
    _ id: ConnectionID, _ reason: RefusalReason, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    counters.refusals.count(reason.code)
    send(RelayMessage.refused(reason).encoded, to: id, now: now, into: &effects)
    end(id, .refused(reason), now: now, into: &effects)
  }

  mutating func end(
    _ id: ConnectionID, _ reason: CloseReason, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    guard let connection = connections[id] else { return }
    counters.count(reason)
    if reason != .left { journal?.note(.ended(connection.address, reason), now: now) }
    effects.append(.close(id, reason))
    remove(id, reason.departure, now: now, into: &effects)
  }

  /// Forgets a connection, and tells the others of its room.
  ///
  /// A seat is kept only for who plays when the connection is lost, by its own word, and while anybody
  /// else says that a match goes on: in the waiting room and at the summary it is anyone's at once, and
  /// whoever lost it finds it free or taken.
  mutating func remove(
    _ id: ConnectionID, _ departure: RelayMessage.Departure, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    guard let connection = connections.removeValue(forKey: id) else { return }
    for scope in connection.address.scopes { addresses[scope]?.disconnected() }
    guard let membership = connection.membership else { return }
    membershipChanges += 1
    note(membership.room, now: now) { .left($0, membership.seat, departure) }
    let isKept = departure == .lost && connection.hold == .kept
    rooms[membership.room]?.left(
      membership.seat, departure,
      leaving: isKept ? .reserved(until: now + limits.resumeGrace) : .free,
      now: now)
    for other in rooms[membership.room]?.members ?? [] {
      send(
        RelayMessage.peerLeft(membership.seat, departure).encoded, to: other, now: now,
        into: &effects)
    }
    freeSeatsAfterMatch(in: membership.room)
    makeWayForEmptied(membership.room)
  }

  /// Where members are and none of them plays, there is no match that anybody could come back to.
  mutating func freeSeatsAfterMatch(in room: RoomCode) {
    let members = rooms[room]?.members ?? []
    guard !members.isEmpty, !members.contains(where: { connections[$0]?.hold == .kept }) else {
      return
    }
    rooms[room]?.freeKeptSeats()
  }

  mutating func expireConnections(
    now: Instant, into effects: inout [RelayEffect]
  ) {
    let due = connections.filter { _, connection in
      connection.overdue(limits, now: now) != nil || connection.isPingDue(limits, now: now)
    }
    for id in due.keys.sorted() {
      if let reason = connections[id]?.overdue(limits, now: now) {
        end(id, reason, now: now, into: &effects)
      } else {
        connections[id]?.pinged(now: now)
        effects.append(.ping(id))
      }
    }
  }

  mutating func expireRooms(now: Instant, into effects: inout [RelayEffect]) {
    let expired = rooms.filter { $0.value.isExpired(limits, now: now) }
    for id in expired.keys.sorted() {
      rooms[id] = nil
      counters.roomsClosed += 1
      note(id, now: now) { .roomClosed($0) }
      for member in expired[id]?.members ?? [] {
        end(member, .roomExpired, now: now, into: &effects)
      }
    }
  }

  /// Frees the table when it is full; those who are connected stay counted.
  mutating func forgetAbsentAddresses() {
    addresses = addresses.filter { $0.value.connections > 0 }
  }
}

extension CloseReason {
  /// What the others are told: whether the client meant to go.
  fileprivate var departure: RelayMessage.Departure {
    switch self {
    case .left: .left
    case .refused, .silent, .unwritable, .handshakeTimeout, .authenticationTimeout, .replaced,
      .roomExpired, .tooManyConnections, .connectingTooOften, .memoryScarce, .violation,
      .shuttingDown:
      .lost
    }
  }
}
