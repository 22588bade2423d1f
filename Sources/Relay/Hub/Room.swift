/// One room: its seats, and what joiners and returning members must prove.
struct Room: Hashable, Sendable {
  enum Admission: Hashable, Sendable {
    case seat(RelaySeat)
    /// The ticket's own former connection still holds the seat, and has to be ended first.
    case heldBy(ConnectionID)
    case full
    /// Too many wrong tokens came lately; even the right one has to wait.
    case locked
    case wrongToken
  }

  /// What becomes of a seat whose connection has ended.
  enum Vacancy: Hashable, Sendable {
    case free
    case reserved(until: RelayInstant)
  }

  private enum Seat: Hashable, Sendable {
    case free
    case taken(ConnectionID, ResumeTicket)
    /// Its connection was lost: kept for whoever shows the ticket.
    case reserved(ResumeTicket, until: RelayInstant)
    /// Another member of a forgotten room came back first: kept for whoever resumes at this seat,
    /// so that no newcomer sits down between those who were playing.
    case awaited(until: RelayInstant)

    func isOpenToJoiners(now: RelayInstant) -> Bool {
      switch self {
      case .free: true
      case .taken: false
      case .reserved(_, let until), .awaited(let until): until <= now
      }
    }
  }

  let createdAt: RelayInstant
  private let tokenHash: AdmissionHash
  private var seats: [Seat]
  private var emptySince: RelayInstant?
  private var failures = RateMeter()
  private var lockedUntil = RelayInstant.zero

  /// A new room, nobody in it yet.
  init(tokenHash: AdmissionHash, capacity: Int, now: RelayInstant) {
    createdAt = now
    emptySince = now
    self.tokenHash = tokenHash
    seats = Array(repeating: .free, count: capacity)
  }

  /// A room that the relay has forgotten, to which the first of its members returns.
  init(resuming request: ResumeRequest, othersUntil end: RelayInstant, now: RelayInstant) {
    self.init(tokenHash: request.token.hash, capacity: request.capacity, now: now)
    seats = Array(repeating: .awaited(until: end), count: request.capacity)
  }

  // MARK: Judgements

  /// Finds the lowest seat that a joiner may have.
  mutating func admit(
    tokenHash shown: AdmissionHash, _ limits: RelayLimits, rates: HubRates, now: RelayInstant
  ) -> Admission {
    guard isRight(shown, limits, rates: rates, now: now) else { return .wrongToken }
    guard lockedUntil <= now else { return .locked }
    guard let open = seats.firstIndex(where: { $0.isOpenToJoiners(now: now) }) else {
      return .full
    }
    return .seat(RelaySeat(open))
  }

  /// Judges who wants a seat back. A lock stops only those without the seat's ticket: guesses of
  /// strangers must not keep a member out.
  mutating func resume(
    _ request: ResumeRequest, _ limits: RelayLimits, rates: HubRates, now: RelayInstant
  ) -> Admission {
    guard isRight(request.token.hash, limits, rates: rates, now: now) else { return .wrongToken }
    guard request.seat.index < seats.count else { return .full }
    switch seats[request.seat.index] {
    case .taken(let holder, let ticket): return ticket == request.ticket ? .heldBy(holder) : .full
    case .reserved(let ticket, _) where ticket == request.ticket: return .seat(request.seat)
    case .reserved(_, let until) where until > now: return .full
    case .free, .reserved, .awaited: return lockedUntil <= now ? .seat(request.seat) : .locked
    }
  }

  private mutating func isRight(
    _ shown: AdmissionHash, _ limits: RelayLimits, rates: HubRates, now: RelayInstant
  ) -> Bool {
    if shown == tokenHash { return true }
    if !failures.admits(rate: rates.roomFailures, now: now) { lockedUntil = now + limits.roomLock }
    return false
  }

  // MARK: Changes

  mutating func sat(_ id: ConnectionID, at seat: RelaySeat, with ticket: ResumeTicket) {
    if case .taken(let other, _) = seats[seat.index] {
      preconditionFailure("seat \(seat.index) is held by connection \(other.rawValue)")
    }
    seats[seat.index] = .taken(id, ticket)
    emptySince = nil
  }

  mutating func left(_ seat: RelaySeat, leaving vacancy: Vacancy, now: RelayInstant) {
    guard case .taken(_, let ticket) = seats[seat.index] else {
      preconditionFailure("nobody was at seat \(seat.index)")
    }
    seats[seat.index] =
      switch vacancy {
      case .free: .free
      case .reserved(let until): .reserved(ticket, until: until)
      }
    if members.isEmpty { emptySince = now }
  }

  // MARK: Queries

  func connection(at seat: RelaySeat) -> ConnectionID? {
    guard seat.index < seats.count, case .taken(let id, _) = seats[seat.index] else { return nil }
    return id
  }

  var capacity: Int { seats.count }

  /// In the order of the seats; nobody whose seat is only kept.
  var members: [ConnectionID] { seats.indices.compactMap { connection(at: RelaySeat($0)) } }

  func welcome(at seat: RelaySeat, with ticket: ResumeTicket) -> RelayWelcome {
    let others = seats.indices.map { RelaySeat($0) }.filter {
      $0 != seat && connection(at: $0) != nil
    }
    return RelayWelcome(seat: seat, capacity: capacity, members: SeatSet(others), ticket: ticket)
  }

  func isExpired(_ limits: RelayLimits, now: RelayInstant) -> Bool {
    if let emptySince, now - emptySince >= limits.roomIdle { return true }
    return now - createdAt >= limits.roomLifetime
  }
}
