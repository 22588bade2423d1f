import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

/// Every axis of the fault matrix by itself, at each of its values.
@Suite struct FaultMatrixTests {
  #if DEBUG
    static let frames = 240
  #else
    static let frames = 1800
  #endif

  /// A match in which all send through the same faults, and everything is hard to predict.
  private func scenario(
    frames: Int = frames, _ alter: (inout Impairment, Path) -> Void
  ) throws -> Scenario {
    var scenario = try Trial.scenario(frames: frames)
    scenario.patience = 2
    scenario.isSealed = true
    for seat in 0..<2 {
      for path in Path.allCases { alter(&scenario.machines[seat].outgoing[path], path) }
    }
    return scenario
  }

  @discardableResult private func play(
    _ scenario: Scenario, at location: SourceLocation = #_sourceLocation
  ) -> (activity: Activity, summaries: [MatchNumbers]) {
    let simulation = Trial.play(scenario)
    Trial.expectSound(simulation, at: location)
    let activity = Oracle.activity(of: simulation)
    #expect(activity.leastTurns > scenario.frames / 10, sourceLocation: location)
    return (activity, Trial.summaries(simulation))
  }

  @Test(arguments: [0, 25, 50, 100, 200, 300, 500, 1000])
  func `latency one way, in milliseconds`(latency: Int) throws {
    let played = play(
      try scenario { impairment, _ in impairment.latency = .milliseconds(latency) })
    #expect((played.activity.rollbacks > 10) == (latency >= 50))
    #expect((played.activity.stalls > 5) == (latency >= 300))
  }

  @Test(arguments: [(0, 500), (500, 0), (25, 1000), (5, 100)])
  func `one way quick and the other slow`(there: Int, back: Int) throws {
    var scenario = try scenario { _, _ in }
    for (seat, latency) in [there, back].enumerated() {
      for path in Path.allCases {
        scenario.machines[seat].outgoing[path].latency = .milliseconds(latency)
      }
    }
    let played = play(scenario)
    #expect(played.activity.deepRollbacks > 10)
  }

  @Test(arguments: [(5, 100), (100, 5), (0, 500), (500, 0)])
  func `one path quick and the other slow`(direct: Int, relay: Int) throws {
    let played = play(
      try scenario { impairment, path in
        impairment.latency = .milliseconds(path == .direct ? direct : relay)
      })
    for summary in played.summaries {
      let share = Double(summary.inputs.first.direct) / Double(Self.frames)
      #expect(direct < relay ? share > 0.9 : share < 0.4)
      #expect(summary.stalls.count == 0)
    }
  }

  @Test(arguments: [5, 50, 150, 300])
  func `jitter, with a tail three times as long`(jitter: Int) throws {
    let played = play(
      try scenario { impairment, _ in
        impairment.latency = .milliseconds(max(20, jitter))
        impairment.jitter = .milliseconds(jitter)
        impairment.tail = .milliseconds(3 * jitter)
      })
    // Datagrams leave 16 ms apart: a shorter jitter seldom swaps two.
    #expect(played.activity.reordered > (jitter > 16 ? 20 : 2))
  }

  @Test(arguments: [(1.0, 1.0), (10, 1), (25, 1), (50, 1), (50, 2), (30, 10), (30, 30), (50, 60)])
  func `loss in percent, and the length of its bursts`(loss: Double, burst: Double) throws {
    let played = play(
      try scenario { impairment, _ in
        impairment.loss = loss
        impairment.burst = burst
      })
    let sent = played.summaries.reduce(0) { sum, summary in
      sum + Path.allCases.reduce(0) { $0 + summary.peers[0].paths[$1].counters.packetsSent }
    }
    let share = Double(played.activity.missing) / Double(sent) * 100
    #expect(share > loss / 6 && share < loss * 2 + 2, "\(share) %")
  }

