import Foundation
import GridGame
import NIOCore
import Netplay
import Relay
import Rollback
import SecureChannel
import Simulation
import Transport

/// One player's whole side of a match: sockets, lobby, match, pilot, injection. It decides nothing
/// about the protocol: it moves bytes between the transport and the pure machines, and obeys.
final class Station {
  /// How to get into a room.
  struct Entrance {
    let location: RelayLocation
    let entry: RelayEntry
    let room: RoomCode
    /// Whether only this machine can reach the relay: then only loopback addresses are offered.
    let isLoopback: Bool
  }

  enum Phase {
    case connecting
    case gathering
    case playing(Playing)
    case failed(Failure)
  }

  /// A match under way or over, and the terms it is played by.
  final class Playing {
    let terms: MatchTerms
    let game: GameTerms
    /// By seat, as they were when the match began: a player who leaves keeps the name.
    let names: [String]
    let startedAt: Instant
    var match: Match<Ghostline>

    init(
      terms: MatchTerms, game: GameTerms, names: [String], startedAt: Instant,
      match: consuming Match<Ghostline>
    ) {
      self.terms = terms
      self.game = game
      self.names = names
      self.startedAt = startedAt
      self.match = match
    }
  }

  /// What the screen and the log want to know of one tick.
  struct Ticked {
    let report: TickReport
    /// The predicted state before the tick, when the tick rolled back.
    let before: Ghostline.State?
    let events: [MatchEvent]
  }

  let entrance: Entrance
  let inbox: Inbox
  let options: StationOptions
  private(set) var phase = Phase.connecting
  private(set) var lobby: Lobby?
  private(set) var injector: Injector
  var pilot: HumanOrBot

  private let socket: DirectSocket
  private let relay: RelayConnection
  private let clock: SystemClock
  private var arrivals: [Arrival] = []
  /// The game of the terms that were accepted last.
  private var agreedGame: GameTerms?
  private var hasLostSocket = false
  private var random = SystemRandomNumberGenerator()
  private(set) var isRelayConnected = false
  private(set) var episodes = 0

  init(
    _ entrance: Entrance, options: StationOptions, clock: SystemClock, on eventLoop: any EventLoop
  ) throws {
    self.entrance = entrance
    self.options = options
    self.clock = clock
    inbox = try Inbox(now: { clock.now })
    do throws(DirectSocketError) {
      socket = try DirectSocket.open(
        reach: entrance.isLoopback ? .loopback : .everywhere, on: eventLoop, inbox: inbox)
    } catch {
      throw Failure(.error, "no UDP socket for the direct path: \(error)")
    }
    relay = RelayConnection(
      to: entrance.location, entering: entrance.entry, on: eventLoop, inbox: inbox)
    injector = Injector(options.injection, seed: options.terms.seed ?? 1)
    pilot = HumanOrBot(skill: options.bot)
  }

  // MARK: The loop's calls

  /// Takes everything that has arrived.
  func receive() {
    arrivals.removeAll(keepingCapacity: true)
    inbox.drain(into: &arrivals)
    for arrival in arrivals { receive(arrival) }
    guard case .playing(let playing) = phase else { return }
    while let arrival = injector.arrival(now: clock.now) {
      let source: Match<Ghostline>.Source =
        switch arrival.from.destination {
        case .direct(let address): .direct(address)
        case .relay(let seat): .relay(seat)
        }
      playing.match.received(arrival.from.bytes[...], from: source, now: arrival.at)
    }
  }

  /// Runs one tick if it is due.
  func tickIfDue() -> Ticked? {
    guard case .playing(let playing) = phase, playing.match.endReason == nil else { return nil }
    let now = clock.now
    guard now >= playing.match.nextTick else { return nil }
    playing.match.directBacklog(
      Netplay.Backlog(datagrams: socket.backlog.messages, bytes: socket.backlog.bytes))
    noteClosedSocket(playing, now: now)
    let seat = playing.match.configuration.localSeat
    let frontier = playing.match.session.frontier(of: seat)
    var next = pilot
    let input = next.input(
      for: playing.match.session.present, terms: playing.terms, seat: seat,
      delay: options.inputDelay)
    let willCorrect = playing.match.session.plan().correction != nil
    let before = willCorrect ? playing.match.session.present : nil
    let report = playing.match.tick(input, now: now)
    // A tick that took no input used up none: what was pressed in a stall waits for its end.
    if playing.match.session.frontier(of: seat) > frontier { pilot = next }
    send(playing, now: now)
    if playing.match.endReason != nil { lobby?.finished() }
    return Ticked(report: report, before: before, events: playing.match.takeEvents())
  }

