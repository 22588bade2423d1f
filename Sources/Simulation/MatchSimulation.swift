package import GridGame
package import Impairment
package import Netplay
import Rollback
package import Vocabulary

/// Plays a scenario in virtual time: production matches over a seeded network.
///
/// The world's clock jumps from tick to tick; a machine takes what has arrived when its tick is due,
/// as the game loop does. Nothing reads a real clock, so equal scenarios give equal traces.
package struct MatchSimulation: ~Copyable {
  /// Ticks per frame asked for after which a match that never ends is given up.
  package static let patience = 6

  package let scenario: Scenario
  package var peers: Roster<SimulatedPeer>
  /// Digest of everything that every tick did, in order.
  package var trace: UInt64 { hasher.finalize() }
  /// The time of the world.
  package private(set) var now = Instant.zero
  package private(set) var ticks = 0
  /// Whether the match was given up because it did not end.
  package private(set) var isExhausted = false

  /// What was wrong with any confirmed frame.
  package private(set) var referee: Referee<Ghostline>
  private(set) var movement: Movement
  private var network: SimulatedNetwork
  /// Nothing when datagrams travel in clear.
  private var seals: Seals?
  private var hasher = StateHasher()
  private var hasOffered: [Bool]
  private var hasRelay: [Bool]
  private var isCalm = false

  package init(_ scenario: Scenario) {
    self.scenario = scenario
    peers = Roster(count: scenario.players) { SimulatedPeer(scenario: scenario, seat: $0) }
    referee = Referee(initial: scenario.initialState, players: scenario.players)
    movement = Movement(players: scenario.players)
    network = SimulatedNetwork(scenario)
    seals =
      scenario.isSealed
      ? Seals(players: scenario.players, epoch: scenario.epoch, seed: scenario.seed) : nil
    hasOffered = Array(repeating: false, count: scenario.players)
    hasRelay = Array(repeating: true, count: scenario.players)
  }

  /// Plays until every machine is done, or until it is clear that it will not be.
  package mutating func run() { while stepOnce() {} }

  /// Runs the next tick; false when there is none, or when the match was given up.
  package mutating func stepOnce() -> Bool {
    guard let seat = nextSeat() else { return false }
    guard ticks < (scenario.frames + 1200) * scenario.players * Self.patience else {
      isExhausted = true
      return false
    }
    step(seat)
    return true
  }

  /// What all links of a path did, summed.
  package func statistics(_ path: Path) -> LinkStatistics { network.statistics(path) }

  /// Damaged datagrams that were delivered sealed.
  package var damagedDatagrams: Int { network.refused }

  /// What the network handed over from one machine to another by a path.
  package func delivered(
    from sender: PlayerIndex, to receiver: PlayerIndex, by path: Path
  ) -> SimulatedNetwork.Delivered {
    network.delivered(from: sender.number, to: receiver.number)[path]
  }

  /// Hands bytes that no peer sent to a machine.
  package mutating func inject(
    _ bytes: [UInt8], into seat: Int, from source: Match<Ghostline>.Source
  ) {
    peers[seat].match.received(bytes[...], from: source, now: peers[seat].local(now))
  }

  /// Hands a datagram that no peer sent to a machine.
  package mutating func inject(
    _ datagram: Datagram, into seat: Int, from source: Match<Ghostline>.Source
  ) {
    var writer = ByteWriter()
    datagram.encode(into: &writer, inputWidth: 1)
    inject(writer.bytes, into: seat, from: source)
  }

  /// The machine whose tick is next; the lowest seat of several.
  private func nextSeat() -> Int? {
    var best: Int?
    for seat in peers.indices where !peers[seat].isOver {
      if best.map({ due(seat) < due($0) }) ?? true { best = seat }
    }
    return best
  }

  private func due(_ seat: Int) -> Instant {
    let next = peers[seat].nextTick
    let pause = scenario.pauses.first {
      $0.seat == seat && $0.time.contains(next - .zero)
    }
    return pause.map { Instant.zero + $0.time.upperBound } ?? next
  }

  private mutating func step(_ seat: Int) {
    // What arrives while a process does nothing is seen when it goes on.
    let wokeAt = due(seat) > peers[seat].nextTick ? due(seat) : .zero
    now = max(now, due(seat))
    ticks += 1
    calmDown()
    if isCalm { peers[seat].calmedDown(world: now) }
    offerAddresses(to: seat)
    connectRelay(of: seat)
    deliver(to: seat, notBefore: wokeAt)
    leave(seat)
    changeDelay(of: seat)
    let report = peers[seat].tick(world: now)
    judge(seat)
    hasher.combine(peers[seat].match.outbox.writer.bytes.count)
    send(from: seat)
    note(report, seat)
  }

  private mutating func calmDown() {
    guard !isCalm, let calmAfter = scenario.calmAfter, now - .zero >= calmAfter else { return }
    isCalm = true
    network.calmDown()
  }

  /// Every machine has one address: 127.0.0.1 and a port that tells its seat.
  private func address(_ seat: Int) -> Address {
    Address(ipv4: 127, 0, 0, 1, port: UInt16(9000 + seat))
  }

  private mutating func offerAddresses(to seat: Int) {
    guard !hasOffered[seat], let after = scenario.directAfter, now - .zero >= after else { return }
    hasOffered[seat] = true
    for other in peers.indices where other != seat {
      let local = peers[seat].local(now)
      peers[seat].match.offered(
        Reachability(candidates: [address(other)]), by: PlayerIndex(other), now: local)
    }
  }

  private mutating func connectRelay(of seat: Int) {
    let isConnected = !scenario.relayOutages.contains { $0.contains(now - .zero) }
    guard isConnected != hasRelay[seat] else { return }
    hasRelay[seat] = isConnected
    peers[seat].match.relayChanged(isConnected: isConnected, now: peers[seat].local(now))
  }

  private mutating func deliver(to seat: Int, notBefore wokeAt: Instant) {
    while let arrival = network.next(to: seat, now: now) {
      let source: Match<Ghostline>.Source =
        arrival.path == .direct
        ? .direct(address(arrival.sender)) : .relay(PlayerIndex(arrival.sender))
      let at = peers[seat].local(max(arrival.delivery.at, wokeAt))
      guard let bytes = opened(arrival, at: seat) else { continue }
      peers[seat].match.received(bytes, from: source, now: at)
    }
  }

  /// What is under the seal; nothing when it does not open, which the match is told.
  private mutating func opened(
    _ arrival: SimulatedNetwork.Arrival, at seat: Int
  ) -> ArraySlice<UInt8>? {
    let bytes = arrival.delivery.content.bytes[...]
    do throws(IgnoredDatagrams.Refusal) {
      return try seals?.open(bytes, from: arrival.sender, at: seat, by: arrival.path)[...] ?? bytes
    } catch {
      peers[seat].match.refused(error)
      return nil
    }
  }

  private mutating func leave(_ seat: Int) {
    for departure in scenario.departures
    where departure.seat == seat && peers[seat].match.frame >= departure.frame {
      peers[seat].match.leave(now: peers[seat].local(now))
    }
  }

  private mutating func changeDelay(of seat: Int) {
    for change in scenario.delayChanges
    where change.seat == seat && change.frame == peers[seat].match.frame {
      peers[seat].changeInputDelay(to: change.delay)
    }
  }

  private mutating func send(from seat: Int) {
    for entry in peers[seat].match.outbox.entries {
      let bytes = peers[seat].match.outbox[entry]
      let sealed = seals?.seal(bytes, from: seat, to: entry.peer.number, by: entry.path)
      network.send(
        sealed?[...] ?? bytes, inputs: entry.isProbe ? nil : entry.inputs.count, from: seat,
        to: entry.peer.number, by: entry.path, now: now)
      peers[seat].match.accepted(entry)
      peers[seat].noteDatagram(bytes: sealed?.count ?? bytes.count)
    }
    peers[seat].match.clearOutbox()
  }

  /// Holds what became final in this tick against the serial run and the other machines.
  private mutating func judge(_ seat: Int) {
    while referee.judgeFrame(of: seat, peers[seat].journal) {
      movement.note(referee.serial.state)
    }
    referee.judgeChains(of: seat, peers[seat].journal)
    for other in peers.indices where other != seat {
      referee.compare(seat, peers[seat].journal, other, peers[other].journal)
    }
  }

  private mutating func note(_ report: TickReport, _ seat: Int) {
    hasher.combine(seat)
    hasher.combine(now.nanoseconds)
    hasher.combine(report.frame.number)
    hasher.combine(report.settledFrame.number)
    hasher.combine(report.correction?.depth ?? 0)
    hasher.combine(peers[seat].journal.newestChain ?? 0)
  }
}
