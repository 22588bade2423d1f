import GridGame
package import Netplay
import Rollback

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

  private var links: [PerPath<Link>]
  private var hasher = StateHasher()
  private var hasOffered: [Bool]
  private var isCalm = false

  package init(_ scenario: Scenario) {
    self.scenario = scenario
    let players = scenario.players
    peers = Roster(count: players) { SimulatedPeer(scenario: scenario, seat: $0) }
    hasOffered = Array(repeating: false, count: players)
    var dice = SplitMix64(seed: scenario.seed ^ 0x6E65_74)
    links = (0..<players * players).map { index in
      let outgoing = scenario.machines[index / players].outgoing
      return PerPath(
        direct: Link(outgoing.direct, seed: dice.next()),
        relay: Link(outgoing.relay, seed: dice.next()))
    }
    for index in links.indices {
      for path in Path.allCases { links[index][path].startedAt = .zero }
    }
  }

  /// Plays until every machine is done, or until it is clear that it will not be.
  package mutating func run() {
    let limit = (scenario.frames + 1200) * scenario.players * Self.patience
    while let seat = nextSeat() {
      guard ticks < limit else {
        isExhausted = true
        return
      }
      step(seat)
    }
  }

  /// What all links of a path did, summed.
  package func statistics(_ path: Path) -> Link.Statistics {
    var sum = Link.Statistics()
    for link in links {
      let one = link[path].statistics
      sum.sent += one.sent
      sum.lost += one.lost
      sum.duplicated += one.duplicated
      sum.reordered += one.reordered
      sum.flipped += one.flipped
      sum.cut += one.cut
    }
    return sum
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
    now = max(now, due(seat))
    ticks += 1
    calmDown()
    offerAddresses(to: seat)
    deliver(to: seat)
    let report = peers[seat].tick(world: now)
    send(from: seat)
    note(report, seat)
  }

  private mutating func calmDown() {
    guard !isCalm, let calmAfter = scenario.calmAfter, now - .zero >= calmAfter else { return }
    isCalm = true
    for index in links.indices {
      for path in Path.allCases {
        var calm = Impairment()
        calm.latency = min(links[index][path].impairment.latency, .milliseconds(60))
        calm.cuts = links[index][path].impairment.cuts
        links[index][path].impairment = calm
      }
    }
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
      peers[seat].match.offered([address(other)], by: PlayerIndex(other), now: local)
    }
  }

  private mutating func deliver(to seat: Int) {
    for sender in peers.indices where sender != seat {
      let index = sender * scenario.players + seat
      for path in Path.allCases {
        while let delivery = links[index][path].receive(now: now) {
          let source: Match<Ghostline>.Source =
            path == .direct ? .direct(address(sender)) : .relay(PlayerIndex(sender))
          let at = peers[seat].local(delivery.at)
          peers[seat].match.received(delivery.bytes[...], from: source, now: at)
        }
      }
    }
  }

  private mutating func send(from seat: Int) {
    for entry in peers[seat].match.outbox.entries {
      let index = seat * scenario.players + entry.peer.number
      let bytes = peers[seat].match.outbox[entry]
      links[index][entry.path].send(bytes, now: now)
      peers[seat].match.accepted(entry)
    }
    peers[seat].match.clearOutbox()
  }

  private mutating func note(_ report: TickReport, _ seat: Int) {
    hasher.combine(seat)
    hasher.combine(now.nanoseconds)
    hasher.combine(report.frame.number)
    hasher.combine(report.confirmedFrame.number)
    hasher.combine(report.correction?.depth ?? 0)
    hasher.combine(peers[seat].journal.chains.last ?? 0)
  }
}
