package import Impairment
import Rollback
package import Vocabulary

/// A datagram under way, and the inputs inside as its sender said; nothing for an address probe.
package struct CountedDatagram: Parcel {
  package var bytes: [UInt8]
  package let inputs: Int?

  package mutating func flipBit(by dice: inout SplitMix64) -> Bool { bytes.flipBit(by: &dice) }
}

/// All links between the machines of a simulated match, and an independent count of what they carry.
package struct SimulatedNetwork: Sendable {
  /// What one path carried from one machine to another, address probes apart.
  package struct Delivered: Hashable, Sendable {
    package var packets = 0
    package var bytes = 0
    package var inputs = 0
  }

  /// What becomes of datagrams that were altered or copied on the way.
  package enum Sealing: Hashable, Sendable {
    /// They are delivered, and count as carried.
    case none
    /// Altered ones are thrown away here, as if they had been sealed and did not open.
    case assumed
    /// Everything is delivered, but only what a seal lets through counts: nothing altered, and one
    /// of two copies. Whether the machines count the same is theirs to show.
    case real
  }

  /// A datagram that is due.
  package struct Arrival: Sendable {
    package let sender: Int
    package let path: Path
    package let delivery: Link<CountedDatagram>.Delivery
  }

  /// Damaged datagrams, as long as there is any sealing.
  package private(set) var refused = 0

  private let players: Int
  private let sealing: Sealing
  private var links: [PerPath<Link<CountedDatagram>>]
  private var carried: [PerPath<Delivered>]
  /// Copied datagrams of which one copy has been delivered, by link.
  private var firstCopies: [PerPath<Set<Int>>]

  /// Latency that is left when the faults stop.
  private static let calmLatency = Duration.milliseconds(60)

  init(_ scenario: Scenario) {
    self.init(
      players: scenario.players, seed: scenario.seed, sealing: scenario.isSealed ? .real : .none
    ) { from, to, path in scenario.impairment(from: from, to: to, by: path) }
  }

  /// - Parameters:
  ///   - impairment: What is wrong from one machine to another by a path.
  package init(
    players: Int, seed: UInt64, sealing: Sealing,
    impairment: (_ from: Int, _ to: Int, Path) -> Impairment
  ) {
    self.players = players
    self.sealing = sealing
    var dice = SplitMix64(seed: seed ^ 0x6E65_74)
    links = (0..<players * players).map { index in
      let (from, to) = (index / players, index % players)
      return PerPath(
        direct: Link(impairment(from, to, .direct), seed: dice.next()),
        relay: Link(impairment(from, to, .relay), seed: dice.next()))
    }
    for index in links.indices {
      for path in Path.allCases { links[index][path].startedAt = .zero }
    }
    carried = Array(repeating: PerPath(repeating: Delivered()), count: players * players)
    firstCopies = Array(repeating: PerPath(repeating: []), count: players * players)
  }

  package mutating func send(
    _ bytes: ArraySlice<UInt8>, inputs: Int?, from sender: Int, to receiver: Int, by path: Path,
    now: Instant
  ) {
    links[sender * players + receiver][path].send(
      CountedDatagram(bytes: Array(bytes), inputs: inputs), now: now)
  }

  /// Takes the earliest datagram to a machine that is due by `now`.
  package mutating func next(to receiver: Int, now: Instant) -> Arrival? {
    while let (sender, path) = earliest(to: receiver, now: now) {
      let index = sender * players + receiver
      // Nothing comes out when the link was cut with the datagram under way; then look again.
      guard let delivery = links[index][path].receive(now: now) else { continue }
      if sealing == .assumed, delivery.isDamaged {
        refused += 1
        continue
      }
      count(delivery, index, path)
      return Arrival(sender: sender, path: path, delivery: delivery)
    }
    return nil
  }

  private mutating func count(
    _ delivery: Link<CountedDatagram>.Delivery, _ index: Int, _ path: Path
  ) {
    if sealing == .real {
      guard !delivery.isDamaged else {
        refused += 1
        return
      }
      if let copied = delivery.copied {
        guard firstCopies[index][path].remove(copied) == nil else { return }
        firstCopies[index][path].insert(copied)
      }
    }
    guard let inputs = delivery.content.inputs else { return }
    carried[index][path].packets += 1
    carried[index][path].bytes += delivery.content.bytes.count
    carried[index][path].inputs += inputs
  }

  /// Stops all faults but cuts, and shortens long delays.
  mutating func calmDown() {
    for index in links.indices {
      for path in Path.allCases {
        var calm = Impairment()
        calm.latency = min(links[index][path].impairment.latency, Self.calmLatency)
        calm.cuts = links[index][path].impairment.cuts
        links[index][path].impairment = calm
      }
    }
  }

  package func delivered(from sender: Int, to receiver: Int) -> PerPath<Delivered> {
    carried[sender * players + receiver]
  }

  package func statistics(_ path: Path) -> LinkStatistics {
    var sum = LinkStatistics()
    for link in links { sum += link[path].statistics }
    return sum
  }

  private func earliest(to receiver: Int, now: Instant) -> (Int, Path)? {
    var best: (sender: Int, path: Path, at: Instant)?
    for sender in 0..<players where sender != receiver {
      for path in Path.allCases {
        guard let at = links[sender * players + receiver][path].nextDelivery, at <= now,
          best.map({ at < $0.at }) ?? true
        else { continue }
        best = (sender, path, at)
      }
    }
    return best.map { ($0.sender, $0.path) }
  }
}

extension Scenario {
  /// What is wrong from one machine to another, cuts and outages of the relay included.
  fileprivate func impairment(from: Int, to: Int, by path: Path) -> Impairment {
    var impairment: Impairment
    switch path {
    case .direct: impairment = machines[from].outgoing.direct
    case .relay:
      impairment = machines[from].outgoing.relay
      impairment.cuts += relayOutages
    }
    for cut in cuts where cut.from == from && cut.to == to && cut.path == path {
      impairment.cuts.append(cut.time)
    }
    for lag in lags where lag.from == from && lag.to == to { impairment.latency += lag.time }
    return impairment
  }
}
