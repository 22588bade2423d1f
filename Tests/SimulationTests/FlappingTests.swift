import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct FlappingTests {
  private static func flapping(
    _ path: Path, every period: Duration, seconds: Int
  ) throws -> Scenario {
    var scenario = try Trial.scenario("p2p:latency=20;relay:latency=30", frames: seconds * 60)
    var start = Duration.seconds(2)
    while start < .seconds(seconds) {
      for seat in 0..<2 {
        scenario.machines[seat].outgoing[path].cuts.append(start..<start + period)
      }
      start += period * 2
    }
    return scenario
  }

  @Test(arguments: Path.allCases, [400, 1000])
  func `a path flapping beside a steady one stalls nothing`(path: Path, period: Int) throws {
    let scenario = try Self.flapping(path, every: .milliseconds(period), seconds: 14)
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    for seat in 0..<2 {
      let (summary, events) = (
        simulation.peers[seat].match.numbers, simulation.peers[seat].events
      )
      #expect(summary.stalls.count == 0)
      let changes = events.filter { if case .path = $0 { true } else { false } }.count
      #expect(changes <= 4 + 2 * 12_000 / (2 * period) + 4)
      #expect(changes >= 4)
      #expect(summary.fallbackEvents.count <= 2)
      #expect((summary.fallback != nil) == (path == .direct))
    }
  }

  /// Each bit is one of six links: three direct ones, and one to the relay per player.
  @Test(arguments: 0..<64)
  func `whoever is connected by any path goes on`(links: Int) throws {
    let pairs = [(0, 1), (0, 2), (1, 2)]
    var scenario = try Trial.scenario(frames: 120, players: 3)
    scenario.directAfter = .zero
    var isWhole = true
    for (bit, pair) in pairs.enumerated() {
      let hasDirect = links & 1 << bit != 0
      let hasRelay = links & 8 << pair.0 != 0 && links & 8 << pair.1 != 0
      for (from, to) in [pair, (pair.1, pair.0)] {
        let always = Duration.zero..<Duration.seconds(99)
        if !hasDirect {
          scenario.cuts.append(.init(from: from, to: to, path: .direct, time: always))
        }
        if !hasRelay {
          scenario.cuts.append(.init(from: from, to: to, path: .relay, time: always))
        }
      }
      isWhole = isWhole && (hasDirect || hasRelay)
    }
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .seconds(3))
    if isWhole {
      Trial.expectSound(simulation)
    } else {
      #expect(Oracle.safety(of: simulation) == [])
      for seat in 0..<3 {
        let (frame, isOver) = (simulation.peers[seat].match.frame, simulation.peers[seat].isOver)
        // The window, and as much again behind a peer that is stuck at its own.
        #expect(frame <= Frame(2 * 12))
        #expect(!isOver)
      }
    }
  }

  @Test func `a peer that no path reaches is given up after ten seconds`() throws {
    let scenario = try Trial.scenario("p2p:latency=20,cut=2-;relay:latency=40,cut=2-", frames: 900)
    let simulation = Trial.play(scenario)
    #expect(Oracle.safety(of: simulation) == [])
    for seat in 0..<2 {
      let (match, now) = (simulation.peers[seat].match.numbers, simulation.now)
      #expect(match.endReason == .peerLost(PlayerIndex(1 - seat)))
      #expect(now.elapsed > .milliseconds(11_900) && now.elapsed < .milliseconds(12_300))
      #expect(match.fallback == nil)
    }
  }
}
