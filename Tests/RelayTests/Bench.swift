import Relay
import Vocabulary

/// A hub under test with a clock of its own; every method returns the effects of one event.
struct Bench {
  var hub: RelayHub
  var now = Instant.zero

  init(_ limits: RelayLimits = RelayLimits(), share: RoomShare = .all) {
    hub = RelayHub(limits: limits, share: share)
  }

  mutating func wait(_ duration: Duration) { now = now + duration }

  mutating func open(_ id: UInt64, from address: ClientAddress = .ipv4(1)) -> [RelayEffect] {
    effects { hub, now, effects in
      hub.opened(connection(id), from: address, now: now, into: &effects)
    }
  }

  /// Opens and upgrades; for connections that the hub lets in.
  mutating func connect(_ id: UInt64, from address: ClientAddress = .ipv4(1)) {
    _ = open(id, from: address)
    hub.upgraded(connection(id), ticket: ticket(id), now: now)
  }

  mutating func say(_ id: UInt64, _ message: ClientMessage) -> [RelayEffect] {
    say(id, bytes: message.encoded)
  }

  mutating func say(_ id: UInt64, bytes: [UInt8]) -> [RelayEffect] {
    effects { hub, now, effects in hub.received(connection(id), bytes, now: now, into: &effects) }
  }

  mutating func ping(_ id: UInt64, _ payload: [UInt8] = []) -> [RelayEffect] {
    effects { hub, now, effects in
      hub.pinged(connection(id), payload: payload, now: now, into: &effects)
    }
  }

  mutating func pong(_ id: UInt64) -> [RelayEffect] {
    effects { hub, now, effects in
      hub.ponged(connection(id), byteCount: 0, now: now, into: &effects)
    }
  }

  mutating func violate(_ id: UInt64, _ violation: ProtocolViolation) -> [RelayEffect] {
    effects { hub, now, effects in
      hub.violated(connection(id), violation, now: now, into: &effects)
    }
  }

  mutating func stopReading(_ id: UInt64) { hub.unwritable(connection(id), now: now) }

  mutating func readAgain(_ id: UInt64) -> [RelayEffect] {
    effects { hub, _, effects in hub.writable(connection(id), into: &effects) }
  }

  mutating func close(_ id: UInt64) -> [RelayEffect] {
    effects { hub, now, effects in hub.closed(connection(id), now: now, into: &effects) }
  }

  mutating func tick(others: RelayHub.Others = .drained) -> [RelayEffect] {
    effects { hub, now, effects in hub.tick(now: now, others: others, into: &effects) }
  }

  /// Another loop gives us somebody who asks for one of our rooms.
  mutating func take(_ id: UInt64, _ handOver: HandOver) -> [RelayEffect] {
    effects { hub, now, effects in
      hub.took(connection(id), handOver, ticket: ticket(id), now: now, into: &effects)
    }
  }

  mutating func drain(
    for time: Duration = .seconds(60), next: NextRelay? = nil
  ) -> [RelayEffect] {
    effects { hub, now, effects in hub.drain(for: time, next: next, now: now, into: &effects) }
  }

  mutating func shutDown() -> [RelayEffect] {
    effects { hub, now, effects in hub.shutDown(now: now, into: &effects) }
  }

  private mutating func effects(
    _ event: (inout RelayHub, Instant, inout [RelayEffect]) -> Void
  ) -> [RelayEffect] {
    var effects: [RelayEffect] = []
    event(&hub, now, &effects)
    return effects
  }
}

extension Bench {
  var readiness: Readiness { hub.pulse(RelayGauge(), now: now).readiness }

  /// A room of which connection 0 is the creator and 1, 2, … are the joiners, all from addresses of
  /// their own.
  static func room(members: Int, capacity: Int, _ limits: RelayLimits = RelayLimits()) -> Bench {
    var bench = Bench(limits)
    for id in 0..<UInt64(members) {
      bench.connect(id, from: .ipv4(100 + UInt32(id)))
      _ = bench.say(id, id == 0 ? create(capacity: capacity) : join())
    }
    return bench
  }

  /// The same, in the midst of a match: everybody has asked for the seat to be kept.
  static func match(members: Int, capacity: Int, _ limits: RelayLimits = RelayLimits()) -> Bench {
    var bench = room(members: members, capacity: capacity, limits)
    for id in 0..<UInt64(members) { _ = bench.say(id, .hold(.kept)) }
    return bench
  }
}

func connection(_ id: UInt64) -> ConnectionID { ConnectionID(rawValue: id) }

func seat(_ index: Int) -> PlayerIndex { PlayerIndex(index) }

/// The token of the room of this number, below 256.
func token(_ room: UInt64 = 1) -> JoinToken {
  guard let token = JoinToken(bytes: [UInt8](repeating: UInt8(room), count: 32)) else {
    preconditionFailure("32 bytes are a token")
  }
  return token
}

/// The ticket that a bench draws for the connection of this number.
func ticket(_ id: UInt64) -> ResumeTicket { ResumeTicket(high: 1 << 63 | id, low: id) }

func create(_ room: UInt64 = 1, capacity: Int = 2) -> ClientMessage {
  .createRoom(token(room), capacity: capacity)
}

func join(_ room: UInt64 = 1) -> ClientMessage { .joinRoom(token(room)) }

/// Comes back to a seat with the ticket that a connection got.
///
/// - Parameter others: Whom the client is in a match with.
func resume(
  _ room: UInt64 = 1, at index: Int, of capacity: Int = 2, with holder: UInt64,
  expecting others: [Int] = []
) -> ClientMessage {
  .resume(
    ResumeRequest(
      token: token(room), seat: seat(index), capacity: capacity, ticket: ticket(holder),
      expecting: Presence(others.map { seat($0) })))
}

func send(_ id: UInt64, _ message: RelayMessage) -> RelayEffect {
  .send(connection(id), message.encoded)
}

func close(_ id: UInt64, _ reason: CloseReason) -> RelayEffect { .close(connection(id), reason) }

/// What a refused client gets.
func refusal(_ id: UInt64, _ reason: RefusalReason) -> [RelayEffect] {
  [send(id, .refused(reason)), close(id, .refused(reason))]
}

func welcome(
  _ index: Int, of capacity: Int, with others: [Int] = [], ticket holder: UInt64
) -> RelayMessage {
  .welcome(
    RelayWelcome(
      seat: seat(index), capacity: capacity, members: Presence(others.map { seat($0) }),
      ticket: ticket(holder)))
}

/// What an admitted client gets: by default its own ticket.
func welcomed(
  _ id: UInt64, _ index: Int, of capacity: Int, with others: [Int] = [],
  ticket holder: UInt64? = nil
) -> RelayEffect {
  send(id, welcome(index, of: capacity, with: others, ticket: holder ?? id))
}