  private func noteClosedSocket(_ playing: Playing, now: Instant) {
    guard !socket.isOpen, !hasLostSocket else { return }
    hasLostSocket = true
    playing.match.directFailed(.closed, now: now)
  }

  /// Sends what an injected delay has held back until now.
  func flush() {
    while let departure = injector.departure(now: clock.now) { _ = depart(departure) }
  }

  /// When the loop has to be here again.
  var wakeTime: Instant? {
    guard case .playing(let playing) = phase, playing.match.endReason == nil else { return nil }
    return [playing.match.nextTick, injector.nextDeparture].compactMap(\.self).min()
  }

  /// Asks for another episode in the same room.
  func playAgain() { apply(lobby?.again() ?? []) }

  /// Leaves the match; the others are told while ticks go on.
  func leave() {
    guard case .playing(let playing) = phase else { return }
    playing.match.leave(now: clock.now)
  }

  func close() {
    relay.close()
    socket.close()
  }

  func inject(_ body: (inout Injector) -> Void) { body(&injector) }

  /// Alters our state at the next frame.
  func corruptNow() {
    guard case .playing(let playing) = phase else { return }
    playing.match.corrupt(at: playing.match.frame + 1) { Ghostline.corrupt(&$0) }
  }

  /// Our addresses as others may reach us directly.
  private var candidates: [Address] {
    socket.localAddresses().filter { !entrance.isLoopback || $0.isLoopback }
  }

  // MARK: Arrivals

  private func receive(_ arrival: Arrival) {
    switch arrival.content {
    case .direct(let address, let bytes):
      injector.arrived(bytes, from: .direct(address), at: arrival.time)
    case .relayData(let seat, let bytes):
      // What a closed connection still had queued would make the path look alive again.
      guard isRelayConnected, let peer = player(seat) else { return }
      injector.arrived(bytes, from: .relay(peer), at: arrival.time)
    case .relaySignal(let seat, let bytes):
      guard let peer = player(seat) else { return }
      apply(lobby?.received(bytes[...], from: peer) ?? [])
    case .relay(let event): receive(event)
    }
  }

  private func receive(_ event: RelayEvent) {
    switch event {
    case .connected(let welcome):
      guard let seat = player(welcome.seat) else { return }
      isRelayConnected = true
      var lobby = Lobby(
        seat: seat, capacity: welcome.capacity, name: options.name, candidates: candidates,
        identity: GameTerms.identity)
      if seat.number == 0, options.game == nil {
        return fail("the host has left this room: ask for a fresh invite")
      }
      let effects = welcome.members.seats.compactMap(player).flatMap { lobby.joined($0) }
      self.lobby = lobby
      phase = .gathering
      apply(effects)
    case .peerJoined(let seat):
      guard let peer = player(seat) else { return }
      apply(lobby?.joined(peer) ?? [])
    case .peerLeft(let seat):
      guard let peer = player(seat) else { return }
      apply(lobby?.left(peer) ?? [])
      if case .gathering = phase, seat.index == 0 {
        fail("the host has left the room: ask for a fresh invite")
      }
    case .closed(let closure): relayClosed(closure)
    }
  }

  private func relayClosed(_ closure: RelayClosure) {
    isRelayConnected = false
    switch phase {
    case .connecting, .gathering:
      phase = .failed(Failure(.connection, Sentences.relayClosed(closure, entrance)))
    case .playing(let playing):
      playing.match.relayChanged(isConnected: false, now: clock.now)
    case .failed: break
    }
  }

  private func fail(_ message: String) { phase = .failed(Failure(.connection, message)) }

  private func player(_ seat: RelaySeat) -> PlayerIndex? {
    seat.index < Presence.maxPlayers ? PlayerIndex(seat.index) : nil
  }

  // MARK: The lobby

