import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct PathTests {
  @Test func `S-16 in a healthy match both peers receive inputs directly`() throws {
    for summary in Trial.expectSound(try Trial.scenario()) {
      #expect(summary.inputs.received.direct > 550)
      #expect(summary.inputs.received.relay > 550)
      #expect(summary.inputs.first.direct > summary.inputs.first.relay)
      #expect(summary.fallback == nil)
      #expect(!summary.headline.contains("Fallback"))
    }
  }

  @Test(arguments: [(20, 24), (24, 20)])
  func `of two copies in one tick the one that came earlier is first`(
    direct: Int, relay: Int
  ) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=\(direct);relay:latency=\(relay)", frames: 300)
    scenario.directAfter = .zero
    for summary in Trial.expectSound(scenario) {
      let (first, all) = (summary.inputs.first.direct, summary.inputs.received.direct)
      #expect(all > 280)
      #expect(direct < relay ? first > 280 : first < 20)
      let margin = summary.peers[0].paths[direct < relay ? .direct : .relay].margin ?? .zero
      #expect(margin >= .milliseconds(4) && margin < .milliseconds(10))
    }
  }

  @Test(arguments: [0, 1, 7, 60, 61, 119, 180, 299])
  func `S-24 the direct path cut at a frame costs no input`(frame: Int) throws {
    var scenario = try Trial.scenario(frames: 360)
    let time = Duration.frames(frame)..<Duration.seconds(99)
    for seat in 0..<2 { scenario.machines[seat].outgoing.direct.cuts = [time] }
    let summaries = Trial.expectSound(scenario)
    #expect(summaries[0].finalChecksum == summaries[1].finalChecksum)
    for summary in summaries {
      #expect(summary.stalls.count == 0)
      #expect(summary.inputs.sent.relay == 360)
      #expect(summary.inputs.received.relay == 360)
    }
  }

  @Test func `S-29 the paths never change the result`() throws {
    let injections = [
      "p2p:latency=20;relay:loss=100", "p2p:latency=20;relay:latency=40,cut=1-",
      "p2p:loss=100;relay:latency=40", "p2p:latency=20;relay:latency=40",
      "p2p:latency=20,jitter=30,loss=25,burst=4;relay:latency=40,loss=10,reorder=20,dup=20",
      "p2p:latency=120;relay:latency=90,jitter=60",
    ]
    var checksums: Set<UInt64?> = []
    for injection in injections {
      for summary in Trial.expectSound(try Trial.scenario(injection)) {
        checksums.insert(summary.finalChecksum)
      }
    }
    #expect(checksums.count == 1)
    #expect(!checksums.contains(nil))
  }

  @Test func `S-27 a match with rollbacks ends as one without`() throws {
    let late = try Trial.scenario("p2p:latency=100,jitter=40;relay:latency=120")
    var locked = try Trial.scenario("")
    for seat in 0..<2 { locked.machines[seat].window = 0 }
    let rolled = Trial.expectSound(late)
    let stepped = Trial.expectSound(locked)
    #expect(rolled[0].rollback.maxDepth >= 5 && rolled[0].rollback.mispredictedInputs > 50)
    #expect(stepped[0].rollback.rollbacks == 0)
    #expect(rolled[0].finalChecksum == stepped[0].finalChecksum)
    #expect(rolled[0].chain == stepped[1].chain)
  }

  @Test func `S-36 a whole match is played with the direct path alone`() throws {
    var scenario = try Trial.scenario("p2p:latency=20;relay:loss=100")
    scenario.directAfter = .zero
    for summary in Trial.expectSound(scenario) {
      #expect(summary.inputs.received.relay == 0)
      #expect(summary.inputs.received.direct == 600)
      #expect(summary.headline == "P2P: 600/600 (100.0%)")
      #expect(summary.peers[0].paths.direct.state == .up)
      #expect(summary.fallback == nil)
    }
  }

  @Test func `S-36 the relay takes over when the direct path dies in mid-game`() throws {
    let scenario = try Trial.scenario("p2p:latency=20,cut=4-;relay:latency=60")
    for summary in Trial.expectSound(scenario) {
      #expect(summary.inputs.first.relay > 300)
      #expect(summary.inputs.first.direct > 100)
      #expect(summary.stalls.count == 0)
    }
  }

  @Test func `L-12 the journal holds every frame once`() throws {
    var simulation = MatchSimulation(
      try Trial.scenario("p2p:latency=90,loss=20,burst=5;relay:latency=90,loss=20", frames: 900))
    simulation.run()
    Trial.expectSound(simulation)
    for seat in 0..<2 {
      let (frames, chained) = (
        simulation.peers[seat].journal.frames, simulation.peers[seat].journal.chained
      )
      #expect(frames == 900 && chained == 901)
      let rows = (0..<900).map { simulation.peers[seat].journal.row(at: $0)?.count }
      #expect(rows.allSatisfy { $0 == 2 })
      let chains = (0...900).map { simulation.peers[seat].journal.chain(at: $0) }
      #expect(Set(chains).count == 901 && !chains.contains(nil))
    }
  }

  @Test func `L-20 inputs lost at the moment of the cut are repeated`() throws {
    // What was under way on the faster path is lost with it; the slower one has not brought it yet.
    let scenario = try Trial.scenario("p2p:latency=5,cut=3-;relay:latency=150", frames: 400)
    for summary in Trial.expectSound(scenario) {
      #expect(summary.inputs.received.relay == 400)
      #expect(summary.stalls.longest < .milliseconds(250))
    }
  }

  @Test(arguments: [
    "p2p:latency=20,cut=2-;relay:latency=50", "p2p:latency=50;relay:latency=20,cut=2-",
  ])
  func `L-21 losing one path never pauses`(injection: String) throws {
    let simulation = Trial.play(try Trial.scenario(injection))
    Trial.expectSound(simulation)
    for seat in 0..<2 {
      let (summary, standstill) = (
        simulation.peers[seat].match.numbers, simulation.peers[seat].extremes.longestStandstill
      )
      #expect(summary.stalls.count == 0)
      #expect(standstill < .milliseconds(120))
    }
  }

  @Test func `L-22 the match starts on the relay and the direct path joins`() throws {
    var scenario = try Trial.scenario()
    scenario.directAfter = .seconds(3)
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .seconds(2))
    let (frame, state) = (
      simulation.peers[0].match.frame, simulation.peers[0].match.endpoints[0].paths.direct.state
    )
    #expect(frame >= Frame(110))
    #expect(state == .never)
    simulation.run()
    Trial.expectSound(simulation)
    for summary in Trial.summaries(simulation) {
      #expect(summary.inputs.first.direct > 300)
      #expect(summary.inputs.first.relay > 150)
      #expect(summary.fallback == nil)
    }
  }

  @Test func `without a direct path there is no fallback`() throws {
    var scenario = try Trial.scenario()
    scenario.directAfter = nil
    for summary in Trial.expectSound(scenario) {
      #expect(summary.fallback == nil)
      #expect(summary.peers[0].paths.direct.state == .never)
      #expect(summary.headline.hasPrefix("P2P: 0/600 (0.0%)"))
      #expect(summary.peers[0].modeTimes[Mode.relayOnly.rawValue] > .seconds(9))
    }
  }

  @Test func `the relay killed and restarted in mid-match comes back`() throws {
    var scenario = try Trial.scenario(frames: 900)
    scenario.relayOutages = [.seconds(3)..<Duration.seconds(6)]
    for summary in Trial.expectSound(scenario) {
      let modes = summary.peers[0].modeTimes
      #expect((2.8...3.3).contains(modes[Mode.directOnly.rawValue] / .seconds(1)))
      #expect(modes[Mode.dual.rawValue] > .seconds(11))
      // Before the first datagrams are there, and never again.
      #expect(modes[Mode.dark.rawValue] < .milliseconds(50))
      #expect(summary.stalls.count == 0)
      #expect(summary.peers[0].paths.relay.state == .up)
      #expect(summary.fallback == nil)
    }
  }
}
