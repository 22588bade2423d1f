import Assets
import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// Makes scenarios for tests, and plays them.
enum Trial {
  static let map: GameMap = {
    do {
      return try GameMap(parsing: Assets.map(named: "open") ?? [])
    } catch {
      preconditionFailure("the map does not load: \(error)")
    }
  }()

  static let cleanSweep = "p2p:latency=20;relay:latency=40"

  /// A scenario in which every machine sends through the same faults.
  static func scenario(
    _ injection: String = cleanSweep, frames: Int = 600, players: Int = 2, seed: UInt64 = 1
  ) throws -> Scenario {
    var scenario = Scenario(seed: seed, frames: frames, players: players, map: map)
    let outgoing = try Injection(parsing: injection)
    for seat in 0..<players { scenario.machines[seat].outgoing = outgoing }
    return scenario
  }

  static func play(_ scenario: Scenario) -> MatchSimulation {
    var simulation = MatchSimulation(scenario)
    simulation.run()
    return simulation
  }

  /// Plays until the world's clock has passed `time`.
  static func advance(_ simulation: inout MatchSimulation, to time: Duration) {
    while simulation.now.elapsed < time, simulation.stepOnce() {}
  }

  /// Plays, expects the oracle to be content, and returns the summaries by seat.
  @discardableResult
  static func expectSound(
    _ scenario: Scenario, desync: Bool = false,
    at location: SourceLocation = #_sourceLocation
  ) -> [MatchNumbers] {
    let simulation = play(scenario)
    expectSound(simulation, desync: desync, at: location)
    return summaries(simulation)
  }

  static func expectSound(
    _ simulation: borrowing MatchSimulation, desync: Bool = false,
    at location: SourceLocation = #_sourceLocation
  ) {
    let faults = Oracle.verdict(on: simulation, expectsDesync: desync)
    #expect(faults == [], sourceLocation: location)
  }

  static func summaries(_ simulation: borrowing MatchSimulation) -> [MatchNumbers] {
    simulation.peers.indices.map { simulation.peers[$0].match.numbers }
  }
}

extension Duration {
  /// A number of frames at 60 a second, to the microsecond.
  static func frames(_ count: Int) -> Duration { .microseconds(count * 16_667) }
}

extension Instant {
  /// Time since the start of the world.
  var elapsed: Duration { self - .zero }
}