  private func apply(_ effects: [Lobby.Effect]) {
    for effect in effects {
      switch effect {
      case .send(let message, let seat):
        relay.sendSignal(message.encoded(), to: RelaySeat(seat.number))
      case .termsWanted: offerTerms()
      case .offered(let terms): answer(terms)
      case .start(let terms): start(terms)
      case .failed(let failure):
        phase = .failed(Failure(.connection, Sentences.lobbyFailure(failure, lobby)))
      }
    }
  }

  private func offerTerms() {
    guard let lobby, let game = options.game else { return }
    let again = UInt64(episodes)
    let terms = MatchTerms(
      epoch: random.next(), seed: options.terms.seed.map { $0 &+ again } ?? random.next(),
      players: lobby.capacity, hashInterval: options.terms.hashInterval ?? 30,
      frameLimit: options.terms.frames.map { Frame($0) }, game: game.encoded)
    apply(self.lobby?.offer(terms) ?? [])
  }

  private func answer(_ terms: MatchTerms) {
    if let contradiction = options.terms.contradiction(with: terms, episode: episodes) {
      apply(lobby?.decline(.contradiction) ?? [])
      phase = .failed(Failure(.usage, contradiction))
      return
    }
    do throws(MapError) {
      let game = try GameTerms(decoding: terms.game)
      agreedGame = game
      guard game.map.players.contains(terms.players) else {
        apply(lobby?.decline(.unplayable) ?? [])
        phase = .failed(Failure(.connection, "the room's map is not for \(terms.players) players"))
        return
      }
      let state = game.initialState(players: terms.players, seed: terms.seed)
      apply(lobby?.agreed(digest: Ghostline.checksum(state)) ?? [])
    } catch {
      apply(lobby?.decline(.unplayable) ?? [])
      phase = .failed(Failure(.connection, "the room's map cannot be played here: \(error)"))
    }
  }

  private func start(_ terms: MatchTerms) {
    guard let lobby, let game = agreedGame else { return }
    var configuration = Match<Ghostline>.Configuration(
      epoch: terms.epoch, players: terms.players, localSeat: lobby.seat)
    configuration.hashInterval = terms.hashInterval
    configuration.frameLimit = terms.frameLimit
    configuration.frameDuration = GameTerms.identity.frameDuration
    configuration.window = options.window
    configuration.inputDelay = options.inputDelay
    configuration.linkSeed = random.next()
    let now = clock.now
    var match = Match<Ghostline>(
      configuration, initial: game.initialState(players: terms.players, seed: terms.seed),
      now: now)
    for member in lobby.members {
      match.offered(member.candidates, by: member.seat, now: now)
    }
    if !isRelayConnected { match.relayChanged(isConnected: false, now: now) }
    if let frame = options.corruption { match.corrupt(at: frame) { Ghostline.corrupt(&$0) } }
    episodes += 1
    injector.started(now: now)
    pilot.reset()
    let names = (0..<terms.players).map { lobby.displayName(of: PlayerIndex($0)) }
    phase = .playing(
      Playing(terms: terms, game: game, names: names, startedAt: now, match: match))
  }

  // MARK: Sending

  private func send(_ playing: Playing, now: Instant) {
    for entry in playing.match.outbox.entries where isOpen(entry.path) {
      flush()
      injector.send(playing.match.outbox[entry], to: entry.destination, now: now)
      // What leaves at once, a copy of it perhaps too, tells by itself whether the transport took
      // it; what is delayed or lost on purpose counts as taken.
      let taken = departures(now: now).map { depart($0) }
      if taken.isEmpty || taken.contains(true) { playing.match.accepted(entry) }
    }
    playing.match.clearOutbox()
  }

  private func departures(now: Instant) -> [Injector.Departure] {
    var due: [Injector.Departure] = []
    while let departure = injector.departure(now: now) { due.append(departure) }
    return due
  }

  private func isOpen(_ path: Netplay.Path) -> Bool { path == .direct || isRelayConnected }

  private func depart(_ departure: Injector.Departure) -> Bool {
    switch departure.destination {
    case .direct(let address): socket.send(departure.bytes, to: address)
    case .relay(let seat): relay.sendData(departure.bytes, to: RelaySeat(seat.number))
    }
  }
}
