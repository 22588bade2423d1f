import Vocabulary

/// One room: its seats. Whoever comes has shown the token that the room is named by.
struct Room: Hashable, Sendable {
  enum Admission: Hashable, Sendable {
    case seat(PlayerIndex)
    /// The ticket's own former connection still holds the seat, and has to be ended first.
    case heldBy(ConnectionID, at: PlayerIndex)
    case full
    /// The creator has left for good.
    case hostLeft
  }

  /// What becomes of a seat whose connection has ended.
  enum Vacancy: Hashable, Sendable {
    case free
    case reserved(until: Instant)
  }

  private enum Seat: Hashable, Sendable {
    case free
    case taken(ConnectionID, ResumeTicket)
    /// Its connection was lost in a match: kept for whoever shows the ticket.
    case reserved(ResumeTicket, until: Instant)
    /// Another member of a forgotten room came back first, from a match with this one: kept for
    /// whoever resumes at this seat, so that no newcomer sits down between those who were playing.
    case awaited(until: Instant)

    func isOpenToJoiners(now: Instant) -> Bool {
      switch self {
      case .free: true
      case .taken: false
      case .reserved(_, let until), .awaited(let until): until <= now
      }
    }
  }

  /// Only who creates the room, or comes back to it, sits here: a guest at this seat would wait for a
  /// host for ever.
  private static let creatorSeat = 0

  let createdAt: Instant
  private var seats: [Seat]
  /// How often each seat was taken of late: others are told each time, whoever comes.
  private var seatings: [RateMeter]
  /// Who waits for a seat that was taken too often, or did.
  private var waiting: [ConnectionID?]
  private(set) var emptySince: Instant?
  /// Whose limits it counts against when nobody is in it.
  var opener: ClientAddress?
  /// Whether the creator has said goodbye, and not come again.
  private var hasHostLeft = false

  /// A new room, nobody in it yet.
  init(capacity: Int, now: Instant) {
    createdAt = now
    emptySince = now
    seats = Array(repeating: .free, count: capacity)
    seatings = Array(repeating: RateMeter(), count: capacity)
    waiting = Array(repeating: nil, count: capacity)
  }

  /// A room that the relay has forgotten, to which the first of its members returns.
  init(resuming request: ResumeRequest, othersUntil end: Instant, now: Instant) {
    self.init(capacity: request.capacity, now: now)
    for seat in request.expected.seats where seat.number < request.capacity {
      seats[seat.number] = .awaited(until: end)
    }
  }

  // MARK: Judgements

  /// Finds the lowest seat that a joiner may have.
  func admit(now: Instant) -> Admission {
    guard !hasHostLeft else { return .hostLeft }
    return openSeat(now: now).map { .seat($0) } ?? .full
  }

  /// Judges who would create the room although it is there: whose first attempt got no answer may have
  /// the creator's seat, while nobody else sits there.
  func create(now: Instant) -> Admission {
    guard seats[Self.creatorSeat].isOpenToJoiners(now: now) else { return .full }
    return .seat(PlayerIndex(Self.creatorSeat))
  }

  /// Judges who wants a seat back.
  func resume(_ request: ResumeRequest, now: Instant) -> Admission {
    guard request.seat.number < seats.count else { return .full }
    switch seats[request.seat.number] {
    case .taken(let holder, let ticket) where ticket == request.ticket:
      return .heldBy(holder, at: request.seat)
    case .reserved(let ticket, _) where ticket == request.ticket: return .seat(request.seat)
    case .reserved(_, let until) where until > now: return another(for: request, now: now)
    case .taken: return another(for: request, now: now)
    case .free, .reserved, .awaited: return .seat(request.seat)
    }
  }

  /// Somebody else has the seat by now. In a match no other will do; who was waiting takes any.
  private func another(for request: ResumeRequest, now: Instant) -> Admission {
    guard request.expected.isEmpty, request.seat.number != Self.creatorSeat else { return .full }
    guard !hasHostLeft else { return .hostLeft }
    return openSeat(now: now).map { .seat($0) } ?? .full
  }

