import Relay
import Testing
import Vocabulary

/// What a relay that runs by itself does on signals, and tells its service manager.
struct ServiceTests {
  private static let second = Instant.zero + .seconds(1)

  private func service(watchdog: Duration? = nil) -> RelayService {
    RelayService(drainTime: .seconds(60), watchdog: watchdog, now: .zero)
  }

  private func pulse(_ readiness: Readiness, at time: Instant) -> RelayPulse {
    RelayPulse(at: time, readiness: readiness, statistics: RelayStatistics(), gauge: RelayGauge())
  }

  @Test func `the first signal drains, and the end of the drain is a good one`() {
    var service = service()
    #expect(
      service.wished(.stop(number: 15), now: Self.second)
        == [.notify(.stopping(drain: .seconds(60))), .drain(for: .seconds(60))])
    #expect(service.looked(at: pulse(.draining, at: Self.second), now: Self.second) == [])
    #expect(
      service.looked(at: pulse(.stopped, at: Self.second), now: Self.second) == [.end(.drained)])
    #expect(service.looked(at: pulse(.stopped, at: Self.second), now: Self.second) == [])
    #expect(service.wished(.stop(number: 15), now: Self.second) == [])
  }

  @Test func `the second signal ends it at once`() {
    var service = service()
    _ = service.wished(.stop(number: 15), now: Self.second)
    #expect(
      service.wished(.stop(number: 2), now: Self.second) == [.end(.signal(number: 2))])
    #expect(service.wished(.reload, now: Self.second) == [])
  }

  @Test func `a wish to reload ends nothing`() {
    var service = service()
    #expect(service.wished(.reload, now: Self.second) == [.reload])
    _ = service.wished(.stop(number: 15), now: Self.second)
    #expect(service.wished(.reload, now: Self.second) == [.reload])
    #expect(service.looked(at: pulse(.draining, at: Self.second), now: Self.second) == [])
  }

  @Test func `a watchdog hears of it twice in its time, while the relay ticks`() {
    var service = service(watchdog: .seconds(10))
    func look(at now: Instant, ticked: Instant) -> [RelayService.Effect] {
      service.looked(at: pulse(.ready, at: ticked), now: now)
    }
    #expect(look(at: .zero, ticked: .zero) == [.notify(.alive)])
    let early = Instant.zero + .seconds(5) - .nanoseconds(1)
    #expect(look(at: early, ticked: early) == [])
    let due = Instant.zero + .seconds(5)
    #expect(look(at: due, ticked: due) == [.notify(.alive)])
    let next = Instant.zero + .seconds(10)
    #expect(look(at: next, ticked: next - .seconds(2) - .nanoseconds(1)) == [], "it hangs")
    #expect(look(at: next, ticked: next - .seconds(2)) == [.notify(.alive)])
  }

  @Test func `without a watchdog nobody is told that it is alive`() {
    var service = service()
    #expect(service.looked(at: pulse(.ready, at: Self.second), now: Self.second) == [])
  }

  @Test func `notices are said as sd_notify has them`() {
    #expect(ServiceNotice.ready.text == "READY=1\nSTATUS=Ready for rooms.\n")
    #expect(ServiceNotice.alive.text == "WATCHDOG=1\n")
    #expect(
      ServiceNotice.stopping(drain: .seconds(60)).text
        == "STOPPING=1\nSTATUS=Draining: no new rooms.\nEXTEND_TIMEOUT_USEC=70000000\n")
  }
}
