import Netplay
import Rollback
import Testing
import Vocabulary

struct FallbackRecoveryTests {
  typealias Observation = FallbackMonitor.Observation

  private func good(streak: Int, _ state: PathMonitor.State = .up) -> Observation {
    Observation(hasBeenUp: true, state: state, latency: .milliseconds(20), goodStreak: streak)
  }

  private func degraded(_ observation: Observation) -> FallbackMonitor {
    var monitor = FallbackMonitor(limits: HealthLimits())
    _ = monitor.check(observation, frame: Frame(1), now: at(0))
    return monitor
  }

  @Test func `ten good windows after the cause recover and nine do not`() {
    var monitor = degraded(Observation(hasBeenUp: true, state: .up, isLossy: true))
    #expect(monitor.check(good(streak: 9), frame: Frame(2), now: at(10)).isEmpty)
    let effects = monitor.check(good(streak: 10), frame: Frame(3), now: at(20))
    guard case .recovered(let event) = effects.first, effects.count == 1 else {
      Issue.record("\(effects)")
      return
    }
    #expect(event.kind == .recovered && event.frame == Frame(3) && event.at == at(20))
    #expect(monitor.current == nil && monitor.events.count == 2 && monitor.latch != nil)
  }

  @Test func `L-17 good windows from before the cause do not recover`() {
    var cause = good(streak: 50)
    cause.backlog = Backlog(messages: 10, bytes: 0)
    var monitor = degraded(cause)
    #expect(monitor.check(good(streak: 50), frame: Frame(2), now: at(10)).isEmpty)
    #expect(monitor.check(good(streak: 59), frame: Frame(3), now: at(20)).isEmpty)
    #expect(monitor.check(good(streak: 60), frame: Frame(4), now: at(30)).count == 1)
  }

  @Test func `L-17 a cause that comes back starts the count anew`() {
    var cause = good(streak: 50)
    cause.backlog = Backlog(messages: 10, bytes: 0)
    var monitor = degraded(cause)
    cause.goodStreak = 58
    #expect(monitor.check(cause, frame: Frame(2), now: at(10)).isEmpty)
    #expect(monitor.check(good(streak: 67), frame: Frame(3), now: at(20)).isEmpty)
    #expect(monitor.check(good(streak: 68), frame: Frame(4), now: at(20)).count == 1)
  }

  @Test func `a bad window between starts the count anew`() {
    var monitor = degraded(good(streak: 50, .suspect(since: at(0))))
    #expect(monitor.check(good(streak: 58), frame: Frame(2), now: at(10)).isEmpty)
    #expect(monitor.check(good(streak: 0), frame: Frame(3), now: at(20)).isEmpty)
    #expect(monitor.check(good(streak: 9), frame: Frame(4), now: at(30)).isEmpty)
    #expect(monitor.check(good(streak: 10), frame: Frame(5), now: at(40)).count == 1)
  }

  @Test(
    arguments: [
      .never, .connecting, .suspect(since: at(0)), .down(since: at(0)),
      .probation(since: at(0), echoes: 9),
    ] as [PathMonitor.State])
  func `nothing but a path that is up has recovered`(state: PathMonitor.State) {
    var monitor = degraded(Observation(hasBeenUp: true, state: .up, isLossy: true))
    for streak in 0..<40 {
      #expect(monitor.check(good(streak: streak, state), frame: Frame(2), now: at(9)).isEmpty)
    }
  }

  @Test func `good windows in probation count, so that a healed path recovers when it is up`() {
    var monitor = degraded(Observation(hasBeenUp: true, state: .down(since: at(0))))
    for streak in 0...10 {
      let probation = good(streak: streak, .probation(since: at(0), echoes: 1))
      #expect(monitor.check(probation, frame: Frame(2), now: at(9)).isEmpty)
    }
    #expect(monitor.check(good(streak: 10), frame: Frame(3), now: at(20)).count == 1)
  }

  @Test func `a second degradation is an event and no second latch`() {
    var monitor = degraded(Observation(hasBeenUp: true, state: .up, isLossy: true))
    _ = monitor.check(good(streak: 10), frame: Frame(3), now: at(20))
    var closed = good(streak: 11)
    closed.failure = .closed
    let effects = monitor.check(closed, frame: Frame(7), now: at(30))
    guard case .degraded(let event) = effects.first, effects.count == 1 else {
      Issue.record("\(effects)")
      return
    }
    #expect(event.kind == .degraded(.closed))
    #expect(monitor.latch?.cause == .loss && monitor.latch?.frame == Frame(1))
    #expect(monitor.events.count == 3)
  }

  @Test func `64 events are kept and later ones counted`() {
    var monitor = FallbackMonitor(limits: HealthLimits())
    for round in 0..<40 {
      let lossy = Observation(hasBeenUp: true, state: .up, isLossy: true)
      _ = monitor.check(lossy, frame: Frame(round), now: at(round))
      _ = monitor.check(good(streak: 10), frame: Frame(round), now: at(round))
    }
    #expect(monitor.events.count == 64 && monitor.droppedEvents == 16)
    #expect(monitor.latch?.frame == Frame(0))
  }

  @Test(arguments: [3, 60], [0, 20])
  func `loss that ends is recovered from within 3.5 s, or 5 s where a twentieth goes on`(
    seconds: Int, remaining: Int
  ) {
    var path = PathUnderTest(.up)
    var monitor = FallbackMonitor(limits: HealthLimits())
    let end = 1000 + 1000 * seconds
    for (index, time) in stride(from: 1000, to: end + 20_000, by: 20).enumerated() {
      let isMissing = time < end ? index % 5 < 2 : remaining > 0 && index % remaining == 0
      check(&path, isMissing: isMissing, now: time, with: &monitor)
    }
    #expect(monitor.events.map(\.kind) == [.degraded(.loss), .recovered])
    let recovered = monitor.events.last?.at ?? at(0)
    #expect(recovered > at(end + 2000) && recovered < at(end + (remaining == 0 ? 3500 : 5000)))
  }

  @Test func `a direct path that flaps every 400 ms has few events`() {
    var path = PathUnderTest(.up)
    var monitor = FallbackMonitor(limits: HealthLimits())
    for time in stride(from: 1000, to: 61_000, by: 20) {
      check(&path, isMissing: (time / 400) % 2 == 0, now: time, with: &monitor)
    }
    #expect(monitor.latch != nil && monitor.events.count == 1)
  }

  /// A packet of the peer comes or is lost, and the path is judged.
  private func check(
    _ path: inout PathUnderTest, isMissing: Bool, now time: Int, with monitor: inout FallbackMonitor
  ) {
    if isMissing {
      path.sequence &+= 1
    } else {
      _ = path.hear(now: at(time))
    }
    _ = path.monitor.tick(witness: true, now: at(time))
    _ = monitor.check(
      Observation(
        hasBeenUp: path.monitor.hasBeenUp, state: path.monitor.state,
        latency: path.monitor.roundTrips.latency(now: at(time)),
        isCritical: path.monitor.health.isCritical, isLossy: path.monitor.isLossy,
        goodStreak: path.monitor.health.goodStreak), frame: Frame(time / 20), now: at(time))
  }
}
