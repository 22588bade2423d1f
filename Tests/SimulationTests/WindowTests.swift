import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct WindowTests {
  @Test(arguments: [0, 1, 2, 8, 15], [0, 2, 8])
  func `every window and delay keeps its promise under loss`(window: Int, delay: Int) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=30,jitter=15,loss=15,burst=3;relay:latency=45,loss=10,reorder=15,dup=10",
      frames: 240)
    for seat in 0..<2 {
      scenario.machines[seat].window = window
      scenario.machines[seat].inputDelay = delay
    }
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    let activity = Oracle.activity(of: simulation)
    #expect(activity.missing > 20 && activity.reordered > 20 && activity.duplicated > 20)
    #expect((activity.rollbacks > 0) == (window > 0 && delay < 8))
    #expect((activity.stalls > 0) || window + delay > 4)
  }

  @Test func `different windows and delays go together`() throws {
    var scenario = try Trial.scenario("p2p:latency=90,jitter=20;relay:latency=100", players: 3)
    for (seat, (window, delay)) in [(0, 8), (15, 0), (4, 3)].enumerated() {
      scenario.machines[seat].window = window
      scenario.machines[seat].inputDelay = delay
    }
    let summaries = Trial.expectSound(scenario)
    #expect(summaries[0].rollback.rollbacks == 0)
    #expect(summaries[1].rollback.maxDepth > 2)
  }

  @Test func `a correction in the tick in which the window fills is applied before the stall`()
    throws
  {
    // Seat 1's inputs correct the others while they wait for those of seat 2.
    var scenario = try Trial.scenario(
      "p2p:latency=30,jitter=20,loss=20;relay:latency=50", players: 3)
    scenario.machines[2].outgoing = try Injection(parsing: "p2p:latency=90;relay:latency=90")
    scenario.patience = 1
    for seat in 0..<3 {
      scenario.machines[seat].window = 4
      scenario.machines[seat].inputDelay = 0
    }
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    for seat in 0..<2 {
      let corrections = simulation.peers[seat].extremes.correctionsInStalls
      #expect(corrections > 10)
    }
  }

  @Test(arguments: [0, 1])
  func `frame 0 mispredicted without delay and with an unequal start is corrected`(late: Int)
    throws
  {
    var scenario = try Trial.scenario("p2p:latency=25;relay:latency=25", frames: 60)
    scenario.patience = 1
    scenario.machines[late].startOffset = .frames(3)
    for seat in 0..<2 { scenario.machines[seat].inputDelay = 0 }
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    let first = simulation.peers[1 - late].events.firstNonNil { event in
      if case .rolledBack(let correction) = event { correction } else { nil }
    }
    #expect(first?.frame == .zero)
    #expect(first?.seats == Presence(bits: 1 << UInt8(late)))
  }

  @Test(arguments: [0, 1, 2, 8, 15])
  func `delays that change up and down under loss change no result`(window: Int) throws {
    var scenario = try Trial.scenario(
      "p2p:latency=30,jitter=15,loss=15,burst=3;relay:latency=45,loss=10,reorder=15", frames: 240)
    scenario.patience = 2
    for seat in 0..<2 { scenario.machines[seat].window = window }
    let changes = [(0, 60, 8), (0, 61, 0), (0, 120, 3), (1, 80, 0), (1, 130, 15), (1, 200, 1)]
    for (seat, frame, delay) in changes {
      scenario.delayChanges.append(.init(seat: seat, frame: Frame(frame), delay: delay))
    }
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    // Over the gap of an increase the newest input is repeated.
    let held = (132..<145).map { simulation.peers[0].journal.row(at: $0)?.last }
    #expect(Set(held).count == 1)
    let activity = Oracle.activity(of: simulation)
    #expect(activity.missing > 20 && activity.leastTurns > 40)
    #expect((activity.rollbacks > 0) == (window > 0))
  }

  /// Seat 0 hears nothing for a while and is heard all the time: what the other has received of it,
  /// and acknowledged, lets it run no further.
  @Test(arguments: [0, 1, 2, 8, 15])
  func `prediction is bounded by one's own receipt`(window: Int) throws {
    var scenario = try Trial.scenario(frames: 400)
    for seat in 0..<2 { scenario.machines[seat].window = window }
    scenario.cuts = Path.allCases.map {
      .init(from: 1, to: 0, path: $0, time: .seconds(2)..<Duration.seconds(4))
    }
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .milliseconds(3900))
    for seat in 0..<2 {
      let other = PlayerIndex(1 - seat)
      let (frame, received) = (
        simulation.peers[seat].match.frame, simulation.peers[seat].match.session.frontier(of: other)
      )
      #expect(frame == received + window)
      #expect((110...170).contains(frame.number))
    }
    simulation.run()
    Trial.expectSound(simulation)
  }

  @Test(arguments: [1, 2, 3, 5], [0, 2, 8])
  func `an episode shorter than the delay ends`(frames: Int, delay: Int) throws {
    var scenario = try Trial.scenario(frames: frames)
    for seat in 0..<2 { scenario.machines[seat].inputDelay = delay }
    for summary in Trial.expectSound(scenario) { #expect(summary.settledFrame == Frame(frames)) }
  }

  @Test func `L-39 losses in a row cost no input and hardly a stall`() throws {
    let scenario = try Trial.scenario(
      "p2p:latency=20,loss=15,burst=4;relay:latency=30,loss=15,burst=4", frames: 1200)
    for summary in Trial.expectSound(scenario) {
      #expect(summary.settledFrame == Frame(1200))
      #expect(summary.stalls.longest < .milliseconds(300))
      #expect(summary.stalls.total < .seconds(1))
    }
  }

  @Test(arguments: [(3, UInt64(2)), (4, 3)])
  func `three and four players play on lossy paths`(players: Int, seed: UInt64) throws {
    let scenario = try Trial.scenario(
      "p2p:latency=40,jitter=20,loss=10,burst=2;relay:latency=60,loss=5,reorder=10",
      frames: 400, players: players, seed: seed)
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    let activity = Oracle.activity(of: simulation)
    #expect(activity.deepRollbacks > 40)
    #expect(activity.missing > 100)
    #expect(activity.leastTurns > 20)
  }

  #if DEBUG
    /// Past every ring: 128 inputs, 256 frames, 512 marks, 1024 sequences, 4096 chains.
    static let longMatch = 4500
  #else
    /// Past the 16 bits of sequences, acknowledgements and base frames too.
    static let longMatch = 70_000
  #endif

  @Test func `rings and counters wrap around unseen`() throws {
    let scenario = try Trial.scenario(
      "p2p:latency=30,jitter=10,loss=3;relay:latency=50,loss=1", frames: Self.longMatch)
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation)
    for summary in Trial.summaries(simulation) {
      #expect(summary.rollback.rollbacks > 100)
      #expect(
        summary.peers[0].hashesCompared == Self.longMatch / 30 + (Self.longMatch % 30).signum())
      #expect(summary.fallback == nil)
    }
    // The journal forgets what the referee has judged, so that a match may last for ever.
    for seat in 0..<2 {
      let (forgotten, kept) = (
        simulation.peers[seat].journal.row(at: Self.longMatch - ConfirmedJournal.capacity - 1),
        simulation.peers[seat].journal.row(at: Self.longMatch - ConfirmedJournal.capacity)
      )
      #expect(forgotten == nil && kept != nil)
    }
  }
}

extension Array {
  fileprivate func firstNonNil<Value>(_ body: (Element) -> Value?) -> Value? {
    for element in self { if let value = body(element) { return value } }
    return nil
  }
}
