import Foundation
import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct RandomMatchTests {
  /// `SEEDS=1000` plays more of them, `SEEDS=17-18` plays one again.
  static let seeds: Range<UInt64> = {
    let text = ProcessInfo.processInfo.environment["SEEDS"] ?? ""
    let parts = text.split(separator: "-").compactMap { UInt64($0) }
    if parts.count == 2, parts[0] < parts[1] { return parts[0]..<parts[1] }
    return 0..<(parts.first ?? seedsByDefault)
  }()

  #if DEBUG
    static let seedsByDefault = UInt64(60)
  #else
    static let seedsByDefault = UInt64(1000)
  #endif

  static func scenario(_ seed: UInt64) -> Scenario {
    Scenario(random: seed, frames: 600, map: Trial.map)
  }

  @Test(arguments: seeds)
  func `a match survives whatever happens to it`(seed: UInt64) {
    let simulation = Trial.play(Self.scenario(seed))
    let faults = Oracle.verdict(on: simulation)
    #expect(
      faults == [],
      "replay: SEEDS=\(seed)-\(seed + 1) swift test --filter RandomMatchTests")
    let activity = Oracle.activity(of: simulation)
    #expect(activity.leastTurns >= 3)
    #expect(activity.leastCells > 0)
  }

  @Test(arguments: [3, 12, 31] as [UInt64])
  func `the same seed gives the same trace`(seed: UInt64) {
    let first = Trial.play(Self.scenario(seed))
    let second = Trial.play(Self.scenario(seed))
    let traces = (first.trace, second.trace)
    #expect(traces.0 == traces.1)
    #expect(Trial.summaries(first) == Trial.summaries(second))
    let other = Trial.play(Self.scenario(seed + 1)).trace
    #expect(traces.0 != other)
  }

  @Test func `the draw covers the fault matrix`() {
    let drawn = (0..<300).map { Self.scenario($0) }
    let machines = drawn.flatMap(\.machines)
    let impairments = machines.flatMap { [$0.outgoing.direct, $0.outgoing.relay] }
    #expect(Set(drawn.map(\.players)) == [2, 3, 4])
    #expect(Set(machines.map(\.window)) == [0, 1, 2, 8, 10, 15])
    #expect(Set(machines.map(\.inputDelay)) == Set(0...8))
    let latencies = Set(impairments.map { Int($0.latency.milliseconds) })
    #expect(latencies == [0, 25, 50, 100, 200, 300, 500, 1000])
    #expect(impairments.contains { $0.jitter > .milliseconds(200) })
    #expect(impairments.contains { $0.loss == 50 && $0.burst == 60 })
    #expect(impairments.contains { $0.reordered > 25 })
    #expect(impairments.contains { $0.duplicates > 25 })
    #expect(impairments.contains { $0.cuts.count > 2 })
    #expect(Set(machines.map(\.clockSkew)).isSuperset(of: [-500, 0, 500]))
    #expect(machines.contains { $0.startOffset > .milliseconds(900) })
    #expect(drawn.contains { $0.pauses.count == 2 })
    #expect(drawn.contains { !$0.relayOutages.isEmpty })
    #expect(drawn.contains { $0.directAfter == nil })
    #expect(drawn.contains { $0.usesBots })
    #expect(impairments.contains { $0.flipped == 1 })
    #expect(drawn.contains { $0.delayChanges.count > 4 })
    #expect(drawn.contains { $0.players > 2 && $0.lags.count > 2 })
    let asymmetric = drawn.filter {
      $0.machines[0].outgoing.direct.latency == .zero
        && $0.machines[1].outgoing.direct.latency >= .milliseconds(500)
    }
    #expect(!asymmetric.isEmpty)
    #expect(drawn.allSatisfy { $0.calmAfter ?? .zero < .seconds(7) })
  }

  @Test func `the matches that are drawn are not idle`() {
    let played = (UInt64(0)..<12).map { Oracle.activity(of: Trial.play(Self.scenario($0))) }
    func sum(_ count: (Activity) -> Int) -> Int { played.map(count).reduce(0, +) }
    #expect(sum(\.leastCells) > 12 * 30)
    #expect(sum(\.deepRollbacks) > 100)
    #expect(sum(\.mispredictedInputs) > 500)
    #expect(sum(\.stalls) > 20)
    #expect(sum(\.missing) > 1000)
    #expect(sum(\.reordered) > 500)
    #expect(sum(\.duplicated) > 500)
  }
}
