import GridGame
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// Both sides name the same first bad frame, whatever happens to what they tell each other.
@Suite struct DesyncUnderDamageTests {
  /// One direction of one path.
  struct Direction: CustomStringConvertible {
    let path: Path
    let from: Int

    var description: String { "\(path) from seat \(from)" }

    static let all = Path.allCases.flatMap { path in
      (0..<2).map { Direction(path: path, from: $0) }
    }
  }

  #if DEBUG
    static let frames = [1, 30, 31, 150, 240]
    static let seeds = UInt64(0)..<20
  #else
    static let frames = [1, 2, 29, 30, 31, 60, 61, 149, 150, 151, 239, 240]
    static let seeds = UInt64(0)..<500
  #endif

  private func expectSameVerdict(
    _ scenario: Scenario, frame: Int, at location: SourceLocation = #_sourceLocation
  ) {
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation, desync: true, at: location)
    for seat in 0..<2 {
      let (summary, kept) = (
        simulation.peers[seat].match.numbers, simulation.peers[seat].match.evidence.kept?.frame
      )
      #expect(summary.peers[0].firstBadFrame == Frame(frame), sourceLocation: location)
      #expect(summary.peers[0].hashMismatches == 1, sourceLocation: location)
      #expect(kept == Frame(frame), sourceLocation: location)
    }
  }

  @Test(arguments: frames, Direction.all)
  func `one direction of one path is down from the start`(frame: Int, direction: Direction) throws {
    for corrupted in 0..<2 {
      var scenario = try Trial.scenario("p2p:latency=20,loss=10;relay:latency=40", frames: 240)
      scenario.machines[corrupted].corruption = Frame(frame)
      scenario.cuts = [
        .init(
          from: direction.from, to: 1 - direction.from, path: direction.path,
          time: .zero..<Duration.seconds(99))
      ]
      expectSameVerdict(scenario, frame: frame)
    }
  }

  @Test(arguments: Direction.all)
  func `one direction of one path fails as the states part`(direction: Direction) throws {
    for offset in [-20, -2, 0, 1, 15, 40] {
      var scenario = try Trial.scenario("p2p:latency=30;relay:latency=50,loss=5", frames: 240)
      scenario.machines[1].corruption = Frame(100)
      scenario.cuts = [
        .init(
          from: direction.from, to: 1 - direction.from, path: direction.path,
          time: .frames(100 + offset)..<Duration.seconds(99))
      ]
      expectSameVerdict(scenario, frame: 100)
    }
  }

  @Test(arguments: [100, 171, 240])
  func `half of everything is lost, in bursts`(frame: Int) throws {
    for seed in UInt64(0)..<3 {
      var scenario = try Trial.scenario(
        "p2p:latency=60,jitter=20,loss=50,burst=5;relay:latency=80,loss=50,burst=8", frames: 240,
        seed: seed)
      scenario.machines[Int(seed) % 2].corruption = Frame(frame)
      expectSameVerdict(scenario, frame: frame)
    }
  }

  /// `Scenario(random:)` with one machine whose state is altered at some frame.
  static func drawn(_ seed: UInt64) -> Scenario {
    var dice = SplitMix64(seed: seed ^ 0x62_6164)
    var scenario = Scenario(random: seed, frames: 400, map: Trial.map)
    let seat = dice.next(below: scenario.players)
    scenario.machines[seat].corruption = Frame(1 + dice.next(below: scenario.frames))
    return scenario
  }

  @Test(arguments: seeds)
  func `in a drawn match every machine names the frame`(seed: UInt64) {
    let scenario = Self.drawn(seed)
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation, desync: true)
    for (seat, summary) in Trial.summaries(simulation).enumerated() {
      for other in summary.peers {
        let parted =
          scenario.machines[seat].corruption ?? scenario.machines[other.seat.number].corruption
        #expect(other.firstBadFrame == parted, "seed \(seed)")
      }
    }
  }
}
