package import GridGame
package import Netplay
import Relay
import Rollback
import SecureChannel
import Stun
package import Vocabulary

/// One player's whole side, from the invite to the rematch: lobby, keys, relay, direct path, injection,
/// match, leaving.
///
/// Drive it from one thread, in this order, again and again:
/// 1. `turn` with everything that has arrived, then obey what `takeEffects` gives;
/// 2. `tick` until it returns nothing, obeying after each (and bounding how often, for the screen's
///    sake);
/// 3. `rest`, which says when to be here again at the latest.
///
/// In between `want` takes what the player asks for, and `sent` that a path took a datagram. Over when
/// `ending` says so. It reads no clock and draws no dice: time and secret bytes are handed in. All times
/// that it shows are its own: what this machine slept through is not in them (`Vigil`).
package struct Station: ~Copyable {
  /// What the screen and the log want to know of one tick.
  package struct Ticked {
    package let report: TickReport
    /// The predicted state before the tick, when the tick rolled back.
    package let before: Ghostline.State?
    package let events: [MatchEvent]
  }

  /// Whether the player is here.
  enum Conduct: Sendable {
    case staying
    /// The others are being told, until this moment at the latest.
    case leaving(by: Instant)
    case ended(Ending)
  }

  package enum Limit {
    /// How long the others are told that we leave.
    static let leaving = Duration.milliseconds(400)
    /// The same while final reports are exchanged: longer than a match lingers for them.
    static let finishing = Duration.milliseconds(2500)
    /// How long a side that nobody sits at waits for a room that is not coming to anything.
    package static let unattended = Duration.seconds(60)
    /// How long it is told that this machine has slept.
    package static let sleepNotice = Duration.seconds(10)
  }

  /// How long its seed is.
  package static let seedBytes = SecretDice.seedBytes

  package let entrance: Entrance
  package let options: StationOptions
  package internal(set) var relay: RelayLine
  package internal(set) var direct: DirectLine
  package internal(set) var injector: Injector
  package internal(set) var pilot: HumanOrBot
  /// Who is in the room; nothing before we are.
  package internal(set) var lobby: Lobby?
  /// When the relay let us in first.
  var admittedAt: Instant?
  /// Matches that were begun here.
  package internal(set) var episodes = 0
  /// The match that is played, or was played last.
  var playing: Playing?
  /// With whom something is measured; at most one for each seat.
  var measurements: [Measurement] = []
  /// What has been measured of the ways to the host; nothing for who plays.
  package internal(set) var hostWatch: HostWatch?
  /// The game of the terms that were accepted last.
  var agreedGame: GameTerms?
  /// What is played in this room; nothing as long as only the creator knows.
  package var game: GameTerms? { agreedGame ?? options.game }
  var conduct = Conduct.staying
  var effects: [Effect] = []
  var dice: SecretDice
  var vigil: Vigil
  /// How long this machine slept last, and when it came back.
  var newestSleep: (length: Duration, at: Instant)?

  /// - Parameters:
  ///   - ownAddresses: Those of this machine with the port of its socket; none without one.
  ///   - seed: `SecretDice.seedBytes` that nobody else knows.
  package init(
    _ entrance: Entrance, options: StationOptions, ownAddresses: [Address], seed: [UInt8],
    now: Instant
  ) {
    self.entrance = entrance
    self.options = options
    var dice = SecretDice(seed: seed)
    vigil = Vigil(now: now)
    relay = RelayLine(
      entrance, dice: SecretDice(seed: dice.bytes(SecretDice.seedBytes)), now: now)
    direct = DirectLine(
      entrance.direct, relay: entrance.relay, own: ownAddresses, seed: dice.next(),
      into: &effects)
    hostWatch =
      options.occasion == .measurement ? HostWatch(seed: dice.next(), now: now) : nil
    self.dice = dice
    injector = Injector(options.injection, seed: options.terms.seed ?? 1)
    pilot = HumanOrBot(skill: options.bot)
  }

  // MARK: Queries

  /// The own time, as of the last turn.
  package var now: Instant { vigil.now }

  /// Why this side is over; nothing while it is not.
  package var ending: Ending? {
    if case .ended(let ending) = conduct { ending } else { nil }
  }

  /// Looks at the match that is played, or was played last; nothing before the first.
  package func withPlaying<Result>(_ body: (borrowing Playing) -> Result) -> Result? {
    switch playing {
    case .some(let playing): body(playing)
    case .none: nil
    }
  }

  /// Whether a match is under way, so that ticks are due at its pace.
  package var isTicking: Bool { withPlaying { !$0.isOver } ?? false }

  /// Whether a match has been played, and no other is under way.
  package var isMatchOver: Bool { withPlaying { $0.isOver } ?? false }

  // MARK: Turns

  /// Takes everything that has arrived, and does what is due.
  ///
  /// - Parameter backlog: What the direct path's queue holds.
  package mutating func turn(_ arrivals: [Arrival], backlog: Backlog = .none, now real: Instant) {
    if let gap = vigil.woke(now: real) { newestSleep = (gap, now) }
    if case .ended = conduct { return }
    let now = now
    for arrival in arrivals { received(arrival) }
    apply(relay.tick(now: now, into: &effects))
    direct.tick(now: now, into: &effects)
    noteReach()
    playing?.match.directBacklog(backlog)
    while let arrival = injector.arrival(now: now) {
      deliver(arrival.datagram.bytes, from: arrival.datagram.address, at: arrival.at)
    }
    measure()
    conclude()
  }

  /// Takes what the shell has to do, in order, into a buffer whose storage is reused.
  package mutating func takeEffects(into buffer: inout [Effect]) {
    relay.flush(now: now, into: &effects)
    buffer.removeAll(keepingCapacity: true)
    swap(&buffer, &effects)
  }

  /// Says when to be here again at the latest, in real time; nothing when only others can bring news.
  package mutating func rest() -> Instant? {
    let own = wakeTime
    vigil.willWake(at: own)
    return own.map { vigil.real($0) }
  }

  private var wakeTime: Instant? {
    var times = [relay.wakeTime, direct.wakeTime, injector.nextDeparture, nextMeasuring]
      .compactMap(\.self)
    if isTicking, let next = withPlaying({ $0.match.nextTick }) { times.append(next) }
    if case .leaving(let by) = conduct { times.append(by) }
    return times.min()
  }

  /// A path took a datagram.
  package mutating func sent(_ receipt: Effect.Receipt) {
    guard receipt.epoch == playing?.terms.epoch else { return }
    playing?.match.accepted(receipt.entry)
  }

  // MARK: Arrivals

  private mutating func received(_ arrival: Arrival) {
    let now = now
    let time = vigil.own(arrival.time)
    switch arrival.content {
    case .direct(let address, let bytes):
      if StunMessage.isStun(bytes[...]) {
        direct.received(bytes, from: address, now: time, into: &effects)
      } else {
        receivedDatagram(bytes, from: .direct(address), at: time)
      }
    case .directClosed:
      if direct.closed() { playing?.match.directFailed(.closed, now: now) }
    case .relay(let attempt, let news):
      apply(relay.received(news, by: attempt, now: time, into: &effects), at: time)
    case .resolved(let servers): direct.resolved(servers, now: now)
    case .localAddresses(let addresses):
      direct.changed(addresses, now: now)
      relay.networkChanged(now: now, into: &effects)
      playing?.match.ownAddressesChanged(now: now)
      for index in measurements.indices { measurements[index].ownAddressesChanged(now: now) }
    }
  }

  /// A datagram of the match; where nothing is injected, straight to it.
  mutating func receivedDatagram(_ bytes: [UInt8], from source: PeerAddress, at time: Instant) {
    guard injector.isIdle(receivingBy: source.path) else {
      return injector.arrived(bytes, from: source, at: time)
    }
    deliver(bytes, from: source, at: time)
  }

  /// Tells the others when we can be reached elsewhere.
  private mutating func noteReach() {
    let now = now
    playing?.match.networkKnown(direct.network)
    guard let lobby, lobby.reach != direct.reach else { return }
    apply(self.lobby?.reachChanged(direct.reach) ?? [])
    playing?.match.ownAddressesChanged(now: now)
  }
}
