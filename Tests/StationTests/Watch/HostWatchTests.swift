import Testing
import Vocabulary

@testable import Station

/// Probes to a host count from the first answer of their path on, and only their answers count.
struct HostWatchTests {
  private static let both = PathSet.direct.union(.relay)

  private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

  /// A watch whose knocks at both paths were answered.
  private func opened(seed: UInt64 = 1) -> HostWatch {
    var watch = HostWatch(seed: seed, now: .zero)
    for (path, nonce) in watch.tick(open: Self.both, now: at(0)) {
      #expect(watch.answered(nonce, by: path, now: at(5)) == false, "a knock measures nothing")
    }
    return watch
  }

  @Test func `a path is knocked at until it answers, and nothing counts before`() {
    var watch = HostWatch(seed: 1, now: .zero)
    var knocks: Set<UInt64> = []
    for step in 0..<20 {
      for (path, nonce) in watch.tick(open: .relay, now: at(step * 100)) {
        #expect(path == .relay)
        knocks.insert(nonce)
      }
    }
    for nonce in [0, 1, .max] as [UInt64] { _ = watch.answered(nonce, by: .relay, now: at(1_990)) }
    let more = watch.tick(open: .relay, now: at(2_000)).map(\.nonce)
    #expect(knocks.count == 1 && watch.paths.probes.relay.sent == 0 && knocks.isSuperset(of: more))
    for nonce in knocks { _ = watch.answered(nonce, by: .relay, now: at(2_050)) }
    #expect(watch.tick(open: .relay, now: at(2_100)).count == 1)
    #expect(watch.paths.probes.relay.sent == 1 && watch.paths.probes.direct.sent == 0)
  }

  @Test
  func `each path is asked ten times a second, and what was slept through is not made up for`() {
    var watch = opened()
    var sent = 0
    for step in 1...1_000 { sent += watch.tick(open: Self.both, now: at(step)).count }
    #expect(sent == 20 && watch.paths.probes.direct.sent == 10)
    #expect(watch.tick(open: Self.both, now: at(60_000)).count == 2)
    #expect(watch.tick(open: Self.both, now: at(60_001)).isEmpty && watch.nextTick == at(60_100))
  }

  @Test func `a path that closes misses what it is asked`() {
    var watch = opened()
    for step in 1...50 {
      for (path, nonce) in watch.tick(open: .direct, now: at(step * 100)) {
        #expect(path == .direct)
        _ = watch.answered(nonce, by: path, now: at(step * 100 + 20))
      }
    }
    #expect(watch.paths.probes.relay.sent == 50 && watch.paths.probes.relay.isDown(now: at(5_000)))
    #expect(watch.paths.probes.relay.missing >= 16 && watch.paths.probes.relay.lost == 0)
    #expect(watch.paths.probes.direct.returned == 50 && watch.paths.probes.direct.loss == 0)
  }

  @Test func `answers count by number and path, whoever repeats or invents others`() throws {
    var watch = opened()
    let probes = watch.tick(open: Self.both, now: at(100))
    let direct = try #require(probes.first { $0.path == .direct }).nonce
    let relay = try #require(probes.first { $0.path == .relay }).nonce
    for nonce in [direct &+ 1, direct &- 2, 0, relay] {
      #expect(watch.answered(nonce, by: .direct, now: at(110)) == false)
    }
    #expect(watch.answered(direct, by: .relay, now: at(110)) == false)
    #expect(watch.paths.probes.direct.returned == 0 && watch.paths.probes.relay.returned == 0)
    #expect(watch.answered(direct, by: .direct, now: at(140)) == true)
    _ = watch.answered(direct, by: .direct, now: at(150))
    #expect(watch.paths.probes.direct.returned == 1)
    #expect(watch.paths.probes.direct.spread?.max == .milliseconds(40))
  }

  @Test(arguments: [(20, 2, 0), (67, 2, 1), (400, 6, 6), (1_800, 15, 39)])
  func `the forecast takes half of a round trip for one way`(
    milliseconds: Int, delay: Int, guessed: Int
  ) throws {
    var watch = opened()
    let time = Duration.milliseconds(milliseconds)
    for step in 1...30 {
      for (path, nonce) in watch.tick(open: Self.both, now: at(step * 100)) {
        _ = watch.answered(nonce, by: path, now: at(step * 100) + time)
      }
    }
    let forecast = try #require(watch.paths.forecast(now: at(3_100)))
    #expect(forecast.most == time.halved && forecast.median == time.halved)
    #expect(forecast.inputDelay == delay && forecast.guessedFrames == guessed)
  }
}
