package import Vocabulary

/// Decides everything that a relay does: who is admitted, where bytes go, who is closed.
///
/// A shell that owns the sockets calls one method per event and obeys the effects, in their order; it
/// calls `tick` every `tickInterval`. Effects are appended to an array that the caller reuses.
/// Events of connections that the hub has closed are ignored, so that the two sides may race.
///
/// Rules: the creator of a room has seat 0, a joiner the lowest other seat that is free; whoever leaves
/// frees the seat, and so does who is lost, unless it had said `hold`: then the seat is kept for its
/// ticket during `resumeGrace`. Who shows the ticket gets the seat back, even from a former connection
/// that the relay has not yet seen die; who was only waiting takes any seat. A room
/// outlives its creator, dies after `roomIdle` without members and kept seats, and in any case after
/// `roomLifetime`; one without members makes way for another when its address or the relay has too many;
/// a returning member makes a relay that was restarted build it again. One connection is in one room,
/// once: leaving ends it. The relay writes the sender's seat into everything it forwards; a client has
/// no way to say another. A room is what its token says, so that only who was invited makes it, remakes
/// it or gets in; who takes a seat too often waits, and keeps what is its own; tokens of no room hold up the next such ones from the same address, for seconds, and
/// nobody else.
package struct RelayHub: Sendable {
  package static let tickInterval = Duration.milliseconds(250)

  enum Phase: Hashable, Sendable {
    case serving
    /// No new rooms; the present ones go on until then.
    case draining(until: Instant, next: NextRelay?)
    case stopped
  }

  package let limits: RelayLimits
  /// Which rooms are ours.
  package let share: RoomShare
  let rates: HubRates
  var phase = Phase.serving
  var connections: [ConnectionID: Connection] = [:]
  var rooms: [RoomCode: Room] = [:]
  var addresses: [ClientAddress: AddressRecord] = [:]
  var counters = RelayStatistics()
  var shortage = Shortage()
  /// Grows with every seat that is taken or left.
  package var membershipChanges: UInt64 = 0
  /// Nothing unless somebody wants to read it.
  var journal: RelayJournal?

  package init(limits: RelayLimits = RelayLimits(), share: RoomShare = .all) {
    self.limits = limits
    self.share = share
    rates = HubRates(limits)
  }

  // MARK: Events of a connection

  /// A TCP connection was accepted; the WebSocket handshake is still to come.
  package mutating func opened(
    _ id: ConnectionID, from address: ClientAddress, coming: Coming = .accepted, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    precondition(connections[id] == nil, "connection \(id.rawValue) opened twice")
    if coming == .accepted { counters.connectionsOpened += 1 }
    if addresses.count >= limits.addresses { forgetAbsentAddresses() }
    if let objection = objection(toConnectionFrom: address, now: now) {
      return turnAway(id, objection, into: &effects)
    }
    for scope in address.scopes { addresses[scope, default: AddressRecord()].connected() }
    connections[id] = Connection(address: address, limits, now: now)
  }

  /// The WebSocket handshake is complete.
  ///
  /// - Parameter ticket: 128 bits that nobody can guess, drawn for this connection.
  package mutating func upgraded(_ id: ConnectionID, ticket: ResumeTicket, now: Instant) {
    guard connections[id] != nil else { return }
    counters.handshakes += 1
    connections[id]?.upgraded(ticket: ticket, now: now)
  }

  /// A binary message arrived.
  package mutating func received(
    _ id: ConnectionID, _ bytes: [UInt8], now: Instant, into effects: inout [RelayEffect]
  ) {
    guard
      let phase = intake(id, byteCount: bytes.count, now: now, into: &effects)
    else { return }
    do throws(EnvelopeError) {
      let message = try ClientMessage(decoding: bytes)
      switch phase {
      case .member(let membership):
        memberSaid(message, id, membership, now: now, into: &effects)
      case .unadmitted(_, let ticket):
        strangerSaid(message, id, with: ticket, now: now, into: &effects)
      case .slowed where message == .leave: end(id, .left, now: now, into: &effects)
      case .handshaking, .slowed: refuse(id, .malformed, now: now, into: &effects)
      }
    } catch {
      if case .version = error {
        refuse(id, .versionMismatch(theirs: EnvelopeLimits.version), now: now, into: &effects)
      } else {
        refuse(id, .malformed, now: now, into: &effects)
      }
    }
  }

  /// A ping arrived; pings count as frames, and one that would only pile up is not answered.
  package mutating func pinged(
    _ id: ConnectionID, payload: [UInt8], now: Instant, into effects: inout [RelayEffect]
  ) {
    guard
      intake(id, byteCount: payload.count, now: now, into: &effects) != nil,
      let connection = connections[id]
    else { return }
    if connection.isWritable {
      effects.append(.pong(id, payload: payload))
    } else {
      counters.pongsWithheld += 1
    }
  }

  /// A pong arrived.
  package mutating func ponged(
    _ id: ConnectionID, byteCount: Int, now: Instant, into effects: inout [RelayEffect]
  ) {
    _ = intake(id, byteCount: byteCount, now: now, into: &effects)
  }

  /// The client broke a rule of the transport.
  package mutating func violated(
    _ id: ConnectionID, _ violation: ProtocolViolation, now: Instant,
    into effects: inout [RelayEffect]
  ) {
    end(id, .violation(violation), now: now, into: &effects)
  }

  /// The client stopped reading: what was sent to it piles up.
  package mutating func unwritable(_ id: ConnectionID, now: Instant) {
    connections[id]?.becameUnwritable(now: now)
  }

  /// The client reads again.
  package mutating func writable(_ id: ConnectionID, into effects: inout [RelayEffect]) {
    for held in connections[id]?.becameWritable() ?? [] {
      write(held.bytes, to: id, into: &effects)
    }
  }

  /// The connection is gone.
  package mutating func closed(
    _ id: ConnectionID, now: Instant, into effects: inout [RelayEffect]
  ) {
    guard connections[id] != nil else { return }
    counters.endings.count(.closedByClient)
    remove(id, .lost, now: now, into: &effects)
  }

  /// A connection of a proxy is gone that never said for whom it spoke.
  package mutating func closedUnannounced() { counters.unannounced += 1 }

  // MARK: Events of the relay

  /// The only timer: deadlines, pings, attempts that had to wait, rooms and addresses to forget.
  ///
  /// - Parameter others: What goes on on the other loops of the relay.
  package mutating func tick(
    now: Instant, others: Others = .drained, into effects: inout [RelayEffect]
  ) {
    expireConnections(now: now, into: &effects)
    lookAtSlowed(now: now, into: &effects)
    expireRooms(now: now, into: &effects)
    for (address, record) in addresses where record.isForgettable(now: now) {
      addresses[address] = nil
    }
    if isOver(now: now, others) { shutDown(now: now, into: &effects) }
  }

  /// Tells everyone and closes everything, now.
  package mutating func shutDown(now: Instant, into effects: inout [RelayEffect]) {
    phase = .stopped
    rooms = [:]
    for id in connections.keys.sorted() {
      switch connections[id]?.phase {
      case .unadmitted, .slowed, .member:
        send(RelayMessage.refused(.shuttingDown).encoded, to: id, now: now, into: &effects)
      case .handshaking, nil: break
      }
      end(id, .shuttingDown, now: now, into: &effects)
    }
  }

  package var statistics: RelayStatistics {
    var statistics = counters
    statistics.connections = connections.count
    statistics.rooms = rooms.count
    statistics.members = rooms.values.reduce(0) { $0 + $1.members.count }
    statistics.addresses = addresses.count
    return statistics
  }

  package func pulse(_ gauge: RelayGauge, now: Instant) -> RelayPulse {
    RelayPulse(at: now, readiness: readiness(now: now), statistics: statistics, gauge: gauge)
  }

  private func readiness(now: Instant) -> Readiness {
    switch phase {
    case .serving: .ready
    case .draining: isDrained(now: now) ? .drained : .draining
    case .stopped: .stopped
    }
  }
}
