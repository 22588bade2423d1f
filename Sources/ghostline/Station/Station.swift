import Foundation
import GridGame
import NIOCore
import Netplay
import Relay
import Rollback
import SecureChannel
import Simulation
import Stun
import Transport

/// One player's whole side of a match: sockets, lobby, match, pilot, injection. It decides nothing
/// about the protocol: it moves bytes between the transport and the pure machines, and obeys.
final class Station {
  /// How to get into a room.
  struct Entrance {
    let location: RelayLocation
    let entry: RelayEntry
    let room: RoomCode
    let secret: InviteSecret
    let direct: DirectLine.Policy
  }

  enum Phase {
    case connecting
    case gathering
    case playing(Playing)
    case failed(Failure)
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
  let clock: SystemClock
  var phase = Phase.connecting
  var lobby: Lobby?
  var injector: Injector
  var pilot: HumanOrBot
  var relay: RelayLine
  var direct: DirectLine
  /// The game of the terms that were accepted last.
  var agreedGame: GameTerms?
  var random = SystemRandomNumberGenerator()
  var episodes = 0
  private var arrivals: [Arrival] = []

  init(
    _ entrance: Entrance, options: StationOptions, clock: SystemClock, on eventLoop: any EventLoop
  ) throws {
    self.entrance = entrance
    self.options = options
    self.clock = clock
    inbox = try Inbox(now: { clock.now })
    do throws(DirectSocketError) {
      direct = try DirectLine(
        entrance.direct, seed: random.next(), on: eventLoop, inbox: inbox)
    } catch {
      throw Failure(.error, "no UDP socket for the direct path: \(error)")
    }
    relay = RelayLine(entrance, on: eventLoop, inbox: inbox)
    injector = Injector(options.injection, seed: options.terms.seed ?? 1)
    pilot = HumanOrBot(skill: options.bot)
  }

  /// Whether the relay carries what we give it.
  var isRelayConnected: Bool { relay.isConnected }

  /// Waits for the relay's welcome, or its refusal, for as long as a connection may take.
  ///
  /// - Throws: The `Failure` that says why there is none.
  func waitUntilConnected() throws {
    while true {
      receive()
      switch phase {
      case .connecting: _ = inbox.wait(atMost: .milliseconds(100))
      case .failed(let failure): throw failure
      case .gathering, .playing: return
      }
    }
  }

  // MARK: The loop's calls

  /// Takes everything that has arrived, and does what is due.
  func receive() {
    arrivals.removeAll(keepingCapacity: true)
    inbox.drain(into: &arrivals)
    for arrival in arrivals { receive(arrival) }
    let now = clock.now
    apply(relay.tick(now: now))
    direct.tick(now: now)
    noteReach(now: now)
    guard case .playing(let playing) = phase else { return }
    while let arrival = injector.arrival(now: clock.now) {
      playing.received(arrival.from.bytes, from: arrival.from.source, now: arrival.at)
    }
  }

  /// Runs one tick if it is due.
  func tickIfDue() -> Ticked? {
    guard case .playing(let playing) = phase, playing.match.endReason == nil else { return nil }
    let now = clock.now
    guard now >= playing.match.nextTick else { return nil }
    noteTransport(playing, now: now)
    let seat = playing.match.configuration.localSeat
    let frontier = playing.match.session.frontier(of: seat)
    var next = pilot
    let input = next.input(
      for: playing.match.session.present, terms: playing.terms, seat: seat,
      delay: options.inputDelay)
    let willCorrect = playing.match.session.plan().correction != nil
    let before = willCorrect ? playing.match.session.present : nil
    let report = playing.match.tick(input, now: now)
    if playing.match.endpoints.contains(where: \.isDirectPathMissed) { direct.hurry(now: now) }
    // A tick that took no input used up none: what was pressed in a stall waits for its end.
    if playing.match.session.frontier(of: seat) > frontier { pilot = next }
    send(playing, now: now)
    if playing.match.endReason != nil { lobby?.finished() }
    return Ticked(report: report, before: before, events: playing.match.takeEvents())
  }

