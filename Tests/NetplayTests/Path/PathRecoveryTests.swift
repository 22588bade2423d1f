import Netplay
import Rollback
import Testing
import Vocabulary

struct PathRecoveryTests {
  /// When the first datagram after the outage comes.
  private static let back = 5000

  /// The time until a path that was down is up, hearing something each 20 ms.
  private func recovery(of path: inout PathUnderTest, from start: Int) -> Int? {
    for time in stride(from: start, to: start + 60_000, by: 20) {
      let change = path.hear(now: at(time))
      _ = path.monitor.tick(witness: true, now: at(time))
      if change?.to == .up { return time - start }
    }
    return nil
  }

  @Test func `a path that was down is up after two seconds of echoes`() {
    var path = PathUnderTest(.down)
    #expect(recovery(of: &path, from: Self.back) == 2000)
  }

  /// A witness that was interrupted from `start` on, for as long as the path or not so long.
  private struct Outage: Sendable {
    var length = 800
    var start: Int? = PathUnderTest.lastHeard
    var isHeldAgainst = false
  }

  @Test(
    arguments: [
      Outage(start: nil, isHeldAgainst: true), Outage(), Outage(length: 4000), Outage(length: 300),
      // The other path takes longer or shorter; too long to be the same outage.
      Outage(length: 300, start: PathUnderTest.lastHeard + 400),
      Outage(length: 300, start: PathUnderTest.lastHeard - 400),
      Outage(length: 300, start: PathUnderTest.lastHeard + 401, isHeldAgainst: true),
      Outage(length: 300, start: PathUnderTest.lastHeard - 401, isHeldAgainst: true),
    ])
  private func
    `what neither path brought accuses none when it is over, what the other brought does`(
      outage: Outage
    )
  {
    var path = PathUnderTest(.up)
    let back = PathUnderTest.lastHeard + outage.length
    for _ in stride(from: PathUnderTest.lastHeard + 20, to: back, by: 20) {
      path.sequence &+= 1
    }
    let other = outage.start.map { at($0)..<at($0 + outage.length) }
    var isHeldAgainst = false
    for time in stride(from: back, to: back + 3000, by: 20) {
      _ = path.hear(now: at(time))
      let known = other.flatMap { $0.lowerBound < at(time) ? $0 : nil }
      let witness = Witness(
        lastArrival: at(time), interruption: known, roundTripNanoseconds: 20_000_000)
      _ = path.monitor.tick(witness: witness, now: at(time))
      #expect(!path.monitor.isLossy, "one gap is no loss")
      guard time == back + 600 else { continue }
      let share = path.monitor.sequences.missingShare(windows: SequenceTracker.judgedWindows)
      isHeldAgainst = share > HealthLimits().missingShare
    }
    #expect(isHeldAgainst == outage.isHeldAgainst && path.monitor.state == .up)
  }

  @Test(arguments: [false, true])
  func `outages in a row add up to loss, unless the other path had them too`(isShared: Bool) {
    var path = PathUnderTest(.up)
    var (time, wasLossy) = (PathUnderTest.lastHeard, false)
    for _ in 0..<3 {
      let outage = at(time)..<at(time + 200)
      path.sequence &+= 9
      for index in 0..<14 {
        time += index == 0 ? 200 : 20
        _ = path.hear(now: at(time))
        let witness = Witness(lastArrival: at(time), interruption: isShared ? outage : nil)
        _ = path.monitor.tick(witness: witness, now: at(time))
        wasLossy = wasLossy || path.monitor.isLossy
      }
    }
    #expect(wasLossy != isShared && path.monitor.state == .up)
  }

  @Test func `seven echoes are not enough, however long they take`() {
    var path = PathUnderTest(.down)
    for index in 0..<7 { _ = path.hear(now: at(Self.back + index * 20)) }
    for time in stride(from: 200, through: 3000, by: 20) {
      #expect(path.hear(.none, now: at(Self.back + time))?.to != .up)
    }
    #expect(path.hear(now: at(Self.back + 3020))?.to == .up)
  }

  @Test func `eight echoes in less than two seconds are not enough`() {
    var path = PathUnderTest(.down)
    for time in stride(from: 0, to: 2000, by: 100) {
      #expect(path.hear(now: at(Self.back + time))?.to != .up)
    }
    #expect(path.hear(now: at(Self.back + 2000))?.to == .up)
  }

  @Test func `a path with a fifth of its packets missing stays in probation`() {
    var path = PathUnderTest(.down)
    for index in 0..<250 {
      if index % 4 == 3 { path.sequence &+= 1 }
      #expect(path.hear(now: at(Self.back + index * 20))?.to != .up)
      _ = path.monitor.tick(witness: true, now: at(Self.back + index * 20))
    }
    #expect(recovery(of: &path, from: Self.back + 5000) != nil)
  }

  @Test func `the packets that were lost in the outage are not held against the recovery`() {
    var path = PathUnderTest(.down)
    path.sequence &+= 300
    #expect(recovery(of: &path, from: Self.back) == 2000)
    #expect(!path.monitor.isLossy && path.monitor.health.goodStreak >= 9)
  }

  @Test func `L-17 each down within a minute doubles the probation, to 30 s at most`() {
    var path = PathUnderTest(.down)
    var now = Self.back
    for seconds in [2, 4, 8, 16, 30, 30] {
      let time = recovery(of: &path, from: now)
      #expect(time == seconds * 1000)
      now += (time ?? 0) + 20
      #expect(path.monitor.closed(now: at(now)) != nil)
      now += 20
    }
  }

  @Test func `a minute without a fall forgets the earlier ones`() {
    var path = PathUnderTest(.down)
    _ = recovery(of: &path, from: Self.back)
    _ = path.monitor.closed(now: at(8000))
    #expect(recovery(of: &path, from: 8020) == 4000)
    _ = path.hearSteadily(from: 12_040, to: 68_000)
    var other = path
    _ = path.monitor.closed(now: at(68_001))
    #expect(recovery(of: &path, from: 68_020) == 2000)
    _ = other.monitor.closed(now: at(68_000))
    #expect(recovery(of: &other, from: 68_020) == 8000, "a minute exactly is within a minute")
  }

  @Test func `a path that flaps every 400 ms is up or suspect, never down`() {
    var path = PathUnderTest(.up)
    var states: Set<String> = []
    for time in stride(from: 1000, to: 61_000, by: 20) {
      if (time / 400) % 2 == 0 {
        path.sequence &+= 1
      } else {
        _ = path.hear(now: at(time))
      }
      _ = path.monitor.tick(witness: true, now: at(time))
      states.insert("\(path.monitor.state)".prefix(7).description)
    }
    #expect(states == ["up", "suspect"])
  }
}
