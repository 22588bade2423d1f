import Netplay
import Rollback
import Testing
import Vocabulary

struct FallbackMonitorTests {
  typealias Observation = FallbackMonitor.Observation
  typealias Cause = FallbackMonitor.Cause

  private let fine = Observation(hasBeenUp: true, state: .up, latency: .milliseconds(20))

  /// Each cause as it shows, alone.
  static let bad: [(Cause, Observation)] = [
    (.latency, .init(hasBeenUp: true, state: .up, latency: .milliseconds(301))),
    (.critical, .init(hasBeenUp: true, state: .up, isCritical: true)),
    (.silence, .init(hasBeenUp: true, state: .suspect(since: at(0)))),
    (.silence, .init(hasBeenUp: true, state: .down(since: at(0)))),
    (.loss, .init(hasBeenUp: true, state: .up, isLossy: true)),
    (.backlog, .init(hasBeenUp: true, state: .up, backlog: .init(messages: 10, bytes: 0))),
    (.backlog, .init(hasBeenUp: true, state: .up, backlog: .init(messages: 0, bytes: 16_384))),
    (.closed, .init(hasBeenUp: true, state: .down(since: at(0)), failure: .closed)),
    (.connectFailed, .init(hasBeenUp: true, state: .down(since: at(0)), failure: .connectFailed)),
  ]

  @Test(arguments: bad)
  func `S-19 S-20 S-21 S-38 each cause latches with frame, time and evidence`(
    cause: Cause, observation: Observation
  ) {
    var monitor = FallbackMonitor(limits: HealthLimits())
    #expect(monitor.check(fine, frame: Frame(9), now: at(150)).isEmpty)
    let effects = monitor.check(observation, frame: Frame(10), now: at(167))
    guard case .latched(let latch) = effects.first, case .degraded(let event) = effects.last else {
      Issue.record("\(effects)")
      return
    }
    #expect(effects.count == 2)
    #expect(latch.cause == cause && latch.frame == Frame(10) && latch.at == at(167))
    #expect(latch.latency == observation.latency && latch.status == observation.status)
    #expect(event.kind == .degraded(cause) && event.frame == Frame(10) && event.at == at(167))
    #expect(monitor.latch == latch && monitor.current == event && monitor.events == [event])
  }

  @Test(arguments: bad)
  func `S-17 nothing has an effect while the direct path has never been up`(
    cause: Cause, observation: Observation
  ) {
    var monitor = FallbackMonitor(limits: HealthLimits())
    var early = observation
    early.hasBeenUp = false
    for frame in 0..<100 {
      #expect(monitor.check(early, frame: Frame(frame), now: at(frame)).isEmpty)
    }
    #expect(monitor.latch == nil && monitor.events.isEmpty && monitor.current == nil)
  }

  @Test(
    arguments: [
      .up, .connecting, .never, .probation(since: at(0), echoes: 3),
    ] as [PathMonitor.State])
  func `no state but silence is a cause by itself`(state: PathMonitor.State) {
    var monitor = FallbackMonitor(limits: HealthLimits())
    let observation = Observation(hasBeenUp: true, state: state)
    #expect(monitor.check(observation, frame: .zero, now: at(0)).isEmpty)
  }

  @Test func `S-18 a latency of 300 ms is no cause and a moment more is`() {
    for (latency, latches) in [
      (Duration.milliseconds(300), false), (.milliseconds(300) + .nanoseconds(1), true),
      (.milliseconds(301), true),
    ] {
      var monitor = FallbackMonitor(limits: HealthLimits())
      var observation = fine
      observation.latency = latency
      _ = monitor.check(observation, frame: .zero, now: at(0))
      #expect((monitor.latch != nil) == latches)
    }
  }

  @Test func `S-18 unknown latency and a warning are no cause`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    let observation = Observation(hasBeenUp: true, state: .up, latency: nil, status: .warning)
    #expect(monitor.check(observation, frame: .zero, now: at(0)).isEmpty)
  }

  @Test func `S-18 the limits are configurable`() {
    var limits = HealthLimits()
    limits.degraded = .milliseconds(10)
    limits.backlog = Backlog(messages: 2, bytes: 100)
    var monitor = FallbackMonitor(limits: limits)
    _ = monitor.check(fine, frame: Frame(4), now: at(0))
    #expect(monitor.latch?.cause == .latency)
    #expect(Backlog(messages: 2, bytes: 0).reaches(limits.backlog))
    #expect(!Backlog(messages: 1, bytes: 99).reaches(limits.backlog))
  }

  @Test func `S-38 nine datagrams or 16,383 bytes waiting are no cause`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    var observation = fine
    observation.backlog = Backlog(messages: 9, bytes: 16_383)
    #expect(monitor.check(observation, frame: .zero, now: at(0)).isEmpty)
  }

  @Test func `S-19 later checks never change the latch`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    _ = monitor.check(Self.bad[0].1, frame: Frame(5), now: at(0))
    let latch = monitor.latch
    var good = fine
    for (index, (_, observation)) in Self.bad.enumerated() {
      good.goodStreak += 20
      _ = monitor.check(good, frame: Frame(100 * index + 50), now: at(index))
      good.goodStreak += 20
      _ = monitor.check(good, frame: Frame(100 * index + 60), now: at(index))
      let effects = monitor.check(observation, frame: Frame(100 * index + 70), now: at(index))
      #expect(effects.count == 1)
      #expect(monitor.latch == latch)
    }
  }

  @Test func `S-22 a cause that goes on is told once`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    _ = monitor.check(Self.bad[0].1, frame: Frame(5), now: at(0))
    for frame in 6..<500 {
      #expect(monitor.check(Self.bad[0].1, frame: Frame(frame), now: at(frame)).isEmpty)
    }
    #expect(monitor.events.count == 1)
  }

  @Test func `the most telling cause is named`() {
    var all = Observation(
      hasBeenUp: true, state: .down(since: at(0)), latency: .seconds(1), isCritical: true,
      isLossy: true, backlog: .init(messages: 99, bytes: 0), failure: .closed)
    func cause(_ observation: Observation) -> Cause? {
      var monitor = FallbackMonitor(limits: HealthLimits())
      _ = monitor.check(observation, frame: .zero, now: at(0))
      return monitor.latch?.cause
    }
    #expect(cause(all) == .closed)
    all.failure = nil
    #expect(cause(all) == .silence)
    all.state = .up
    #expect(cause(all) == .latency)
    all.latency = .milliseconds(250)
    #expect(cause(all) == .critical)
    all.isCritical = false
    #expect(cause(all) == .loss)
    all.isLossy = false
    #expect(cause(all) == .backlog)
  }
}

extension FallbackMonitor {
  /// One check with its conclusions as a value.
  mutating func check(_ observation: Observation, frame: Frame, now: Instant) -> [Effect] {
    var effects: [Effect] = []
    check(observation, frame: frame, now: now, into: &effects)
    return effects
  }
}
