import Vocabulary

/// A place that a connection holds.
struct Membership: Hashable, Sendable {
  let room: RoomCode
  let seat: PlayerIndex
}

/// What the hub knows about one connection.
struct Connection: Hashable, Sendable {
  enum Phase: Hashable, Sendable {
    case handshaking(since: Instant)
    /// The ticket goes to the seat that it may get.
    case unadmitted(since: Instant, ResumeTicket)
    /// It came too often, or others from its address did: what it asked for is looked at then, and not
    /// before.
    case slowed(until: Instant, ClientMessage, ResumeTicket)
    case member(Membership)
  }

  /// Whether the client reads what it is sent.
  enum Outlet: Hashable, Sendable {
    case open
    /// The newest data message of each sender waits; everything older is worthless to a game whose
    /// every datagram repeats what is not acknowledged.
    case congested(since: Instant, held: [Held], owed: Int)
  }

  struct Held: Hashable, Sendable {
    let sender: PlayerIndex
    var bytes: [UInt8]
  }

  enum Intake: Hashable, Sendable {
    case accepted(Phase)
    case dropped
    case abusive
  }

  enum Delivery: Hashable, Sendable {
    case send
    case held
    /// Held in the place of an older one.
    case conflated
  }

  let address: ClientAddress
  private(set) var phase: Phase
  private(set) var outlet = Outlet.open
  private(set) var lastHeard: Instant
  /// Whether its seat is kept when it is lost.
  private(set) var hold = ClientMessage.SeatHold.open
  private var lastPinged: Instant
  private var frames = RateMeter()
  private var bytes = RateMeter()
  private var signals = RateMeter()
  /// Frames it may still send before it is in a room.
  private var strangerFrames: Int

  init(address: ClientAddress, _ limits: RelayLimits, now: Instant) {
    strangerFrames = limits.strangerFrames
    self.address = address
    phase = .handshaking(since: now)
    lastHeard = now
    lastPinged = now
  }

  mutating func upgraded(ticket: ResumeTicket, now: Instant) {
    phase = .unadmitted(since: now, ticket)
    lastHeard = now
    lastPinged = now
  }

  mutating func slowed(until time: Instant, asking message: ClientMessage, _ ticket: ResumeTicket) {
    phase = .slowed(until: time, message, ticket)
  }

  mutating func admitted(_ membership: Membership) { phase = .member(membership) }

  /// Charges one frame of any opcode.
  mutating func heard(byteCount: Int, rates: HubRates, now: Instant) -> Intake {
    lastHeard = now
    if membership == nil {
      strangerFrames -= 1
      guard strangerFrames >= 0 else { return .abusive }
    }
    let byFrames = frames.charge(rate: rates.frames, abuse: rates.abuseFactor, now: now)
    let byBytes = bytes.charge(
      byteCount, rate: rates.bytes, abuse: rates.abuseFactor, now: now)
    if byFrames == .abusive || byBytes == .abusive { return .abusive }
    return byFrames == .within && byBytes == .within ? .accepted(phase) : .dropped
  }

  mutating func holds(_ hold: ClientMessage.SeatHold) { self.hold = hold }

  mutating func mayAskToSignal(rates: HubRates, now: Instant) -> Bool {
    signals.admits(rate: rates.signals, now: now)
  }

  /// Says whether a data message goes out now, or is kept until the client reads again.
  mutating func offer(_ bytes: [UInt8], from sender: PlayerIndex) -> Delivery {
    guard case .congested(let since, var held, let owed) = outlet else { return .send }
    outlet = .open
    defer { outlet = .congested(since: since, held: held, owed: owed) }
    if let index = held.firstIndex(where: { $0.sender == sender }) {
      held[index].bytes = bytes
      return .conflated
    }
    held.append(Held(sender: sender, bytes: bytes))
    return .held
  }

  /// Charges what has to be said to it, whether it reads or not; returns whether it may still be told.
  mutating func owes(_ byteCount: Int, _ limits: RelayLimits) -> Bool {
    guard case .congested(let since, let held, let owed) = outlet else { return true }
    guard owed + byteCount <= limits.owedBytes else { return false }
    outlet = .open
    outlet = .congested(since: since, held: held, owed: owed + byteCount)
    return true
  }

  mutating func becameUnwritable(now: Instant) {
    if case .open = outlet { outlet = .congested(since: now, held: [], owed: 0) }
  }

  /// Returns what waited, by seat.
  mutating func becameWritable() -> [Held] {
    guard case .congested(_, let held, _) = outlet else { return [] }
    outlet = .open
    return held.sorted { $0.sender < $1.sender }
  }

  mutating func pinged(now: Instant) { lastPinged = now }

  var isWritable: Bool { outlet == .open }

  var membership: Membership? {
    if case .member(let membership) = phase { membership } else { nil }
  }

  /// Why this connection has to end now, if it has.
  func overdue(_ limits: RelayLimits, now: Instant) -> CloseReason? {
    switch phase {
    case .handshaking(let since):
      return now - since >= limits.handshake ? .handshakeTimeout : nil
    case .unadmitted(let since, _):
      if now - since >= limits.authentication { return .authenticationTimeout }
    // Its end is set, and a client answers nothing before its welcome.
    case .slowed: return nil
    case .member: break
    }
    if case .congested(let since, _, _) = outlet, now - since >= limits.unwritable {
      return .unwritable
    }
    return now - lastHeard >= limits.silence ? .silent : nil
  }

  func isPingDue(_ limits: RelayLimits, now: Instant) -> Bool {
    switch phase {
    case .handshaking, .slowed: return false
    case .unadmitted, .member: break
    }
    return isWritable && now - lastPinged >= limits.pingInterval
  }
}
