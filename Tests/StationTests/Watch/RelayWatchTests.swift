import Stun
import Testing
import Vocabulary

@testable import Station

/// Both paths are asked in turn, and only what answers a question of ours counts.
struct RelayWatchTests {
  private static let mapped = Address(ipv4: 192, 0, 2, 7, port: 4242)

  private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

  private func answer(_ question: [UInt8]) throws -> [UInt8] {
    let asked = try StunMessage(question[...])
    return StunMessage(.success, asked.transaction, [.xorMappedAddress(Self.mapped)]).encoded
  }

  /// A watch whose every question is answered after that long, by each path; nothing never.
  private func watched(
    direct: Duration?, relay: Duration?, for seconds: Int, seed: UInt64 = 1
  ) throws -> RelayWatch {
    var watch = RelayWatch(seed: seed, now: .zero)
    watch.seated(true)
    for step in 0..<seconds * 5 {
      let now = at(step * 200)
      for effect in watch.tick(now: now) {
        switch effect {
        case .ask(let bytes):
          if let direct { watch.answered(try answer(bytes), now: now + direct) }
        case .say(let bytes): if let relay { watch.heard(bytes[...], now: now + relay) }
        }
      }
    }
    _ = watch.tick(now: at(seconds * 1000))
    return watch
  }

  @Test func `each path is asked five times a second, the relay once we have both seats`() {
    var watch = RelayWatch(seed: 1, now: .zero)
    #expect(watch.tick(now: at(0)).count == 1)
    #expect(watch.tick(now: at(199)).isEmpty && watch.nextTick == at(200))
    watch.seated(true)
    #expect(watch.tick(now: at(200)).count == 2)
    #expect(watch.paths.probes.direct.sent == 2 && watch.paths.probes.relay.sent == 1)
  }

  @Test func `what was slept through is not made up for`() {
    var watch = RelayWatch(seed: 1, now: .zero)
    _ = watch.tick(now: at(0))
    for _ in 0..<10 { _ = watch.tick(now: at(60_000)) }
    #expect(watch.paths.probes.direct.sent == 3 && watch.nextTick == at(60_200))
  }

  @Test func `lost seats are an outage of the relay`() throws {
    var watch = try watched(direct: .milliseconds(9), relay: .milliseconds(12), for: 4)
    watch.seated(false)
    for step in 20..<60 { #expect(watch.tick(now: at(step * 200)).count <= 1) }
    #expect(watch.paths.probes.relay.isDown(now: at(12_000)))
    #expect(watch.paths.probes.relay.missing >= 8 && watch.paths.probes.relay.lost == 0)
  }

  @Test func `answers count by their number, whoever repeats or invents others`() throws {
    var watch = RelayWatch(seed: 3, now: .zero)
    watch.seated(true)
    let effects = watch.tick(now: at(0))
    guard case .ask(let question) = effects[0], case .say(let payload) = effects[1] else {
      Issue.record("\(effects)")
      return
    }
    var stranger = RelayWatch(seed: 4, now: .zero)
    stranger.seated(true)
    for case .ask(let other) in stranger.tick(now: at(0)) {
      watch.answered(try answer(other), now: at(5))
    }
    watch.answered(question, now: at(5))
    watch.answered([1, 2, 3], now: at(5))
    watch.heard(payload.dropLast(), now: at(5))
    watch.heard((payload.dropLast() + [9])[...], now: at(5))
    watch.heard(([payload[0] ^ 1] + payload.dropFirst())[...], now: at(5))
    #expect(watch.paths.probes.direct.returned == 0 && watch.paths.probes.relay.returned == 0)
    for _ in 0..<2 {
      watch.answered(try answer(question), now: at(8))
      watch.heard(payload[...], now: at(9))
    }
    #expect(watch.paths.probes.direct.returned == 1 && watch.paths.probes.relay.returned == 1)
    #expect(watch.paths.probes.relay.spread?.max == .milliseconds(9))
  }

  // MARK: Forecast

  @Test(arguments: [
    (1, 2, 0), (33, 2, 0), (34, 2, 1), (133, 2, 6), (134, 3, 6), (250, 9, 6), (900, 15, 39),
  ])
  func `the delay leaves at most a tenth of a second to guess, as far as it goes`(
    milliseconds: Int, delay: Int, guessed: Int
  ) throws {
    let time = Duration.milliseconds(milliseconds)
    let watch = try watched(direct: time, relay: time + .milliseconds(1), for: 5)
    let forecast = try #require(watch.paths.forecast(now: at(5_000)))
    #expect(forecast.path == .direct && forecast.most == time)
    #expect(forecast.inputDelay == delay && forecast.guessedFrames == guessed)
  }

  @Test func `a path that is gone or that loses too much is not counted on`() throws {
    let relayOnly = try watched(direct: nil, relay: .milliseconds(40), for: 5)
    #expect(relayOnly.paths.forecast(now: at(5_000))?.path == .relay)
    let none = try watched(direct: nil, relay: nil, for: 5)
    #expect(none.paths.forecast(now: at(5_000)) == nil)
    let gone = try watched(direct: .milliseconds(10), relay: nil, for: 5)
    #expect(
      gone.paths.forecast(now: at(5_000)) != nil && gone.paths.forecast(now: at(9_000)) == nil)
  }
}
