import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct HostileTests {
  private static let epoch = UInt64(1) ^ 0xE90C

  /// Plays a match in which seat 0 is handed strange bytes before each of its ticks.
  private func play(
    frames: Int = 300, _ strange: (Int, inout MatchSimulation) -> Void
  ) throws -> MatchSimulation {
    var simulation = MatchSimulation(try Trial.scenario(frames: frames))
    var count = 0
    while simulation.stepOnce() {
      guard !simulation.peers[0].isOver else { continue }
      strange(count, &simulation)
      count += 1
    }
    return simulation
  }

  private func datagram(_ epoch: UInt64 = epoch, _ alter: (inout Datagram) -> Void) -> Datagram {
    var datagram = Datagram(
      epoch: epoch, sender: PlayerIndex(1), probe: .init(sequence: 0, echo: nil),
      acknowledged: 0)
    alter(&datagram)
    return datagram
  }

  @Test func `L-30 datagrams of an earlier session are counted and ignored`() throws {
    let undisturbed = Trial.play(try Trial.scenario(frames: 300))
    let simulation = try play { _, simulation in
      let old = datagram(42) {
        $0.inputs = .init(base: 10, words: [3, 3, 3])
        $0.isLeaving = true
        $0.report = .init(frame: Frame(30), chain: 1)
      }
      simulation.inject(old, into: 0, from: .relay(PlayerIndex(1)))
    }
    Trial.expectSound(simulation)
    let (ignored, traces) = (
      simulation.peers[0].match.numbers.ignored, (simulation.trace, undisturbed.trace)
    )
    #expect(ignored.otherSession > 500)
    #expect(ignored.total == ignored.otherSession)
    #expect(traces.0 == traces.1)
  }

  @Test func `random and truncated bytes are counted and change nothing`() throws {
    let undisturbed = Trial.play(try Trial.scenario(frames: 300))
    var dice = SplitMix64(seed: 12)
    var writer = ByteWriter()
    datagram {
      $0.inputs = .init(base: 0, words: [1, 1, 2])
      $0.report = .init(frame: Frame(30), chain: 7)
    }.encode(into: &writer, inputWidth: 1)
    let whole = writer.bytes
    let simulation = try play { count, simulation in
      let noise = (0..<dice.next(below: 80)).map { _ in UInt8(dice.next(below: 256)) }
      simulation.inject(noise, into: 0, from: .relay(PlayerIndex(1)))
      let part = Array(whole.prefix(count % whole.count))
      simulation.inject(part, into: 0, from: .relay(PlayerIndex(1)))
      simulation.inject(
        whole + [UInt8(count & 255)], into: 0, from: .direct(Address(ipv4: 1, 2, 3, 4, port: 5)))
    }
    Trial.expectSound(simulation)
    let (ignored, traces) = (
      simulation.peers[0].match.numbers.ignored, (simulation.trace, undisturbed.trace)
    )
    #expect(ignored.malformed + ignored.otherVersion + ignored.otherSession > 1000)
    #expect(traces.0 == traces.1)
  }

  @Test func `a run-length bomb and an inflated count are refused`() throws {
    var writer = ByteWriter()
    Envelope(kind: .match, epoch: Self.epoch, sender: PlayerIndex(1)).encode(into: &writer)
    let head = writer.bytes + [2, 0, 0, 0, 0, 0, 0, 0]
    let bombs: [[UInt8]] = [
      head + [0xFF, 192, 1, 255, 2, 255], head + [0xFF, 66, 1, 129, 2], head + [0xFF, 66, 1, 0, 2],
      head + [0x81, 66, 1, 255, 2], head + [0xFF, 64], head + [0x81, 255, 1, 2],
    ]
    let simulation = try play(frames: 60) { count, simulation in
      simulation.inject(bombs[count % bombs.count], into: 0, from: .relay(PlayerIndex(1)))
    }
    Trial.expectSound(simulation)
    let malformed = simulation.peers[0].match.numbers.ignored.malformed
    #expect(malformed > 60)
  }

  @Test func `far-future frames and acknowledgements of what was never sent change no state`()
    throws
  {
    let simulation = try play { _, simulation in
      let frame = simulation.peers[0].match.frame.number
      let lie = datagram {
        $0.probe.sequence = UInt16(truncatingIfNeeded: frame)
        $0.probe.echo = .init(sequence: 60_000, held: .zero)
        $0.acknowledged = UInt16(truncatingIfNeeded: frame + 5000)
        $0.inputs = .init(base: UInt16(truncatingIfNeeded: frame + 300), words: [1, 2, 3])
        $0.report = .init(frame: Frame(1_000_000 + frame), chain: 5)
        $0.lead = 127
      }
      simulation.inject(lie, into: 0, from: .relay(PlayerIndex(1)))
    }
    #expect(Oracle.consistency(of: simulation) == [])
    let (summary, predicted) = (
      simulation.peers[0].match.numbers, simulation.peers[0].extremes.predicted
    )
    #expect(summary.endReason == .completed)
    #expect(summary.settledFrame == Frame(300))
    #expect(predicted <= 10)
    #expect(summary.peers[0].paths.relay.counters.inputs.rejected > 500)
    #expect(summary.peers[0].hashMismatches == 0)
  }

  @Test func `L-30 a conflicting input is an event, and the first one stays`() throws {
    var simulation = MatchSimulation(try Trial.scenario(frames: 200))
    Trial.advance(&simulation, to: .seconds(2))
    let frame = simulation.peers[0].match.settledFrame - 5
    let held = UInt64(
      simulation.peers[0].match.session.input(of: PlayerIndex(1), at: frame)?.rawValue ?? 0)
    let other = held ^ 8
    let conflict = datagram {
      $0.inputs = .init(base: UInt16(truncatingIfNeeded: frame.number), words: [other])
    }
    simulation.inject(conflict, into: 0, from: .relay(PlayerIndex(1)))
    simulation.run()
    #expect(Oracle.consistency(of: simulation) == [])
    let conflicts = simulation.peers[0].events.filter {
      $0 == .conflict(peer: PlayerIndex(1), frame, held: held, offered: other)
    }
    #expect(conflicts.count == 1)
  }

  @Test func `own datagrams, strangers and another version are told apart`() throws {
    var simulation = MatchSimulation(try Trial.scenario(frames: 60))
    Trial.advance(&simulation, to: .milliseconds(500))
    var own = datagram { _ in }
    own.sender = PlayerIndex(0)
    simulation.inject(own, into: 0, from: .relay(PlayerIndex(0)))
    simulation.inject(datagram { _ in }, into: 0, from: .relay(PlayerIndex(2)))
    simulation.inject(datagram { _ in }, into: 0, from: .relay(PlayerIndex(0)))
    own.sender = PlayerIndex(5)
    simulation.inject(own, into: 0, from: .direct(Address(ipv4: 1, 2, 3, 4, port: 5)))
    simulation.inject([0x50, 0, 0], into: 0, from: .relay(PlayerIndex(1)))
    let ignored = simulation.peers[0].match.numbers.ignored
    #expect(ignored.own == 1 && ignored.stranger == 3 && ignored.otherVersion == 1)
    simulation.run()
    Trial.expectSound(simulation)
  }

  /// Without seals a flipped bit may pass as an input: only bounds are asked for.
  @Test(arguments: UInt64(0)..<12)
  func `flipped bits trap nothing and let nothing grow`(seed: UInt64) throws {
    var scenario = try Trial.scenario("p2p:latency=30;relay:latency=50", frames: 300, seed: seed)
    for seat in 0..<2 {
      for path in Path.allCases {
        scenario.machines[seat].outgoing[path].flipped = 1 + Double(seed)
      }
    }
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .seconds(20))
    let flipped = Path.allCases.map { simulation.statistics($0).flipped }
    #expect(flipped[0] + flipped[1] > 5)
    for seat in 0..<2 {
      let (extremes, events) = (
        simulation.peers[seat].extremes, simulation.peers[seat].events.count
      )
      #expect(extremes.predicted <= 10)
      #expect(extremes.datagram <= Oracle.maxDatagram)
      #expect(events < 5000)
    }
  }
}
