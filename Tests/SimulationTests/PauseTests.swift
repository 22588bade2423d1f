import GridGame
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct PauseTests {
  @Test(arguments: [(20, 40), (20, 120), (120, 20), (60, 60)])
  func `a process that stops for 3 s is waited for, and is no fallback`(
    direct: Int, relay: Int
  ) throws {
    var scenario = try Trial.scenario("p2p:latency=\(direct);relay:latency=\(relay)")
    scenario.pauses = [.init(seat: 1, time: .seconds(4)..<Duration.seconds(7))]
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    for summary in Trial.summaries(simulation) {
      #expect(summary.fallback == nil, "\(String(describing: summary.fallback))")
      #expect(summary.endReason == .completed)
    }
    let (waiting, events) = (
      simulation.peers[0].match.numbers, simulation.peers[0].events
    )
    #expect(waiting.stalls.longest > .milliseconds(2500))
    #expect(events.contains(.silent(peer: PlayerIndex(1))))
  }

  @Test func `both machines stopped for 3 s at different times`() throws {
    var scenario = try Trial.scenario("p2p:latency=30,jitter=10;relay:latency=70")
    scenario.pauses = [
      .init(seat: 0, time: .seconds(3)..<Duration.seconds(6)),
      .init(seat: 1, time: .milliseconds(4500)..<Duration.milliseconds(7500)),
    ]
    for summary in Trial.expectSound(scenario) {
      #expect(summary.fallback == nil)
      #expect(summary.rollback.maxDepth <= 10)
    }
  }

  @Test func `an outage of both paths is silence, and the match goes on after it`() throws {
    let scenario = try Trial.scenario("p2p:latency=20,cut=3-8;relay:latency=60,cut=3-8")
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    for seat in 0..<2 {
      let (summary, events) = (
        simulation.peers[seat].match.numbers, simulation.peers[seat].events
      )
      #expect(summary.stalls.longest > .milliseconds(4500))
      #expect(summary.stalls.longest < .milliseconds(5500))
      let silent = events.filter { $0 == .silent(peer: PlayerIndex(1 - seat)) }.count
      #expect(silent == 1)
      #expect((4.5...5.2).contains(summary.peers[0].modeTimes[Mode.dark.rawValue] / .seconds(1)))
    }
  }
}
