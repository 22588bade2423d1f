import Netplay
import Rollback
package import Vocabulary

/// Measures how the machines of a simulated match keep pace with each other, from a time on.
///
/// Call `note` after every tick of the simulation. Depth is measured by what a player pays: the
/// frames that are predicted after each tick, and the frames that each tick simulates again.
package struct PaceWatch: Sendable {
  /// What one machine did.
  package struct Side: Sendable {
    /// Frames run ahead of the confirmed inputs, on average over all ticks.
    package var predicted: Double { Double(predictedSum) / Double(max(1, ticks)) }
    /// Frames simulated again, on average over all ticks.
    package var resimulated: Double { Double(resimulatedSum) / Double(max(1, ticks)) }
    /// When the correction changed from slowing to hurrying, or back.
    package fileprivate(set) var reversals: [Instant] = []
    /// The lead of the pacer in frames, its extremes.
    package fileprivate(set) var lead = (least: 0.0, most: 0.0)
    /// How much faster than nominal it played, in parts per million; slower is negative.
    package fileprivate(set) var excess = 0.0

    fileprivate var predictedSum = 0
    fileprivate var resimulatedSum = 0
    fileprivate var ticks = 0
    fileprivate var sign = 0
    fileprivate var before: Mark?

    /// The most reversals within any ten seconds.
    package var mostReversals: Int {
      reversals.indices.map { last in
        reversals[...last].filter { reversals[last] - $0 < .seconds(10) }.count
      }.max() ?? 0
    }
  }

  /// Where a machine was when the measurement began.
  fileprivate struct Mark {
    let resimulated: Int
    let position: Double
    let at: Instant
  }

  package private(set) var sides: [Side]
  /// The longest time in which every machine slowed down.
  package private(set) var longestMutualSlowing = Duration.zero
  /// Ticks that were measured, of all machines.
  package private(set) var count = 0

  private let start: Instant
  private let end: Instant
  private var slowingSince: Instant?

  /// Measures between two times of the world.
  package init(players: Int, during time: Range<Duration>) {
    sides = Array(repeating: Side(), count: players)
    start = .zero + time.lowerBound
    end = .zero + time.upperBound
  }

  /// The difference between the machines that predict most and least, in frames.
  package var predictedSpread: Double { Self.spread(sides.map(\.predicted)) }
  /// The difference between the machines that simulate most and least again, in frames per tick.
  package var resimulatedSpread: Double { Self.spread(sides.map(\.resimulated)) }
  /// The farthest that any machine was from the nominal frame rate, in parts per million.
  package var greatestExcess: Double { sides.map { abs($0.excess) }.max() ?? 0 }
  /// The most reversals of any machine within ten seconds.
  package var mostReversals: Int { sides.map(\.mostReversals).max() ?? 0 }

  package mutating func note(_ simulation: borrowing MatchSimulation) {
    let now = simulation.now
    guard now >= start, now < end else { return }
    count += 1
    var slowing = 0
    for seat in simulation.peers.indices {
      let stretch = simulation.peers[seat].match.pacer.stretch
      if stretch > 0 { slowing += 1 }
      note(seat, stretch, simulation)
    }
    if slowing < sides.count { slowingSince = nil }
    if slowing == sides.count {
      let since = slowingSince ?? now
      slowingSince = since
      longestMutualSlowing = max(longestMutualSlowing, now - since)
    }
  }

  private mutating func note(
    _ seat: Int, _ stretch: Int, _ simulation: borrowing MatchSimulation
  ) {
    let now = simulation.now
    let mark = Mark(
      resimulated: simulation.peers[seat].match.session.statistics.resimulatedFrames,
      position: simulation.peers[seat].position(now), at: now)
    let before = sides[seat].before ?? mark
    sides[seat].before = before
    sides[seat].ticks += 1
    sides[seat].predictedSum += simulation.peers[seat].match.session.predictedFrames
    sides[seat].resimulatedSum = mark.resimulated - before.resimulated
    let lead = simulation.peers[seat].match.pacer.lead
    sides[seat].lead = (min(sides[seat].lead.least, lead), max(sides[seat].lead.most, lead))
    if now > before.at {
      let nominal = (now - before.at) / simulation.peers[seat].match.configuration.frameDuration
      sides[seat].excess = ((mark.position - before.position) / nominal - 1) * 1e6
    }
    guard stretch != 0 else { return }
    if stretch.signum() == -sides[seat].sign { sides[seat].reversals.append(now) }
    sides[seat].sign = stretch.signum()
  }

  private static func spread(_ values: [Double]) -> Double {
    (values.max() ?? 0) - (values.min() ?? 0)
  }
}