  /// The lowest seat that whoever comes may have.
  private func openSeat(now: Instant) -> PlayerIndex? {
    seats.indices.first { $0 != Self.creatorSeat && seats[$0].isOpenToJoiners(now: now) }
      .map { PlayerIndex($0) }
  }

  /// Whether nobody is here, and nobody is waited for.
  func isDeserted(now: Instant) -> Bool { seats.allSatisfy { $0.isOpenToJoiners(now: now) } }

  // MARK: Changes

  /// Charges the taking of a seat; returns how long to wait if it was taken too often, else nothing. Only
  /// who may have the seat is charged: no other can use up what is its own.
  mutating func chargeSeating(at seat: PlayerIndex, rate: Rate, now: Instant) -> Wait? {
    if seatings[seat.number].admits(rate: rate, now: now) { return nil }
    return Wait(atLeast: seatings[seat.number].nextAdmission(rate: rate) - now)
  }

  /// Notes who waits for a seat; returns who was the last to do so before.
  mutating func waits(_ id: ConnectionID, at seat: PlayerIndex) -> ConnectionID? {
    defer { waiting[seat.number] = id }
    return waiting[seat.number]
  }

  mutating func sat(_ id: ConnectionID, at seat: PlayerIndex, with ticket: ResumeTicket) {
    if case .taken(let other, _) = seats[seat.number] {
      preconditionFailure("seat \(seat.number) is held by connection \(other.rawValue)")
    }
    seats[seat.number] = .taken(id, ticket)
    if seat.number == Self.creatorSeat { hasHostLeft = false }
    emptySince = nil
  }

  mutating func left(
    _ seat: PlayerIndex, _ departure: RelayMessage.Departure, leaving vacancy: Vacancy,
    now: Instant
  ) {
    guard case .taken(_, let ticket) = seats[seat.number] else {
      preconditionFailure("nobody was at seat \(seat.number)")
    }
    seats[seat.number] =
      switch vacancy {
      case .free: .free
      case .reserved(let until): .reserved(ticket, until: until)
      }
    if seat.number == Self.creatorSeat, departure == .left { hasHostLeft = true }
    if members.isEmpty { emptySince = now }
  }

  /// The match for which seats were kept is over.
  mutating func freeKeptSeats() {
    for index in seats.indices {
      switch seats[index] {
      case .reserved, .awaited: seats[index] = .free
      case .free, .taken: break
      }
    }
  }

  // MARK: Queries

  func connection(at seat: PlayerIndex) -> ConnectionID? {
    guard seat.number < seats.count, case .taken(let id, _) = seats[seat.number] else { return nil }
    return id
  }

  var capacity: Int { seats.count }

  /// In the order of the seats; nobody whose seat is only kept.
  var members: [ConnectionID] { seats.indices.compactMap { connection(at: PlayerIndex($0)) } }

  func welcome(at seat: PlayerIndex, with ticket: ResumeTicket) -> RelayWelcome {
    let others = seats.indices.map { PlayerIndex($0) }.filter {
      $0 != seat && connection(at: $0) != nil
    }
    return RelayWelcome(seat: seat, capacity: capacity, members: Presence(others), ticket: ticket)
  }

  /// Whether somebody may come back to a match in it.
  func keepsSeat(now: Instant) -> Bool {
    seats.contains { seat in
      switch seat {
      case .reserved(_, let until), .awaited(let until): until > now
      case .free, .taken: false
      }
    }
  }

  func isExpired(_ limits: RelayLimits, now: Instant) -> Bool {
    if let emptySince, now - emptySince >= limits.roomIdle, !keepsSeat(now: now) { return true }
    return now - createdAt >= limits.roomLifetime
  }
}
