import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Vocabulary

@Suite struct FallbackTests {
  #if DEBUG
    /// A debug build plays ten times slower; the whole minutes are played in release.
    static let healthy = (seeds: UInt64(0)..<30, frames: 600)
  #else
    static let healthy = (seeds: UInt64(0)..<100, frames: 3600)
  #endif

  @Test(arguments: healthy.seeds)
  func `a healthy or merely slow path raises no alarm`(seed: UInt64) throws {
    let scenario = Scenario(steady: seed, frames: Self.healthy.frames, map: Trial.map)
    for summary in Trial.expectSound(scenario) {
      #expect(summary.fallback == nil, "seed \(seed)")
      #expect(summary.fallbackEvents == [])
      #expect(summary.inputs.received.direct > 300)
    }
  }

  @Test(arguments: [10, 40, 100, 150], [0, 20])
  func `a dead direct path is noticed within 300 ms`(latency: Int, jitter: Int) throws {
    try expectNotice(latency: latency, jitter: jitter, detour: 0)
  }

  /// How much longer the witness itself takes is no time in which nothing is noticed.
  @Test(arguments: [10, 40, 100], [-40, 60, 100, 140])
  func `a dead direct path is noticed within 300 ms although the relay is slower or faster`(
    latency: Int, detour: Int
  ) throws {
    try expectNotice(latency: max(latency, -detour), jitter: 0, detour: detour)
  }

  private func expectNotice(latency: Int, jitter: Int, detour: Int) throws {
    for offset in stride(from: 0, to: 17, by: 4) {
      let cut = Duration.milliseconds(3000 + offset)
      var scenario = try Trial.scenario(
        "p2p:latency=\(latency),jitter=\(min(jitter, latency));relay:latency=\(latency + detour)",
        frames: 300)
      for seat in 0..<2 {
        scenario.machines[seat].outgoing.direct.cuts = [cut..<Duration.seconds(99)]
      }
      for summary in Trial.expectSound(scenario) {
        #expect(summary.fallback?.cause == .silence)
        let at = (summary.fallback?.at ?? Instant.zero).elapsed
        // The datagrams under way are lost with the path, so the silence begins with the cut.
        #expect(at > cut + .milliseconds(200) && at <= cut + .milliseconds(300), "\(at)")
      }
    }
  }

  @Test func `a cut of 20 seconds is latched, and recovered from, on both`() throws {
    let scenario = try Trial.scenario(
      "p2p:latency=20,cut=10-30;relay:latency=60", frames: 2400)
    for summary in Trial.expectSound(scenario) {
      let latch = summary.fallback
      #expect(latch?.cause == .silence)
      #expect((600...625).contains(latch?.frame.number ?? 0))
      #expect(summary.headline.hasSuffix(", Fallback at frame \(latch?.frame.number ?? 0)"))
      #expect(summary.fallbackEvents.map(\.kind) == [.degraded(.silence), .recovered])
      let recovered = (summary.fallbackEvents.last?.at ?? Instant.zero).elapsed
      #expect(recovered > .seconds(32) && recovered < .seconds(34))
      let modes = summary.peers[0].modeTimes
      #expect((19.5...20.3).contains(modes[Mode.relayOnly.rawValue] / .seconds(1)))
      #expect(modes.reduce(.zero, +) == summary.elapsed)
      #expect(summary.peers[0].paths.direct.state == .up)
      #expect(summary.stalls.count == 0)
    }
  }

  @Test func `after the healing the direct path is first again`() throws {
    let scenario = try Trial.scenario("p2p:latency=20,cut=3-6;relay:latency=60", frames: 720)
    var simulation = MatchSimulation(scenario)
    Trial.advance(&simulation, to: .milliseconds(6200))
    let before = Trial.summaries(simulation).map(\.inputs)
    simulation.run()
    Trial.expectSound(simulation)
    for (seat, summary) in Trial.summaries(simulation).enumerated() {
      let direct = summary.inputs.first.direct - before[seat].first.direct
      let relay = summary.inputs.first.relay - before[seat].first.relay
      #expect(direct > 300)
      #expect(relay < 10)
    }
  }

  @Test func `L-14 the modes tell which path delivered`() throws {
    let scenario = try Trial.scenario(
      "p2p:latency=20,cut=2-4;relay:latency=20,cut=5-7", frames: 600)
    for summary in Trial.expectSound(scenario) {
      let modes = summary.peers[0].modeTimes
      #expect((1.6...2.6).contains(modes[Mode.relayOnly.rawValue] / .seconds(1)))
      #expect((1.7...2.1).contains(modes[Mode.directOnly.rawValue] / .seconds(1)))
      #expect(modes[Mode.dark.rawValue] < .milliseconds(100))
      #expect(modes.reduce(.zero, +) == summary.elapsed)
    }
  }

  @Test(arguments: ["p2p:latency=20,cut=4-4.18", "p2p:latency=40,cut=4-4.05,cut=6-6.1,cut=8-8.15"])
  func `L-43 single gaps raise no alarm`(direct: String) throws {
    for summary in Trial.expectSound(try Trial.scenario(direct + ";relay:latency=60")) {
      #expect(summary.fallbackEvents == [])
      #expect(summary.fallback == nil)
    }
  }

  @Test(
    arguments: zip(
      ["latency=350", "latency=230", "latency=20,loss=40"],
      [FallbackMonitor.Cause.latency, .critical, .loss]))
  func `a path that is slow or lossy degrades with its cause`(
    direct: String, cause: FallbackMonitor.Cause
  ) throws {
    for summary in Trial.expectSound(try Trial.scenario("p2p:\(direct);relay:latency=30")) {
      #expect(summary.fallback?.cause == cause)
      #expect(summary.stalls.count == 0)
    }
  }

  @Test func `two peers latch each for itself when one direction dies`() throws {
    var scenario = try Trial.scenario()
    scenario.cuts = [.init(from: 1, to: 0, path: .direct, time: .seconds(4)..<Duration.seconds(99))]
    let summaries = Trial.expectSound(scenario)
    #expect(summaries[0].fallback?.cause == .silence)
    #expect(summaries[1].fallback == nil)
  }
}
