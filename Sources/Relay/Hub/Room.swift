/// One room: its seats and what a joiner must prove.
struct Room: Hashable, Sendable {
  enum Admission: Hashable, Sendable {
    case seat(RelaySeat)
    case full
    /// Too many wrong tokens came lately; even the right one has to wait.
    case locked
    case wrongToken
  }

  let createdAt: RelayInstant
  private let tokenHash: AdmissionHash
  /// One entry per seat.
  private var seats: [ConnectionID?]
  private var emptySince: RelayInstant?
  private var failures = RateMeter()
  private var lockedUntil = RelayInstant.zero

  init(tokenHash: AdmissionHash, capacity: Int, creator: ConnectionID, now: RelayInstant) {
    createdAt = now
    self.tokenHash = tokenHash
    seats = Array(repeating: nil, count: capacity)
    seats[0] = creator
  }

  /// Seats a connection that shows the right token at the lowest free seat.
  mutating func admit(
    _ id: ConnectionID, tokenHash shown: AdmissionHash, _ limits: RelayLimits, rates: HubRates,
    now: RelayInstant
  ) -> Admission {
    guard shown == tokenHash else {
      if !failures.admits(rate: rates.roomFailures, now: now) {
        lockedUntil = now + limits.roomLock
      }
      return .wrongToken
    }
    guard lockedUntil <= now else { return .locked }
    guard let free = seats.firstIndex(of: nil) else { return .full }
    seats[free] = id
    emptySince = nil
    return .seat(RelaySeat(free))
  }

  mutating func left(_ seat: RelaySeat, now: RelayInstant) {
    seats[seat.index] = nil
    if members.isEmpty { emptySince = now }
  }

  func connection(at seat: RelaySeat) -> ConnectionID? {
    seat.index < seats.count ? seats[seat.index] : nil
  }

  var capacity: Int { seats.count }

  /// In the order of the seats.
  var members: [ConnectionID] { seats.compactMap { $0 } }

  func welcome(for seat: RelaySeat) -> RelayWelcome {
    let others = seats.indices.filter { seats[$0] != nil && $0 != seat.index }
    return RelayWelcome(
      seat: seat, capacity: capacity, members: SeatSet(others.map { RelaySeat($0) }))
  }

  func isExpired(_ limits: RelayLimits, now: RelayInstant) -> Bool {
    if let emptySince, now - emptySince >= limits.roomIdle { return true }
    return now - createdAt >= limits.roomLifetime
  }
}
