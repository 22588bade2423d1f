import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// What the pacing promises: from five seconds on, with anything between the machines.
@Suite struct PaceTests {
  #if DEBUG
    /// A debug build plays ten times slower; the whole minute is played in release.
    static let seconds = 15
    static let seeds = UInt64(0)..<6
  #else
    static let seconds = 65
    static let seeds = UInt64(0)..<200
  #endif

  /// What happens to one match of two.
  private struct Network {
    /// One-way milliseconds from seat 0 to seat 1, and back.
    var latencies = [20, 20]
    var jitter = 0
    /// Parts per million by which the clocks of both run fast.
    var skews = [0, 0]
  }

  private func scenario(_ network: Network, seed: UInt64 = 3) throws -> Scenario {
    var scenario = try Trial.scenario("", frames: (Self.seconds + 2) * 60, seed: seed)
    // Every prediction is wrong sooner or later, so that what is predicted is paid for.
    scenario.patience = 1
    for seat in 0..<2 {
      let latency = network.latencies[seat]
      let jitter = min(network.jitter, latency)
      scenario.machines[seat].outgoing = try Injection(
        parsing: "p2p:latency=\(latency),jitter=\(jitter);"
          + "relay:latency=\(latency + 15),jitter=\(jitter)")
      scenario.machines[seat].clockSkew = network.skews[seat]
    }
    return scenario
  }

  private func watch(_ scenario: Scenario) -> PaceWatch {
    var simulation = MatchSimulation(scenario)
    let end = Duration.seconds(Self.seconds)
    var watch = PaceWatch(players: scenario.players, during: .seconds(5)..<end)
    while simulation.now.elapsed < end, simulation.stepOnce() { watch.note(simulation) }
    #expect(watch.count > 100 * (Self.seconds - 5))
    #expect(Oracle.safety(of: simulation) == [])
    return watch
  }

  private func expectEven(
    _ watch: PaceWatch, at location: SourceLocation = #_sourceLocation
  ) {
    let (predicted, resimulated) = (
      watch.sides.map(\.predicted), watch.sides.map(\.resimulated)
    )
    #expect(watch.predictedSpread < 1, "\(predicted)", sourceLocation: location)
    #expect(watch.resimulatedSpread < 1, "\(resimulated)", sourceLocation: location)
    #expect(watch.mostReversals <= 1, sourceLocation: location)
    #expect(watch.longestMutualSlowing <= .seconds(1), sourceLocation: location)
  }

  @Test(
    arguments: [[10, 200], [200, 10]], [[0, 0, 0], [500, -500, 0], [-500, 500, 0], [0, 0, 8]])
  func `10 ms one way and 200 ms back are shared, whatever the clocks`(
    latencies: [Int], others: [Int]
  ) throws {
    let network = Network(
      latencies: latencies, jitter: others[2], skews: Array(others.prefix(2)))
    let watch = watch(try scenario(network))
    expectEven(watch)
    #expect(watch.sides.allSatisfy { $0.predicted > 2 && $0.resimulated > 1.5 })
    // Clocks that run apart by as much each way keep the nominal rate between them.
    #expect(watch.greatestExcess < 1000)
  }

  /// Delays that add up to an even number of frames: the sign of the lead hangs on a microsecond.
  @Test(arguments: [[50, 50], [25, 75], [100, 100]], [0, 4321])
  func `where the lead jumps by a whole frame the correction does not swing`(
    latencies: [Int], offset: Int
  ) throws {
    var scenario = try scenario(Network(latencies: latencies))
    scenario.machines[1].startOffset = .microseconds(offset)
    let watch = watch(scenario)
    #expect(watch.predictedSpread <= 1 && watch.mostReversals <= 1)
    #expect(watch.longestMutualSlowing <= .milliseconds(50))
    #expect(watch.greatestExcess < 1000)
  }

  @Test(arguments: seeds)
  func `any two machines come to pay alike`(seed: UInt64) throws {
    var dice = SplitMix64(seed: seed ^ 0x7061_6365)
    let equalClocks = dice.next(below: 2) == 0
    let skews =
      equalClocks ? [0, 0] : [dice.next(below: 1001) - 500, dice.next(below: 1001) - 500]
    let network = Network(
      latencies: [dice.next(below: 121), dice.next(below: 121)], jitter: dice.next(below: 31),
      skews: skews)
    var scenario = try scenario(network, seed: seed)
    scenario.machines[dice.next(below: 2)].startOffset = .milliseconds(dice.next(below: 1000))
    for seat in 0..<2 { scenario.machines[seat].inputDelay = dice.next(below: 4) }
    let watch = watch(scenario)
    expectEven(watch)
    if equalClocks { #expect(watch.greatestExcess < 1000) }
  }

  @Test(arguments: [3])
  func `three players start apart and come together`(players: Int) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=50,jitter=4;relay:latency=60,jitter=4", frames: (Self.seconds + 2) * 60,
      players: players)
    scenario.patience = 1
    for seat in 0..<players {
      scenario.machines[seat].startOffset = .milliseconds(130 * seat)
      scenario.machines[seat].clockSkew = [500, -500, 200, -200][seat]
    }
    expectEven(watch(scenario))
  }

  /// What the watch is there to see, it sees.
  @Test func `a network that changes is followed at once, and back`() throws {
    var scenario = try Trial.scenario(
      "p2p:latency=10;relay:latency=150", frames: 960, seed: 2)
    scenario.cuts = [
      .init(from: 1, to: 0, path: .direct, time: .seconds(3)..<Duration.seconds(6))
    ]
    var simulation = MatchSimulation(scenario)
    var watch = PaceWatch(players: 2, during: .seconds(2)..<Duration.seconds(15))
    var settled = PaceWatch(players: 2, during: .seconds(12)..<Duration.seconds(15))
    while simulation.now.elapsed < .seconds(15), simulation.stepOnce() {
      watch.note(simulation)
      settled.note(simulation)
    }
    #expect(watch.sides.allSatisfy { $0.reversals.count == 1 } && watch.mostReversals == 1)
    #expect(watch.sides[0].lead.most > 3 && watch.sides[1].lead.least < -3)
    #expect(watch.predictedSpread > settled.predictedSpread && settled.predictedSpread < 1)
  }

  @Test func `silence on all paths slows both, and the watch sees it`() throws {
    let scenario = try Trial.scenario(
      "p2p:latency=30,cut=4-4.4;relay:latency=40,cut=4-4.4", frames: 480)
    var simulation = MatchSimulation(scenario)
    var watch = PaceWatch(players: 2, during: .seconds(3)..<Duration.seconds(7))
    while simulation.now.elapsed < .seconds(7), simulation.stepOnce() { watch.note(simulation) }
    #expect(watch.longestMutualSlowing > .milliseconds(100))
    #expect(watch.longestMutualSlowing < .milliseconds(1500))
  }
}