  /// - Parameter deaf: The one seat that nothing reaches; nothing when both are cut off.
  @Test(arguments: Path.allCases, [0, 1, nil])
  func `everything lost on one path, in one direction or both`(path: Path, deaf: Int?) throws {
    var scenario = try scenario { impairment, _ in impairment.latency = .milliseconds(40) }
    scenario.directAfter = .zero
    for seat in 0..<2 where seat != deaf { scenario.machines[seat].outgoing[path].loss = 100 }
    for summary in play(scenario).summaries {
      let received =
        path == .direct ? summary.inputs.received.direct : summary.inputs.received.relay
      // No address is validated without an answer, so that nobody sends directly at all.
      let isDeaf = path == .direct || (deaf.map { summary.seat.number == $0 } ?? true)
      #expect((received == 0) == isDeaf)
      #expect(summary.stalls.count == 0)
    }
  }

  @Test(arguments: [5.0, 30])
  func `a share held back, delivered twice or damaged`(share: Double) throws {
    let (reordered, doubled) = (
      play(try scenario { impairment, _ in impairment.reordered = share }).activity.reordered,
      play(try scenario { impairment, _ in impairment.duplicates = share }).activity.duplicated
    )
    #expect(reordered > Self.frames / 20 && doubled > Self.frames / 20)
  }

  @Test func `of two copies of a sealed datagram one is opened`() throws {
    let simulation = Trial.play(try scenario { impairment, _ in impairment.duplicates = 30 })
    Trial.expectSound(simulation)
    let replayed = Trial.summaries(simulation).reduce(0) { $0 + $1.ignored.replayed }
    let doubled = Path.allCases.reduce(0) { $0 + simulation.statistics($1).duplicated }
    #expect(replayed > doubled * 9 / 10 && replayed <= doubled)
  }

  @Test(arguments: [1.0, 20])
  func `sealed datagrams that are damaged do not open, and nothing is lost`(share: Double) throws {
    let simulation = Trial.play(try scenario { impairment, _ in impairment.flipped = share })
    Trial.expectSound(simulation)
    let damaged = simulation.damagedDatagrams
    #expect(damaged > Self.frames / 50)
    let ignored = Trial.summaries(simulation).map(\.ignored)
    #expect(ignored.reduce(0) { $0 + $1.forged } == damaged)
    #expect(ignored.reduce(0) { $0 + $1.total } == damaged)
  }

  @Test(arguments: [[Path.direct], [.relay], [.direct, .relay]], [100, 700, 2000, 9000])
  func `an outage, in milliseconds, of each path and of both`(
    paths: [Path], length: Int
  ) throws {
    let time = Duration.milliseconds(1500)..<Duration.milliseconds(1500 + length)
    let isBoth = paths.count == 2
    let frames = max(Self.frames, 150 + (isBoth ? 0 : length * 60 / 1000 + 60))
    let played = play(
      try scenario(frames: frames) { impairment, path in
        impairment.latency = .milliseconds(30)
        if paths.contains(path) { impairment.cuts = [time] }
      })
    for summary in played.summaries {
      #expect((summary.stalls.count > 0) == (isBoth && length > 100))
    }
  }

  @Test(arguments: [1, 7, 30, 60])
  func `a start that many frames apart`(offset: Int) throws {
    var scenario = try scenario { impairment, _ in impairment.latency = .milliseconds(50) }
    scenario.machines[1].startOffset = .frames(offset)
    #expect(play(scenario).activity.rollbacks > 10)
  }

  @Test(arguments: [(500, -500), (-500, 500), (500, 500)])
  func `clocks that are wrong by parts per million`(first: Int, second: Int) throws {
    var scenario = try scenario { impairment, _ in impairment.latency = .milliseconds(50) }
    scenario.machines[0].clockSkew = first
    scenario.machines[1].clockSkew = second
    let played = play(scenario)
    #expect(played.summaries.allSatisfy { $0.stalls.count == 0 && $0.rollback.rollbacks > 10 })
  }
}

extension FaultMatrixTests {
  #if !DEBUG
    @Test(arguments: Path.allCases)
    func `a path that is away for half a minute`(path: Path) throws {
      let played = play(
        try scenario(frames: 2700) { impairment, cut in
          if cut == path { impairment.cuts = [.seconds(5)..<Duration.seconds(35)] }
        })
      for summary in played.summaries {
        #expect(summary.stalls.count == 0 && summary.peers[0].paths[path].state == .up)
      }
    }
  #endif
}
