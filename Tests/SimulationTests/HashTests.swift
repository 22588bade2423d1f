import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct HashTests {
  @Test(arguments: 0...10, 0...10)
  func `S-01 both peers mint and send hashes for any offset and latency`(
    offset: Int, latency: Int
  ) throws {
    var scenario = try Trial.scenario("", frames: 120)
    scenario.directAfter = .zero
    for seat in 0..<2 {
      scenario.machines[seat].outgoing.direct.latency = .frames(latency)
      scenario.machines[seat].outgoing.relay.latency = .frames(latency)
    }
    scenario.machines[offset % 2].startOffset = .frames(offset)
    for summary in Trial.expectSound(scenario) {
      #expect(summary.peers[0].hashesSent >= 120 / 30 - 1)
      #expect(summary.peers[0].hashesReceived >= 120 / 30 - 1)
      #expect(summary.peers[0].hashesCompared == summary.peers[0].hashesReceived)
    }
  }

  @Test func `S-02 swapped seats give the same traffic`() throws {
    var scenario = try Trial.scenario()
    scenario.machines[0].outgoing = try Injection(parsing: "p2p:latency=23;relay:latency=61")
    scenario.machines[1].outgoing = try Injection(parsing: "p2p:latency=41;relay:latency=87")
    scenario.machines[1].startOffset = .milliseconds(7)
    scenario.machines[0].inputDelay = 1
    scenario.machines[0].pilotSeed = 5
    scenario.machines[1].pilotSeed = 6
    let straight = Trial.expectSound(scenario)
    scenario.machines.swapAt(0, 1)
    let swapped = Trial.expectSound(scenario)
    for seat in 0..<2 {
      let (one, other) = (straight[seat], swapped[1 - seat])
      #expect(one.rollback == other.rollback)
      #expect(one.rollback.rollbacks > 10)
      #expect(one.inputs == other.inputs)
      #expect(one.elapsed == other.elapsed)
      #expect(one.peers[0].hashesSent == other.peers[0].hashesSent)
      for path in Path.allCases {
        #expect(one.peers[0].paths[path].counters == other.peers[0].paths[path].counters)
      }
    }
  }

  @Test(arguments: ["p2p:latency=20;relay:cut=1-", "p2p:cut=1-;relay:latency=40"])
  func `S-05 hashes are exchanged with either path down`(injection: String) throws {
    for summary in Trial.expectSound(try Trial.scenario(injection)) {
      #expect(summary.peers[0].hashesReceived == 600 / 30)
      #expect(summary.peers[0].hashesCompared == 600 / 30)
    }
  }

  @Test func `the last report is repeated until the other side holds it`() throws {
    // All inputs of seat 0 are through when it falls silent; its last report is not.
    var scenario = try Trial.scenario(frames: 120)
    scenario.cuts = Path.allCases.map {
      .init(from: 0, to: 1, path: $0, time: .milliseconds(1980)..<Duration.seconds(3))
    }
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    let ended = simulation.now.elapsed
    #expect(ended > .seconds(3) && ended < .milliseconds(3500))
  }

  @Test func `L-01 a peer that reports every frame does not change the other's schedule`() throws {
    for interval in [1, 7, 30] {
      var scenario = try Trial.scenario(frames: 300)
      scenario.hashInterval = interval
      for summary in Trial.expectSound(scenario) {
        #expect(summary.peers[0].hashesSent == (300 + interval - 1) / interval)
      }
    }
  }

  @Test func `a hash is of the state after the resimulation that its packet asked for`() throws {
    // Every frame is reported, and most of them become final by a packet that corrects them.
    var scenario = try Trial.scenario("p2p:latency=70,jitter=20;relay:latency=70")
    scenario.hashInterval = 1
    scenario.patience = 1
    scenario.machines[0].inputDelay = 0
    scenario.machines[1].inputDelay = 0
    for summary in Trial.expectSound(scenario) {
      #expect(summary.rollback.rollbacks > 200)
      #expect(summary.peers[0].hashesSent == 600)
      #expect(summary.peers[0].hashesCompared > 300)
    }
  }

  /// Frames on and around a report, at both ends, and some that were drawn.
  static let badFrames: [Int] = {
    var dice = SplitMix64(seed: 6)
    return [1, 2, 29, 30, 31, 60, 150, 239, 240] + (0..<12).map { _ in 3 + dice.next(below: 235) }
  }()

  @Test(arguments: badFrames)
  func `both name the first bad frame`(frame: Int) throws {
    var scenario = try Trial.scenario(frames: 240)
    scenario.machines[frame % 2].corruption = Frame(frame)
    expectNamed(frame, Trial.expectSound(scenario, desync: true))
  }

  @Test(arguments: [3, 4])
  func `among several players each pair that differs names the frame`(players: Int) throws {
    var scenario = try Trial.scenario(frames: 200, players: players)
    scenario.machines[1].corruption = Frame(77)
    for (seat, summary) in Trial.expectSound(scenario, desync: true).enumerated() {
      for other in summary.peers {
        let differs = seat == 1 || other.seat == PlayerIndex(1)
        #expect(other.firstBadFrame == (differs ? Frame(77) : nil))
        #expect(other.hashMismatches == (differs ? 1 : 0))
      }
    }
  }

  @Test func `play goes on after a desync, and the evidence is kept`() throws {
    var scenario = try Trial.scenario(frames: 240)
    scenario.machines[0].corruption = Frame(100)
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation, desync: true)
    for seat in 0..<2 {
      let kept = simulation.peers[seat].match.evidence.kept
      #expect(kept?.frame == Frame(100))
      let mismatches = simulation.peers[seat].events.filter {
        if case .hash(_, .mismatched) = $0 { true } else { false }
      }
      #expect(mismatches.count == 1)
    }
    let first = simulation.peers[0].match.evidence.kept?.sections ?? []
    let second = simulation.peers[1].match.evidence.kept?.sections ?? []
    #expect(zip(first, second).first { $0.0 != $0.1 }?.0.name == "dice")
  }

  private func expectNamed(_ frame: Int, _ summaries: [MatchNumbers]) {
    for summary in summaries {
      #expect(summary.peers[0].firstBadFrame == Frame(frame))
      #expect(summary.peers[0].hashMismatches == 1)
      #expect(summary.endReason == .completed)
    }
  }
}
