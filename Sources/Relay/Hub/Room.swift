import Vocabulary

/// One room: its seats, and what joiners and returning members must prove.
struct Room: Hashable, Sendable {
  enum Admission: Hashable, Sendable {
    case seat(PlayerIndex)
    /// The ticket's own former connection still holds the seat, and has to be ended first.
    case heldBy(ConnectionID)
    case full
    /// The creator has left for good.
    case hostLeft
    case wrongToken
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
  private let tokenHash: AdmissionHash
  private var seats: [Seat]
  private var emptySince: Instant?
  /// Whether the creator has said goodbye, and not come again.
  private var hasHostLeft = false

  /// A new room, nobody in it yet.
  init(tokenHash: AdmissionHash, capacity: Int, now: Instant) {
    createdAt = now
    emptySince = now
    self.tokenHash = tokenHash
    seats = Array(repeating: .free, count: capacity)
  }

  /// A room that the relay has forgotten, to which the first of its members returns.
  init(resuming request: ResumeRequest, othersUntil end: Instant, now: Instant) {
    self.init(tokenHash: request.token.hash, capacity: request.capacity, now: now)
    for seat in request.expected.seats where seat.number < request.capacity {
      seats[seat.number] = .awaited(until: end)
    }
  }

  // MARK: Judgements

  /// Finds the lowest seat that a joiner may have.
  func admit(tokenHash shown: AdmissionHash, now: Instant) -> Admission {
    guard shown == tokenHash else { return .wrongToken }
    guard !hasHostLeft else { return .hostLeft }
    return openSeat(now: now).map { .seat($0) } ?? .full
  }

  /// Judges who would create the room although it is there: who knows its token and whose first
  /// attempt got no answer may have the creator's seat, while nobody else sits there.
  func create(tokenHash shown: AdmissionHash, now: Instant) -> Admission {
    guard shown == tokenHash else { return .wrongToken }
    guard seats[Self.creatorSeat].isOpenToJoiners(now: now) else { return .full }
    return .seat(PlayerIndex(Self.creatorSeat))
  }

  /// Judges who wants a seat back.
  func resume(_ request: ResumeRequest, now: Instant) -> Admission {
    guard request.token.hash == tokenHash else { return .wrongToken }
    guard request.seat.number < seats.count else { return .full }
    switch seats[request.seat.number] {
    case .taken(let holder, let ticket) where ticket == request.ticket: return .heldBy(holder)
    case .reserved(let ticket, _) where ticket == request.ticket: return .seat(request.seat)
    case .reserved(_, let until) where until > now: return another(for: request, now: now)
    case .taken: return another(for: request, now: now)
    case .free, .reserved, .awaited: return .seat(request.seat)
    }
  }

  /// Whether a member comes back by token and ticket: no guess finds both, and no guess of strangers
  /// may hold up a match.
  func knows(_ request: ResumeRequest) -> Bool {
    guard request.token.hash == tokenHash, request.seat.number < seats.count else { return false }
    switch seats[request.seat.number] {
    case .taken(_, let ticket), .reserved(let ticket, _): return ticket == request.ticket
    case .free, .awaited: return false
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

  func isExpired(_ limits: RelayLimits, now: Instant) -> Bool {
    if let emptySince, now - emptySince >= limits.roomIdle { return true }
    return now - createdAt >= limits.roomLifetime
  }
}
