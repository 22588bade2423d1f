import Netplay
package import Relay
import Rollback
import SecureChannel
package import Vocabulary

/// Our way to the relay: one connection after the other, and everything said through it to the other
/// members sealed.
///
/// The connection is judged by itself alone: the relay is asked for a sign of life when it says
/// nothing, and given up when it does not answer. What peers send, or do not send, proves nothing
/// about it.
package struct RelayLine: Sendable {
  package enum Limit {
    /// For looking up the relay's name: the system asks one name server after the other, and waits
    /// 5 s for each as a rule.
    package static let lookUp = Duration.seconds(12)
    /// From there to the relay's welcome.
    package static let welcome = Duration.seconds(5)
    /// How long the relay may say nothing before it is asked.
    package static let quiet = Duration.milliseconds(1500)
    /// How long it may take to answer.
    package static let answer = Duration.milliseconds(2500)
    /// The same after our own addresses have changed: a connection by an old one dies without a word.
    package static let changedAnswer = Duration.milliseconds(1000)
    /// How often handshakes without an answer are begun again.
    static let reminder = Duration.seconds(1)
  }

  private enum Phase: Hashable, Sendable {
    /// There is no connection; `reconnection` says when to try.
    case apart
    /// The relay's name is being looked up, which says nothing about the relay.
    case lookingUp(since: Instant)
    /// Asked; since when it could be answered, which is later where the relay has told us to wait.
    case entering(since: Instant)
    case member(RelayMembership)
    /// Nothing is tried any more, for this reason; nothing when we left.
    case over(RelayClosure?)
  }

  private let entrance: Entrance
  private var dice: SecretDice
  private var phase = Phase.apart
  private var reconnection: RelayReconnection
  private var signalling: Signalling?
  private var signals = SignalQueue()
  /// Those who play a match with us.
  private var company = Presence.none
  /// Counts connections: what an earlier one still brings is not ours any more.
  private var attempt = 0
  /// Why there is no connection, as of the last one; nothing before any was lost.
  package private(set) var newestClosure: RelayClosure?
  /// Nothing while the relay has not said that it stops.
  private(set) var draining: Draining?
  /// Since when we are not in the room.
  package private(set) var apartSince: Instant?

  init(_ entrance: Entrance, dice: SecretDice, now: Instant) {
    self.entrance = entrance
    self.dice = dice
    reconnection = RelayReconnection(entering: entrance.entry, seed: self.dice.next(), now: now)
    apartSince = now
  }

  // MARK: Queries

  /// Whether the relay carries what we give it.
  package var isConnected: Bool {
    if case .member = phase { true } else { false }
  }

  /// Until when the relay does not look at what we ask for; nothing when it has not said so.
  var slowedUntil: Instant? { if case .entering(let since) = phase { since } else { nil } }

  /// Why there will be no connection any more; nothing while there is one or is tried for.
  package var failure: RelayClosure? {
    if case .over(let closure) = phase { closure } else { nil }
  }

  /// The root of the keys for datagrams to and from a member; nothing before it was agreed.
  func secret(of seat: PlayerIndex) -> ChannelSecret? { signalling?.secret(seat: seat.number) }

  /// When `tick` has something to do.
  var wakeTime: Instant? {
    switch phase {
    case .apart: reconnection.nextAttempt
    case .lookingUp(let since): since + Limit.lookUp
    case .entering(let since): since + Limit.welcome
    case .member(let membership):
      min(membership.nextReminder, membership.deadline, signals.wakeTime ?? .distantFuture)
    case .over: nil
    }
  }

  // MARK: Commands

  /// Says something to a member; it waits until the keys are agreed.
  mutating func signal(_ message: LobbyMessage, to seat: PlayerIndex) {
    _ = obey(signalling?.send(message.encoded(), seat: seat.number) ?? [])
  }

  /// The others who play a match with us from now on, whose seats matter to us.
  ///
  /// - Parameter others: Nobody when a match is over.
  mutating func playing(with others: Presence, into effects: inout [Effect]) {
    company = others
    reconnection.playing(with: others)
    if isConnected { effects.append(hold) }
  }

  private var hold: Effect { .hold(company.isEmpty ? .open : .kept) }

  /// Agrees keys anew with a member whose datagrams do not open.
  mutating func rekey(with seat: PlayerIndex) {
    _ = obey(signalling?.renew(seat: seat.number, ephemeral: dice.ephemeralKey()) ?? [])
  }

  /// Lets signals go, as many as the relay takes now: what was asked for since the last time.
  mutating func flush(now: Instant, into effects: inout [Effect]) {
    if isConnected { signals.flush(now: now, into: &effects) }
  }

  /// Leaves the room for good.
  mutating func leave(now: Instant, into effects: inout [Effect]) {
    flush(now: now, into: &effects)
    reconnection.stop()
    switch phase {
    case .over: return
    case .apart: break
    case .lookingUp, .entering, .member: effects.append(.hangUp(.leave))
    }
    phase = .over(nil)
  }

  // MARK: Events

  mutating func tick(now: Instant, into effects: inout [Effect]) -> [News] {
    switch phase {
    case .apart:
      guard case .connect(let entry)? = reconnection.tick(now: now) else { return [] }
      attempt += 1
      phase = .lookingUp(since: now)
      effects.append(.connect(attempt: attempt, hello: entry.message))
      return []
    case .lookingUp(let since):
      guard now - since >= Limit.lookUp else { return [] }
      effects.append(.hangUp(.abandon))
      let relay = entrance.relay
      return closed(
        .unreachable(host: relay.host, port: relay.port, .noNameServer), now: now)
    case .entering(let since):
      guard now - since >= Limit.welcome else { return [] }
      effects.append(.hangUp(.abandon))
      let relay = entrance.relay
      return closed(.timedOut(host: relay.host, port: relay.port), now: now)
    case .member(let membership): return tick(membership, now: now, into: &effects)
    case .over: return []
    }
  }

  private mutating func tick(
    _ known: RelayMembership, now: Instant, into effects: inout [Effect]
  ) -> [News] {
    var membership = known
    switch membership.tick(now: now) {
    case .ask: effects.append(.pingRelay)
    case .giveUp:
      effects.append(.hangUp(.abandon))
      return closed(.silent, now: now)
    case nil: break
    }
    let isReminder = membership.isReminderDue(now: now)
    phase = .member(membership)
    return isReminder ? obey(signalling?.reminded() ?? []) : []
  }

  /// The machine's own addresses have changed, or the way that it takes: a connection by the old one may
  /// be dead without a word, and another may be possible now.
  mutating func networkChanged(now: Instant, into effects: inout [Effect]) {
    switch phase {
    case .apart: reconnection.networkChanged(now: now)
    case .lookingUp, .entering, .over: break
    case .member(var membership):
      membership.networkChanged(now: now)
      phase = .member(membership)
      effects.append(.pingRelay)
    }
  }

  /// What the connection of an attempt brings.
  mutating func received(
    _ news: RelayNews, by attempt: Int, now: Instant, into effects: inout [Effect]
  ) -> [News] {
    guard attempt == self.attempt else { return [] }
    switch phase {
    case .apart, .over: return []
    case .lookingUp, .entering:
      switch news {
      case .lookedUp:
        phase = .entering(since: now)
        return []
      case .message(.welcome(let welcome)): return entered(welcome, now: now, into: &effects)
      case .message(.refused(let reason)): return closed(.refused(reason), now: now)
      case .message(.slowed(let wait)):
        phase = .entering(since: now + min(wait, .longest).duration)
        return []
      case .closed(let closure): return closed(closure, now: now)
      case .message, .alive, .answered: return []
      }
    case .member(var membership):
      membership.heard(news, now: now)
      phase = .member(membership)
      switch news {
      case .message(let message): return received(message, now: now, into: &effects)
      case .closed(let closure): return closed(closure, now: now)
      case .lookedUp, .alive, .answered: return []
      }
    }
  }

  private mutating func received(
    _ message: RelayMessage, now: Instant, into effects: inout [Effect]
  ) -> [News] {
    switch message {
    case .welcome, .slowed: return []
    case .draining(let next):
      draining = Draining(next: next, since: draining?.since ?? now)
      return []
    case .peerJoined(let seat):
      // Whoever sat there before has gone without our being told.
      signals.left(seat)
      greet(seat)
      return [.joined(seat)]
    case .peerLeft(let seat, let departure):
      signalling?.left(seat: seat.number)
      signals.left(seat)
      return [.left(seat, departure)]
    case .data(let seat, let payload): return [.data(Array(payload), from: seat)]
    case .signal(let seat, let payload):
      return obey(signalling?.received(payload, seat: seat.number) ?? [])
    case .refused(let reason): return closed(.refused(reason), now: now)
    }
  }

  private mutating func entered(
    _ welcome: RelayWelcome, now: Instant, into effects: inout [Effect]
  ) -> [News] {
    reconnection.connected(welcome, now: now)
    apartSince = nil
    phase = .member(RelayMembership(now: now))
    let isReturn = signalling != nil
    // What was true when we asked to come back may no longer be.
    if isReturn { effects.append(hold) }
    signalling = Signalling(
      version: Envelope.version, secret: entrance.secret,
      ownSeat: welcome.seat.number)
    for seat in welcome.members.seats { greet(seat) }
    return [isReturn ? .returned(welcome) : .admitted(welcome)]
  }

  private mutating func closed(_ closure: RelayClosure, now: Instant) -> [News] {
    let wasMember = isConnected
    phase = .apart
    signals.removeAll()
    newestClosure = closure
    draining = nil
    apartSince = apartSince ?? now
    if case .giveUp(let reason)? = reconnection.closed(closure, now: now) {
      phase = .over(reason)
      return [.failed]
    }
    return wasMember ? [.lost] : []
  }

  // MARK: Keys

  /// Agrees keys with a member.
  private mutating func greet(_ seat: PlayerIndex) {
    _ = obey(signalling?.joined(seat: seat.number, ephemeral: dice.ephemeralKey()) ?? [])
  }

  private mutating func obey(_ orders: [Signalling.Effect]) -> [News] {
    var news: [News] = []
    for order in orders {
      switch order {
      case .send(let bytes, let seat): signals.append(bytes, to: PlayerIndex(seat))
      case .received(let bytes, let seat): news.append(.signal(bytes, from: PlayerIndex(seat)))
      case .incompatible(let version, let seat):
        news.append(.incompatible(PlayerIndex(seat), version: version))
      case .rekeyed(let seat): news.append(.rekeyed(PlayerIndex(seat)))
      case .renewalWanted(let seat):
        news += obey(
          signalling?.renew(seat: seat, ephemeral: dice.ephemeralKey()) ?? [])
      }
    }
    return news
  }
}
