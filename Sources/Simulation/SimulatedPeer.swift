package import GridGame
package import Netplay
import Rollback
import SecureChannel
package import Vocabulary

/// One machine of a simulated match: the production match, a pilot, a clock of its own.
package struct SimulatedPeer: ~Copyable {
  /// The extremes of what was seen after each tick, for the oracle to judge.
  package struct Extremes: Hashable, Sendable {
    /// Deepest prediction, in frames.
    package var predicted = 0
    /// Ticks after which some frame with all its inputs had not been simulated with them.
    package var unsettledTicks = 0
    /// The longest datagram, in bytes.
    package var datagram = 0
    /// Ticks that corrected the past although the window was full.
    package var correctionsInStalls = 0
    /// The longest time between two frames.
    package var longestStandstill = Duration.zero
  }

  package var match: Match<Ghostline>
  package var journal: ConfirmedJournal
  /// The first events, for a test to look at.
  package private(set) var events: [MatchEvent] = []
  /// All events, those that are not kept included.
  package private(set) var eventCount = 0
  package private(set) var ticks = 0
  package private(set) var extremes = Extremes()
  /// How long after the faults stopped ten more frames took; nothing before that.
  package private(set) var recovery: Duration?

  private var pilot: Pilot
  private var inputDelay: Int
  private let startsAt: Instant
  private let clockSkew: Int64
  private var calm: (frame: Frame, at: Instant)?
  private var advancedAt: Instant

  private static let maxEvents = 20_000
  /// Frames that count as progress after the faults stopped.
  private static let recoveryFrames = 10

  package init(scenario: Scenario, seat: Int) {
    let machine = scenario.machines[seat]
    startsAt = Instant.zero + machine.startOffset
    advancedAt = startsAt
    clockSkew = Int64(machine.clockSkew)
    inputDelay = machine.inputDelay
    journal = ConfirmedJournal(players: scenario.players)
    match = Match(
      scenario.configuration(of: seat), initial: scenario.initialState, now: .zero)
    if let frame = machine.corruption {
      match.corrupt(at: frame) { Ghostline.corrupt(&$0) }
    }
    pilot = scenario.pilot(of: seat)
  }

  /// The reading of this machine's clock at a time of the world.
  package func local(_ world: Instant) -> Instant {
    let elapsed = (world - startsAt).wholeNanoseconds
    let (millions, rest) = elapsed.quotientAndRemainder(dividingBy: 1_000_000)
    return Instant(nanoseconds: elapsed + millions * clockSkew + rest * clockSkew / 1_000_000)
  }

  /// The first time of the world at which this machine's clock has reached a reading.
  package func world(_ local: Instant) -> Instant {
    let rate = 1_000_000 + clockSkew
    let (seconds, rest) = local.nanoseconds.quotientAndRemainder(dividingBy: rate)
    let up = (rest * 1_000_000 + rate - 1) / rate
    return startsAt + .nanoseconds(seconds * 1_000_000 + up)
  }

  /// When the next tick is due, in the time of the world.
  package var nextTick: Instant { max(startsAt, world(match.nextTick)) }

  package var isOver: Bool { match.endReason != nil }

  /// Frames played, with the part of the present one that has passed.
  package func position(_ world: Instant) -> Double {
    Double(match.frame.number) - (nextTick - world) / match.configuration.frameDuration
  }

  /// Changes the input delay from the next tick on.
  package mutating func changeInputDelay(to delay: Int) {
    inputDelay = delay
    match.setInputDelay(delay)
  }

  /// Runs a tick and notes what became final in it.
  package mutating func tick(world: Instant) -> TickReport {
    ticks += 1
    let target = match.frame + inputDelay
    let input = pilot.input(at: target, in: match.session)
    let report = match.tick(input, now: local(world))
    note(report, world: world)
    journal.note(match)
    let fresh = match.takeEvents()
    eventCount += fresh.count
    events += fresh.prefix(Self.maxEvents - events.count)
    return report
  }

  /// Notes that the faults have stopped, once.
  package mutating func calmedDown(world: Instant) {
    if calm == nil { calm = (match.frame, world) }
  }

  /// Notes the size of a datagram of ours.
  package mutating func noteDatagram(bytes: Int) {
    extremes.datagram = max(extremes.datagram, bytes)
  }

  private mutating func note(_ report: TickReport, world: Instant) {
    extremes.predicted = max(extremes.predicted, match.session.predictedFrames)
    let simulated = min(match.session.confirmedFrame, match.session.currentFrame)
    if match.session.settledFrame != simulated { extremes.unsettledTicks += 1 }
    switch report.step {
    case .advanced:
      extremes.longestStandstill = max(extremes.longestStandstill, world - advancedAt)
      advancedAt = world
    case .stalled: if report.correction != nil { extremes.correctionsInStalls += 1 }
    case .held, .finished: break
    }
    guard let calm, recovery == nil else { return }
    if match.frame - calm.frame >= Self.recoveryFrames || report.step == .finished {
      recovery = world - calm.at
    }
  }
}

extension Scenario {
  fileprivate func configuration(of seat: Int) -> Match<Ghostline>.Configuration {
    var configuration = Match<Ghostline>.Configuration(
      epoch: epoch, players: players, localSeat: PlayerIndex(seat))
    configuration.hashInterval = hashInterval
    configuration.frameLimit = Frame(frames)
    configuration.window = machines[seat].window
    configuration.inputDelay = machines[seat].inputDelay
    configuration.linkSeed = seed &+ UInt64(seat)
    configuration.sealBytes = isSealed ? PeerChannel.overhead : 0
    return configuration
  }

  fileprivate func pilot(of seat: Int) -> Pilot {
    guard usesBots else {
      let pilotSeed = machines[seat].pilotSeed ?? seed &* 31 &+ UInt64(seat)
      return .wanderer(Wanderer(seed: pilotSeed, patience: patience))
    }
    return .bot(
      Bot(
        skill: .fair, seed: seed, seat: PlayerIndex(seat),
        inputDelay: machines[seat].inputDelay))
  }
}
