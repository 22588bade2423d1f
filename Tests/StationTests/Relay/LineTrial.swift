import Netplay
import Relay
import SecureChannel
import Vocabulary

@testable import Station

/// A line to a relay, all that it asked for and all that it told, at a time that the test moves.
struct LineTrial {
  static let secret: InviteSecret = {
    let bytes = [UInt8](repeating: 7, count: InviteSecret.byteCount)
    guard let secret = InviteSecret(bytes: bytes) else { preconditionFailure("16 bytes") }
    return secret
  }()
  static let token = JoinToken(secret: secret)
  static let ticket = ResumeTicket(high: 1, low: 2)
  static let relay = HostPort(host: "relay.test", port: 443)

  static let refused = RelayClosure.unreachable(
    host: relay.host, port: relay.port, .connectionRefused)
  static let notARelay = RelayClosure.notARelay(host: relay.host, port: relay.port)
  static let timedOut = RelayClosure.timedOut(host: relay.host, port: relay.port)

  static func unavailable(_ status: Int) -> RelayClosure {
    .unavailable(host: relay.host, port: relay.port, status: status)
  }

  static func welcome(
    seat: Int = 0, of capacity: Int = 2, with members: [Int] = []
  ) -> RelayWelcome {
    RelayWelcome(
      seat: PlayerIndex(seat), capacity: capacity,
      members: Presence(members.map { PlayerIndex($0) }), ticket: ticket)
  }

  static func resume(
    seat: Int = 0, of capacity: Int = 2, expecting others: [Int] = []
  ) -> ClientMessage {
    .resume(
      ResumeRequest(
        token: token, seat: PlayerIndex(seat), capacity: capacity, ticket: ticket,
        expecting: Presence(others.map { PlayerIndex($0) })))
  }

  var line: RelayLine
  private(set) var now = Instant.zero
  private var effects: [Effect] = []
  private var news: [String] = []
  /// The newest connection that was asked for.
  private(set) var attempt = 0

  init(to purpose: Entrance.Purpose = .join, seed: UInt8 = 1) {
    let entrance = Entrance(
      relay: Self.relay, to: purpose, by: Self.secret, direct: .relayOnly)
    let bytes = [UInt8](repeating: seed, count: SecretDice.seedBytes)
    line = RelayLine(entrance, dice: SecretDice(seed: bytes), now: .zero)
  }

  /// In the room since time zero, with nothing left to be looked at.
  static func admitted(
    seat: Int = 0, of capacity: Int = 2, with members: [Int] = [], seed: UInt8 = 1
  ) -> LineTrial {
    var trial = LineTrial(seed: seed)
    trial.tick()
    trial.hear(.message(.welcome(welcome(seat: seat, of: capacity, with: members))))
    _ = trial.takeNews()
    _ = trial.takeEffects()
    return trial
  }

  // MARK: Events

  mutating func pass(_ time: Duration) { now += time }

  mutating func tick() {
    let count = effects.count
    news += line.tick(now: now, into: &effects).map(words)
    for effect in effects[count...] {
      if case .connect(let attempt, _) = effect { self.attempt = attempt }
    }
  }

  /// Ticks a nanosecond before the time is over, and expects nothing; then when it is.
  mutating func tick(after time: Duration) -> [Effect] {
    let end = now + time
    now = end - .nanoseconds(1)
    tick()
    let early = takeEffects()
    now = end
    tick()
    return early + takeEffects()
  }

  /// Whether the line wants to be woken at all.
  var isDueAgain: Bool { line.wakeTime != nil }

  /// Moves to the next moment at which the line wants to be woken, and ticks; not when there is none.
  mutating func tickWhenDue() {
    guard let due = line.wakeTime else { return }
    now = max(now, due)
    tick()
  }

  mutating func hear(_ message: RelayNews, by attempt: Int? = nil) {
    news += line.received(message, by: attempt ?? self.attempt, now: now, into: &effects).map(words)
  }

  mutating func playing(with others: [Int]) {
    line.playing(with: Presence(others.map { PlayerIndex($0) }), into: &effects)
  }

  mutating func say(_ message: LobbyMessage, to seat: Int) {
    line.signal(message, to: PlayerIndex(seat))
  }

  mutating func networkChanged() { line.networkChanged(now: now, into: &effects) }

  mutating func rekey(with seat: Int) { line.rekey(with: PlayerIndex(seat)) }

  mutating func leave() { line.leave(now: now, into: &effects) }

  // MARK: What came of it

  mutating func takeEffects() -> [Effect] {
    line.flush(now: now, into: &effects)
    defer { effects.removeAll() }
    return effects
  }

  mutating func takeNews() -> [String] {
    defer { news.removeAll() }
    return news
  }

  private func words(_ news: RelayLine.News) -> String {
    switch news {
    case .admitted(let welcome): "admitted to \(welcome.seat.number) of \(welcome.capacity)"
    case .returned(let welcome): "returned to \(welcome.seat.number) of \(welcome.capacity)"
    case .joined(let seat): "\(seat.number) joined"
    case .left(let seat, let departure): "\(seat.number) \(departure)"
    case .data(let bytes, let seat): "data \(bytes) from \(seat.number)"
    case .signal(let bytes, let seat): "signal \(bytes) from \(seat.number)"
    case .rekeyed(let seat): "rekeyed with \(seat.number)"
    case .incompatible(let seat, let version): "\(seat.number) speaks \(version)"
    case .lost: "lost"
    case .failed: "failed: \(line.failure.map { "\($0)" } ?? "for nothing")"
    }
  }
}
