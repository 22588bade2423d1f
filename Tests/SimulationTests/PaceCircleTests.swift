import GridGame
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// Three and four players, where no two machines can be level with each other and with the rest.
@Suite struct PaceCircleTests {
  #if DEBUG
    static let seconds = 15
  #else
    static let seconds = 65
  #endif

  private func watch(_ scenario: Scenario) -> PaceWatch {
    var simulation = MatchSimulation(scenario)
    let end = Duration.seconds(Self.seconds)
    var watch = PaceWatch(players: scenario.players, during: .seconds(5)..<end)
    while simulation.now.elapsed < end, simulation.stepOnce() { watch.note(simulation) }
    #expect(watch.count > 150 * (Self.seconds - 5))
    #expect(Oracle.safety(of: simulation) == [])
    return watch
  }

  private func scenario(players: Int) throws -> Scenario {
    var scenario = try Trial.scenario(
      "p2p:latency=30,jitter=4;relay:latency=40,jitter=4", frames: (Self.seconds + 2) * 60,
      players: players)
    scenario.patience = 1
    return scenario
  }

  @Test(arguments: [3, 4])
  func `delays that go round in a circle slow nobody down`(players: Int) throws {
    var scenario = try scenario(players: players)
    for seat in 0..<players {
      scenario.lags.append(
        .init(from: seat, to: (seat + 1) % players, time: .milliseconds(100)))
    }
    let watch = watch(scenario)
    #expect(watch.longestMutualSlowing <= .seconds(1))
    #expect(watch.greatestExcess < 1000)
    #expect(watch.predictedSpread < 1)
    #expect(watch.mostReversals <= 1)
  }

  @Test(arguments: [3, 4])
  func `players that start apart, with clocks that run apart, come together`(players: Int) throws {
    var scenario = try scenario(players: players)
    for seat in 0..<players {
      scenario.machines[seat].startOffset = .milliseconds(130 * seat)
      scenario.machines[seat].clockSkew = [500, -500, 200, -200][seat]
    }
    let watch = watch(scenario)
    #expect(watch.longestMutualSlowing <= .seconds(1))
    #expect(watch.predictedSpread < 1)
    #expect(watch.mostReversals <= 1)
  }
}
