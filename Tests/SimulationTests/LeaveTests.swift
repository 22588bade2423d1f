import GridGame
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct LeaveTests {
  /// The leaver's last words reach one survivor `gap` frames after the other.
  @Test(arguments: 0...12)
  func `a staggered leave ends the match for all with one truth`(gap: Int) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=20,loss=5;relay:latency=25", frames: 400, players: 3)
    scenario.departures = [.init(seat: 2, frame: Frame(150))]
    scenario.lags = [.init(from: 2, to: 1, time: .frames(gap))]
    let simulation = Trial.play(scenario)
    #expect(Oracle.safety(of: simulation) == [])
    for seat in 0..<3 {
      let (reason, confirmed) = (
        simulation.peers[seat].match.endReason, simulation.peers[seat].journal.frames
      )
      #expect(reason == .left(PlayerIndex(2)))
      #expect((120...165).contains(confirmed))
    }
  }

  @Test(arguments: [0, 1, 30, 31])
  func `leaving at the current frame rolls nothing back by zero frames`(frame: Int) throws {
    var scenario = try Trial.scenario("p2p:latency=60,jitter=20;relay:latency=60", frames: 200)
    scenario.departures = [.init(seat: 0, frame: Frame(frame))]
    scenario.patience = 1
    let simulation = Trial.play(scenario)
    #expect(Oracle.safety(of: simulation) == [])
    for seat in 0..<2 {
      let summary = simulation.peers[seat].match.numbers
      #expect(summary.endReason == .left(PlayerIndex(0)))
      #expect(summary.rollback.depthHistogram[0] == 0)
      #expect(summary.frame.number >= frame)
    }
  }

  @Test func `a leave is heard over the path that is left`() throws {
    for injection in [
      "p2p:latency=20;relay:latency=30,cut=1-", "p2p:latency=20,cut=1-;relay:latency=30",
    ] {
      var scenario = try Trial.scenario(injection, frames: 400)
      scenario.departures = [.init(seat: 1, frame: Frame(120))]
      let simulation = Trial.play(scenario)
      for summary in Trial.summaries(simulation) {
        #expect(summary.endReason == .left(PlayerIndex(1)))
      }
    }
  }
}
