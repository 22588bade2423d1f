package import Vocabulary

/// Everything that is drawn for one room before anybody comes: equal seeds make equal rooms.
package struct RoomPlan: Sendable {
  /// Where the relay is.
  package enum RelayPlace: Hashable, Sendable {
    /// In the host's own process, which it sleeps and dies with.
    case atTheHost
    case elsewhere
  }

  package struct Seat: Sendable {
    package var person: Person
    package var nat: (SimulatedNAT.Mapping, SimulatedNAT.Filtering)
    package var blocksUDP: Bool
    /// One way to the relay.
    package var relayLatency: Duration
    /// One way to everybody else by UDP.
    package var directLatency: Duration
    /// UDP datagrams lost, in percent.
    package var loss: Double
    package var isRelayOnly: Bool
    /// How long the person measures before it joins, and how that ends; nothing where it does not, as
    /// in all that is drawn.
    package var measuring: (length: Duration, departure: Person.Departure)?
  }

  package let seed: UInt64
  package var relay: RelayPlace
  package var seats: [Seat]
  /// The seats of the room, where they are fewer than the people who have the invite.
  package var places: Int?
  /// The frame at which a match ends.
  package var frames: Int
  /// When an external relay is started anew, if it is.
  package var relayRestart: Instant?
  /// How long it is away then.
  package var relayAway: Duration

  package init(seed: UInt64) {
    self.seed = seed
    var dice = SplitMix64(seed: seed ^ 0x726F_6F6D)
    let count = [2, 2, 2, 2, 2, 3, 3, 4][dice.next(below: 8)]
    relay = dice.next(below: 2) == 0 ? .atTheHost : .elsewhere
    frames = [90, 120, 180, 240, 600][dice.next(below: 5)]
    let far = [1, 5, 20, 40, 90][dice.next(below: 5)]
    seats = (0..<count).map { seat in
      Seat(
        person: Person(seat: seat, &dice),
        nat: Self.nats[dice.next(below: Self.nats.count)], blocksUDP: dice.next(below: 12) == 0,
        relayLatency: .milliseconds(1 + dice.next(below: far)),
        directLatency: .milliseconds(1 + dice.next(below: far)),
        loss: [0, 0, 0, 0.5, 2, 5][dice.next(below: 6)], isRelayOnly: dice.next(below: 12) == 0)
    }
    let restart = dice.next(below: 8) == 0 && relay == .elsewhere
    relayRestart = restart ? .zero + .seconds(2 + dice.next(below: 60)) : nil
    relayAway = .milliseconds(200 + dice.next(below: 8_000))
  }

  private static let nats: [(SimulatedNAT.Mapping, SimulatedNAT.Filtering)] = [
    (.none, .none), (.none, .addressAndPort), (.endpoint, .none), (.endpoint, .address),
    (.endpoint, .addressAndPort), (.addressAndPort, .addressAndPort),
  ]

  package var capacity: Int { places ?? seats.count }

  /// Whether nothing in it is out of the ordinary: every match has to go as if nobody had to wait.
  package var isCalm: Bool {
    relayRestart == nil && seats.allSatisfy { $0.person.isCalm && $0.loss == 0 }
  }
}
