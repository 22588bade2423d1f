package import GridGame
package import Netplay
import Rollback

/// One machine of a simulated match: the production match, a pilot, a clock of its own.
package struct SimulatedPeer: ~Copyable {
  package var match: Match<Ghostline>
  package var journal = ConfirmedJournal()
  package private(set) var events: [MatchEvent] = []
  /// Deepest prediction ever seen after a tick, in frames.
  package private(set) var maxPredicted = 0
  package private(set) var droppedEvents = 0

  private var pilot: Pilot
  private let startsAt: Instant
  private let clockSkew: Int

  /// Events kept for the test to look at.
  private static let maxEvents = 100_000

  package init(scenario: Scenario, seat: Int) {
    let machine = scenario.machines[seat]
    startsAt = Instant.zero + machine.startOffset
    clockSkew = machine.clockSkew
    var configuration = Match<Ghostline>.Configuration(
      epoch: scenario.seed ^ 0xE90C, players: scenario.players, localSeat: PlayerIndex(seat))
    configuration.hashInterval = scenario.hashInterval
    configuration.frameLimit = Frame(scenario.frames)
    configuration.window = machine.window
    configuration.inputDelay = machine.inputDelay
    configuration.linkSeed = scenario.seed &+ UInt64(seat)
    match = Match(configuration, initial: scenario.initialState, now: .zero)
    if let frame = machine.corruption {
      match.corrupt(at: frame) { Ghostline.corrupt(&$0) }
    }
    let seatSeed = scenario.seed &* 31 &+ UInt64(seat)
    pilot =
      scenario.usesBots
      ? .bot(
        Bot(
          skill: .fair, seed: scenario.seed, seat: PlayerIndex(seat),
          inputDelay: machine.inputDelay))
      : .wanderer(Wanderer(seed: seatSeed))
  }

  /// The reading of this machine's clock at a time of the world.
  package func local(_ world: Instant) -> Instant {
    let elapsed = (world - startsAt).wholeNanoseconds
    return Instant(nanoseconds: elapsed + elapsed / 1_000_000 * Int64(clockSkew))
  }

  /// The time of the world at a reading of this machine's clock.
  package func world(_ local: Instant) -> Instant {
    let skewed = local.nanoseconds
    return startsAt + .nanoseconds(skewed - skewed / 1_000_000 * Int64(clockSkew))
  }

  /// When the next tick is due, in the time of the world.
  package var nextTick: Instant { max(startsAt, world(match.nextTick)) }

  package var isOver: Bool { match.endReason != nil }

  /// Runs a tick and notes what became final in it.
  package mutating func tick(world: Instant) -> TickReport {
    let input = pilot.input(for: match.session.present)
    let report = match.tick(input, now: local(world))
    maxPredicted = max(maxPredicted, match.session.predictedFrames)
    journal.note(match)
    let fresh = match.takeEvents()
    if events.count + fresh.count <= Self.maxEvents {
      events += fresh
    } else {
      droppedEvents += fresh.count
    }
    return report
  }
}
