import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct PacingTests {
  /// How far seat 0 is ahead of seat 1, in frames, at each tick from `start` on.
  private func differences(_ scenario: Scenario, from start: Duration) -> [Double] {
    var simulation = MatchSimulation(scenario)
    var differences: [Double] = []
    let frame = MatchConfiguration.usualFrameDuration
    while simulation.stepOnce() {
      guard simulation.now.elapsed >= start, !simulation.peers[0].isOver,
        !simulation.peers[1].isOver,
        simulation.peers[0].match.frame < Frame(scenario.frames - 30)
      else { continue }
      func position(_ seat: Int) -> Double {
        Double(simulation.peers[seat].match.frame.number)
          - (simulation.peers[seat].nextTick - simulation.now) / frame
      }
      differences.append(position(0) - position(1))
    }
    Trial.expectSound(simulation)
    return differences
  }

  @Test(arguments: [20, 60, 100], [0, 1])
  func `a start offset of 30 frames settles within 3 s and does not swing`(
    latency: Int, late: Int
  ) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=\(latency),jitter=3;relay:latency=\(latency + 20)", frames: 900)
    scenario.machines[late].startOffset = .frames(30)
    let settled = differences(scenario, from: .milliseconds(2500))
    #expect(settled.count > 1000)
    #expect(settled.allSatisfy { abs($0) < 1 }, "\(settled.min() ?? 0)...\(settled.max() ?? 0)")
    var swings = 0
    var side = 0.0
    for difference in settled where abs(difference) > 0.5 {
      if side * difference < 0 { swings += 1 }
      side = difference
    }
    #expect(swings <= 1)
  }

  @Test(arguments: [20, 60, 100], [0, 1])
  func `only the side ahead gives up frames, and no more than it is ahead`(
    latency: Int, late: Int
  ) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=\(latency),jitter=3;relay:latency=\(latency + 20)", frames: 300)
    scenario.machines[late].startOffset = .frames(30)
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    let skipped = (0..<2).map { simulation.peers[$0].match.pacer.skippedTicks }
    #expect(skipped[late] == 0)
    #expect((1...8).contains(skipped[1 - late]))
  }

  @Test(arguments: [(0, 100), (100, 0), (20, 150)])
  func `asymmetric latency is shared: both sides predict equally far`(
    there: Int, back: Int
  ) throws {
    var scenario = try Trial.scenario(frames: 900)
    scenario.machines[0].outgoing = try Injection(
      parsing: "p2p:latency=\(there);relay:latency=\(there + 10)")
    scenario.machines[1].outgoing = try Injection(
      parsing: "p2p:latency=\(back);relay:latency=\(back + 10)")
    var simulation = MatchSimulation(scenario)
    var sums = [0, 0]
    var count = 0
    while simulation.stepOnce() {
      guard simulation.now.elapsed > .seconds(5), simulation.now.elapsed < .seconds(13) else {
        continue
      }
      for seat in 0..<2 { sums[seat] += simulation.peers[seat].match.session.predictedFrames }
      count += 1
    }
    Trial.expectSound(simulation)
    let means = sums.map { Double($0) / Double(count) }
    #expect(count > 800)
    #expect(abs(means[0] - means[1]) < 1, "\(means)")
  }

  @Test(arguments: [(500, -500), (-500, 500), (500, 0)])
  func `clocks that run apart are kept together`(first: Int, second: Int) throws {
    var scenario = try Trial.scenario(frames: 2400)
    scenario.machines[0].clockSkew = first
    scenario.machines[1].clockSkew = second
    let settled = differences(scenario, from: .seconds(3))
    #expect(settled.allSatisfy { abs($0) < 1 }, "\(settled.min() ?? 0)...\(settled.max() ?? 0)")
  }

  @Test func `L-32 drift is bounded by the window however late a peer starts`() throws {
    var scenario = try Trial.scenario(frames: 300)
    scenario.machines[1].startOffset = .seconds(4)
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .seconds(4))
    let frame = simulation.peers[0].match.frame
    #expect(frame == Frame(10))
    simulation.run()
    Trial.expectSound(simulation)
    let summary = simulation.peers[0].match.numbers
    #expect(summary.stalls.count >= 1)
    #expect(summary.stalls.longest > .seconds(3))
    #expect(summary.rollback.maxDepth <= 10)
  }
}