  /// Tells the match what only the transport knows.
  private func noteTransport(_ playing: Playing, now: Instant) {
    playing.match.directBacklog(direct.backlog)
    playing.match.networkKnown(direct.reach.network)
    if direct.takeLoss() { playing.match.directFailed(.closed, now: now) }
    for peer in playing.match.endpoints.map(\.seat) {
      if let secret = relay.secret(of: peer) { playing.seal(with: peer, by: secret) }
    }
    let lastArrival = playing.match.endpoints.compactMap(\.paths.relay.lastArrival).max()
    relay.noteSilence(since: max(playing.startedAt, lastArrival ?? playing.startedAt), now: now)
  }

  /// Sends what an injected delay has held back until now.
  func flush() {
    while let departure = injector.departure(now: clock.now) { _ = depart(departure) }
  }

  /// When the loop has to be here again.
  var wakeTime: Instant? {
    let lines = [relay.wakeTime, direct.wakeTime].compactMap(\.self).min()
    guard case .playing(let playing) = phase, playing.match.endReason == nil else { return lines }
    return [lines, playing.match.nextTick, injector.nextDeparture].compactMap(\.self).min()
  }

  /// Whether ticks are due at the match's pace, so that arrivals need not wake anyone.
  var isTicking: Bool {
    if case .playing(let playing) = phase { playing.match.endReason == nil } else { false }
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
    direct.close()
  }

  func inject(_ body: (inout Injector) -> Void) { body(&injector) }

  /// Alters our state at the next frame.
  func corruptNow() {
    guard case .playing(let playing) = phase else { return }
    playing.match.corrupt(at: playing.match.frame + 1) { Ghostline.corrupt(&$0) }
  }

  // MARK: Arrivals

  private func receive(_ arrival: Arrival) {
    switch arrival.content {
    case .direct(let address, let bytes):
      if StunMessage.isStun(bytes[...]) {
        direct.received(bytes, from: address, now: arrival.time)
      } else {
        injector.arrived(bytes, from: .direct(address), at: arrival.time)
      }
    case .relayData(let seat, let bytes):
      guard let peer = RelayLine.player(seat) else { return }
      injector.arrived(bytes, from: .relay(peer), at: arrival.time)
    case .relaySignal(let seat, let bytes): apply(relay.received(bytes, from: seat))
    case .relay(let event): apply(relay.received(event, now: arrival.time))
    case .resolved(let servers): direct.resolved(servers, now: arrival.time)
    case .localAddresses(let addresses):
      direct.changed(addresses, now: arrival.time)
    }
  }

  /// Tells the others when we can be reached elsewhere.
  private func noteReach(now: Instant) {
    guard let lobby, lobby.reach != direct.reach else { return }
    apply(self.lobby?.reachChanged(direct.reach) ?? [])
    if case .playing(let playing) = phase { playing.match.ownAddressesChanged(now: now) }
  }

  // MARK: Sending

  private func send(_ playing: Playing, now: Instant) {
    for entry in playing.match.outbox.entries where isOpen(entry.path) {
      flush()
      guard
        let sealed = playing.sealed(
          playing.match.outbox[entry], to: entry.peer, by: entry.path)
      else { continue }
      injector.send(sealed[...], to: entry.destination, now: now)
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

  private func isOpen(_ path: Netplay.Path) -> Bool { path == .direct || relay.isConnected }

  private func depart(_ departure: Injector.Departure) -> Bool {
    switch departure.destination {
    case .direct(let address): direct.send(departure.bytes, to: address)
    case .relay(let seat): relay.send(departure.bytes, to: seat)
    }
  }
}

extension Injector.Departure {
  /// The same place, as where something came from.
  fileprivate var source: DatagramSource {
    switch destination {
    case .direct(let address): .direct(address)
    case .relay(let seat): .relay(seat)
    }
  }
}
