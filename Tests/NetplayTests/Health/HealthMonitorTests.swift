import Netplay
import Testing
import Vocabulary

struct HealthMonitorTests {
  /// Closes a window for each latency (milliseconds, negative for unknown).
  private func monitor(_ latencies: [Int], missing: [Double] = []) -> HealthMonitor {
    var monitor = HealthMonitor(limits: HealthLimits())
    for (index, latency) in latencies.enumerated() {
      monitor.close(
        .init(
          latency: latency < 0 ? nil : .milliseconds(latency),
          missingShare: index < missing.count ? missing[index] : 0, heardInWindow: true),
        now: at(index * 200))
    }
    return monitor
  }

  @Test(
    arguments: [
      (0, .good), (100, .good), (101, .warning), (200, .warning), (201, .critical),
      (5000, .critical),
    ] as [(Int, HealthStatus)])
  func `S-18 a latency is warning above 100 ms and critical above 200 ms, strictly`(
    latency: Int, status: HealthStatus
  ) {
    #expect(HealthLimits().classify(.milliseconds(latency)) == status)
    let above = HealthLimits().classify(.milliseconds(latency) + .nanoseconds(1))
    #expect(above == (latency == 100 ? .warning : latency == 200 ? .critical : status))
  }

  @Test func `S-18 an unknown latency is good`() {
    #expect(HealthLimits().classify(nil) == .good)
  }

  @Test func `S-18 the limits are configurable`() {
    var limits = HealthLimits()
    limits.warning = .milliseconds(10)
    limits.critical = .milliseconds(20)
    #expect(limits.classify(.milliseconds(10)) == .good)
    #expect(limits.classify(.milliseconds(11)) == .warning)
    #expect(limits.classify(.milliseconds(21)) == .critical)
  }

  @Test func `L-16 limits are one-way latencies and the round trip is halved once`() {
    var trips = RoundTrips()
    for _ in 0..<10 { trips.record(.milliseconds(400), now: at(0)) }
    #expect(HealthLimits().classify(trips.latency(now: at(0))) == .warning)
    #expect(HealthLimits().classify(trips.mean(now: at(0))) == .critical)
  }

  @Test func `L-16 every limit can be reached, in order`() {
    let limits = HealthLimits()
    #expect(limits.warning < limits.critical && limits.critical < limits.degraded)
  }

  @Test func `L-43 two bad windows of five do nothing and three do`() {
    #expect(!monitor([50, 300, 50, 300, 50]).isCritical)
    #expect(monitor([50, 300, 50, 300, 50]).status == .good)
    #expect(monitor([50, 300, 300, 50, 300]).isCritical)
    #expect(monitor([50, 300, 300, 50, 300]).status == .critical)
  }

  @Test func `L-43 a single spike in every ten windows never changes the status`() {
    var latencies: [Int] = []
    for index in 0..<100 {
      latencies.append(index % 10 == 0 ? 900 : 50)
      #expect(monitor(latencies).status == .good)
    }
  }

  @Test func `bad windows further back than five do not count`() {
    #expect(!monitor([300, 300, 50, 50, 50, 300]).isCritical)
  }

  @Test func `three of five windows above 100 ms are a warning, and no fallback`() {
    let monitor = monitor([150, 150, 150])
    #expect(monitor.status == .warning)
    #expect(!monitor.isCritical && monitor.goodStreak == 3)
  }

  @Test func `critical windows count as warnings too`() {
    #expect(monitor([300, 150, 300]).status == .warning)
  }

  @Test func `ten better windows in a row improve the status and nine do not`() {
    let bad = [Int](repeating: 300, count: 3)
    #expect(monitor(bad + [Int](repeating: 50, count: 9)).status == .critical)
    #expect(monitor(bad + [Int](repeating: 50, count: 10)).status == .good)
    #expect(monitor(bad + [Int](repeating: 150, count: 10)).status == .warning)
    let interrupted = [Int](repeating: 50, count: 9) + [300] + [Int](repeating: 50, count: 9)
    #expect(monitor(bad + interrupted).status == .critical)
    #expect(monitor(bad + interrupted + [50]).status == .good)
  }

  @Test func `every step to the better takes ten windows of its own`() {
    let warned = [Int](repeating: 300, count: 3) + [Int](repeating: 150, count: 10)
    #expect(monitor(warned + [Int](repeating: 50, count: 9)).status == .warning)
    #expect(monitor(warned + [Int](repeating: 50, count: 10)).status == .good)
    let worsened = [150, 150, 150, 300, 300, 50, 50, 300]
    #expect(monitor(worsened + [Int](repeating: 50, count: 9)).status == .critical)
    #expect(monitor(worsened + [Int](repeating: 50, count: 10)).status == .good)
  }

  @Test func `nothing waits in an empty queue`() {
    #expect(Backlog.none == Backlog(messages: 0, bytes: 0))
  }

  @Test func `S-38 a window with a fifth missing is good, and with more it is not`() {
    let calm = [Int](repeating: 50, count: 5)
    #expect(monitor(calm, missing: [0.2, 0.2, 0.2, 0.2, 0.2]).goodStreak == 5)
    #expect(monitor(calm, missing: [0, 0, 0.21, 0, 0]).goodStreak == 2)
    #expect(monitor(calm, missing: [0, 0, 0, 0, 0.21]).goodStreak == 0)
  }

  @Test func `a lossy, a critical and a silent window end the good streak`() {
    #expect(monitor([50, 50, 50]).goodStreak == 3)
    #expect(monitor([50, 50, 201]).goodStreak == 0)
    #expect(monitor([50, 50, 50], missing: [0, 0, 0.3]).goodStreak == 0)
    var monitor = monitor([50, 50])
    monitor.close(.init(latency: nil, missingShare: 0, heardInWindow: false), now: at(400))
    #expect(monitor.goodStreak == 0)
  }

  @Test func `the first second is not judged and then each window lasts 200 ms`() {
    var monitor = HealthMonitor(limits: HealthLimits())
    #expect(!monitor.isDue(now: at(60_000)))
    monitor.started(now: at(500))
    monitor.started(now: at(900))
    #expect(!monitor.isDue(now: at(1499)) && monitor.isDue(now: at(1500)))
    #expect(!monitor.hasJudged)
    monitor.close(.init(latency: nil, missingShare: 0, heardInWindow: true), now: at(1510))
    #expect(monitor.hasJudged)
    #expect(!monitor.isDue(now: at(1709)) && monitor.isDue(now: at(1710)))
  }
}
