import GridGame
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// The checker is checked: each of these simulations has something wrong with it.
@Suite struct OracleTests {
  @Test func `a match that cannot end is reported`() throws {
    var scenario = try Trial.scenario("p2p:loss=100;relay:latency=40", frames: 120)
    scenario.cuts = [.init(from: 0, to: 1, path: .relay, time: .seconds(1)..<Duration.seconds(99))]
    let faults = Oracle.verdict(on: Trial.play(scenario))
    #expect(faults.contains { $0.contains("seat 1") && $0.contains("peerLost") })
    #expect(faults.contains { $0.contains("confirmed") })
    #expect(Oracle.safety(of: Trial.play(scenario)) == [])
  }

  @Test func `an altered state is a fault unless it was expected`() throws {
    var scenario = try Trial.scenario(frames: 120)
    scenario.machines[1].corruption = Frame(50)
    let simulation = Trial.play(scenario)
    let faults = Oracle.verdict(on: simulation)
    #expect(faults.contains { $0.contains("a desync was not expected") })
    #expect(Oracle.verdict(on: simulation, expectsDesync: true) == [])
    let clean = Trial.play(try Trial.scenario(frames: 120))
    #expect(Oracle.verdict(on: clean, expectsDesync: true).count == 2)
  }

  @Test func `a state that was altered by nobody's order is a fault`() throws {
    let scenario = try Trial.scenario(frames: 120)
    var simulation = MatchSimulation(scenario)
    simulation.peers[0].match.corrupt(at: Frame(40)) { Ghostline.corrupt(&$0) }
    simulation.run()
    let faults = Oracle.consistency(of: simulation)
    #expect(faults == ["seat 0 differs from the serial run at frame 40"])
  }

  @Test func `inputs that the network did not carry are a fault`() throws {
    let scenario = try Trial.scenario(frames: 120)
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .seconds(1))
    let stray = Datagram(
      epoch: scenario.epoch, sender: PlayerIndex(1),
      probe: .init(sequence: 100, echo: nil), acknowledged: 0,
      inputs: .init(base: 3, words: [0, 0]))
    simulation.inject(stray, into: 0, from: .relay(PlayerIndex(1)))
    simulation.run()
    let faults = Oracle.safety(of: simulation)
    #expect(faults.contains { $0.contains("inputs, not") })
  }

  @Test func `machines that hold different inputs are a fault, and both are named`() throws {
    let scenario = try Trial.scenario(frames: 120)
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .seconds(1))
    // Seat 0 is told another input of seat 1 before the true one comes.
    let next = simulation.peers[0].match.session.frontier(of: PlayerIndex(1))
    let forged = Datagram(
      epoch: scenario.epoch, sender: PlayerIndex(1), probe: .init(sequence: 100, echo: nil),
      acknowledged: 0,
      inputs: .init(
        base: UInt16(next.number),
        words: [UInt64(Ghostline.Input(heading: nil, isBoosting: true).rawValue)]))
    simulation.inject(forged, into: 0, from: .relay(PlayerIndex(1)))
    simulation.run()
    let verdicts = simulation.referee.verdicts
    #expect(verdicts.compactMap(\.badInputs) == [next.number])
    #expect(verdicts.compactMap(\.badState) == [next.number + 1])
    let faults = Oracle.safety(of: simulation)
    #expect(
      faults.contains { $0.contains("other inputs than the others for frame \(next.number)") })
  }

  @Test func `more events than ticks can bring are a fault`() throws {
    var simulation = MatchSimulation(try Trial.scenario(frames: 120))
    Trial.advance(&simulation, to: .seconds(1))
    #expect(Oracle.safety(of: simulation) == [])
    let frame = simulation.peers[0].match.settledFrame - 5
    let held = simulation.peers[0].match.session.input(of: PlayerIndex(1), at: frame)
    var conflict = Datagram(
      epoch: simulation.scenario.epoch, sender: PlayerIndex(1),
      probe: .init(sequence: 100, echo: nil), acknowledged: 0)
    conflict.inputs = .init(
      base: UInt16(frame.number), words: [UInt64((held?.rawValue ?? 0) ^ 8)])
    for _ in 0..<900 { simulation.inject(conflict, into: 0, from: .relay(PlayerIndex(1))) }
    simulation.run()
    let faults = Oracle.safety(of: simulation)
    #expect(faults.contains { $0.hasPrefix("seat 0: ") && $0.hasSuffix(" events") })
    #expect(!faults.contains { $0.hasPrefix("seat 1: ") && $0.hasSuffix(" events") })
  }
}
