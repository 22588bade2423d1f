import Assets
import GridGame
import Impairment
import Netplay
import Rollback
import Simulation
import Testing
import Views
import Vocabulary

@testable import Presentation

/// What stands over the full width while real matches go through faults: the red banner above all.
struct BannerTests {
  /// A banner without its numbers.
  enum Kind: String { case none, lost, degraded, relaySince, restored, desync, noPath }

  private struct Sight {
    let kind: Kind
    let banner: Banner
    let time: Duration
  }

  private static func kind(_ banner: Banner) -> Kind {
    switch banner {
    case .none: .none
    case .lost: .lost
    case .degraded: .degraded
    case .relaySince: .relaySince
    case .restored: .restored
    case .desync: .desync
    case .noPath: .noPath
    }
  }

  private static func scenario(_ injection: String, frames: Int = 1200) throws -> Scenario {
    let map = try GameMap(parsing: #require(Assets.map(named: "open")))
    var scenario = Scenario(seed: 1, frames: frames, players: 2, map: map)
    for seat in 0..<2 { scenario.machines[seat].outgoing = try Injection(parsing: injection) }
    return scenario
  }

  /// Each banner of the first player's screen as it first came, and the last one of each kind.
  private static func play(
    _ scenario: Scenario, acknowledgeAt: Duration? = nil
  ) -> (first: [Sight], all: [Sight]) {
    var simulation = MatchSimulation(scenario)
    var keeper = BannerKeeper()
    var noted = 0
    var all: [Sight] = []
    var first: [Sight] = []
    while simulation.stepOnce() {
      let events = simulation.peers[0].events
      let now = simulation.now
      for event in events[noted...] {
        keeper.note(event, frame: simulation.peers[0].match.frame, now: now)
      }
      noted = events.count
      if let acknowledgeAt, now - .zero >= acknowledgeAt { keeper.acknowledge() }
      let banner = keeper.banner(
        simulation.peers[0].match.numbers, names: ["ann", "bob"], now: now)
      let sight = Sight(kind: kind(banner), banner: banner, time: now - .zero)
      all.append(sight)
      if first.last?.kind != sight.kind { first.append(sight) }
    }
    return (first, all)
  }

  @Test func `a healthy match has no banner`() throws {
    let sights = Self.play(try Self.scenario("p2p:latency=20;relay:latency=40"))
    #expect(sights.first.map(\.kind) == [.none])
  }

  @Test func `S-40 a cut direct path is told in red, shortens, and is told to be back`() throws {
    let sights = Self.play(try Self.scenario("p2p:latency=20,cut=4-12;relay:latency=40"))
    let kinds = sights.first.map(\.kind)
    #expect(Array(kinds.prefix(3)) == [.none, .lost, .relaySince], "\(kinds)")
    #expect(Array(kinds.suffix(2)) == [.restored, .none], "\(kinds)")
    let lost = sights.first[1]
    #expect(lost.time > .seconds(4) && lost.time < .milliseconds(4_600), "\(lost)")
    // In full for five seconds, and its inputs are those that came by the relay since.
    let full = sights.all.filter { $0.kind == .lost }
    let last = try #require(full.last)
    #expect(last.time - lost.time > .milliseconds(4_800) && last.time - lost.time < .seconds(5))
    guard
      case .lost(let peers, let frame, .silent(let silence), let seconds, let inputs) =
        last.banner
    else {
      Issue.record("\(last.banner)")
      return
    }
    #expect(peers == "bob" && (240...280).contains(frame.number))
    #expect((250...500).contains(silence) && seconds > 4.7 && seconds < 5)
    #expect((270...310).contains(inputs), "five seconds of inputs")
  }

  @Test func `the green banner stays three seconds and says what it lasted and cost`() throws {
    let sights = Self.play(try Self.scenario("p2p:latency=20,cut=4-8;relay:latency=40"))
    let green = sights.all.filter { $0.kind == .restored }
    let (begin, end) = (try #require(green.first), try #require(green.last))
    #expect(end.time - begin.time > .milliseconds(2_800) && end.time - begin.time < .seconds(3))
    guard case .restored(_, let seconds, let inputsLost, let agreement) = begin.banner else {
      Issue.record("\(begin.banner)")
      return
    }
    #expect(seconds > 4 && seconds < 8 && inputsLost == 0 && agreement == .match, "\(begin)")
  }

  @Test func `while nothing comes by any path, that is told and nothing else`() throws {
    let sights = Self.play(
      try Self.scenario("p2p:latency=20,cut=4-7;relay:latency=40,cut=4-7"))
    let dark = sights.all.filter { $0.kind == .noPath }
    let (begin, end) = (try #require(dark.first), try #require(dark.last))
    #expect(begin.time > .milliseconds(4_450) && begin.time < .milliseconds(4_700), "\(begin)")
    #expect(end.time < .milliseconds(7_300))
    guard case .noPath("bob", let seconds, 10, _) = end.banner else {
      Issue.record("\(end.banner)")
      return
    }
    #expect(seconds > 2.5)
    #expect(!sights.first.contains { $0.kind == .desync })
  }

  @Test func `a desync is told until it is acknowledged, before everything else`() throws {
    var scenario = try Self.scenario("p2p:latency=20,cut=4-12;relay:latency=40")
    scenario.machines[1].corruption = Frame(120)
    let told = Self.play(scenario)
    #expect(told.first.map(\.kind).starts(with: [Kind.none, .desync]))
    #expect(!told.first.contains { $0.kind == .lost })
    let acknowledged = Self.play(scenario, acknowledgeAt: .seconds(3))
    #expect(acknowledged.first.map(\.kind).starts(with: [.none, .desync, .none, .lost]))
  }
}
