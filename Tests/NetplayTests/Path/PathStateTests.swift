import Netplay
import Rollback
import Testing

/// One case per state and event.
struct PathStateTests {
  typealias State = PathMonitor.State
  typealias Situation = PathUnderTest.Situation

  private static let last = PathUnderTest.lastHeard
  private static let suspect = State.suspect(since: at(last + 251))
  private static let down = State.down(since: at(last + 1501))
  private static let probation = State.probation(since: at(last + 1600), echoes: 0)

  @Test(
    arguments: [
      (.never, .never), (.connecting, .connecting), (.up, .up), (.suspect, suspect), (.down, down),
      (.probation, probation),
    ] as [(Situation, State)])
  func `every state is reached`(situation: Situation, state: State) {
    #expect(PathUnderTest(situation).monitor.state == state)
  }

  @Test(
    arguments: [
      (.never, .connecting), (.connecting, .connecting), (.up, .up), (.suspect, suspect),
      (.down, down), (.probation, probation),
    ] as [(Situation, State)])
  func `opening a path connects it only if it never was`(situation: Situation, next: State) {
    var path = PathUnderTest(situation)
    let before = path.monitor.state
    let change = path.monitor.opened()
    #expect(path.monitor.state == next)
    #expect(change?.states == (before == next ? nil : [before, next]))
  }

  @Test(
    arguments: [
      (.never, .never), (.connecting, .never), (.up, .down(since: at(3000))),
      (.suspect, .down(since: at(3000))), (.down, down), (.probation, .down(since: at(3000))),
    ] as [(Situation, State)])
  func `closing takes a path down that was up`(situation: Situation, next: State) {
    var path = PathUnderTest(situation)
    let before = path.monitor.state
    let change = path.monitor.closed(now: at(3000))
    #expect(path.monitor.state == next)
    #expect(change?.states == (before == next ? nil : [before, next]))
  }

  @Test(
    arguments: [
      (.never, .connecting), (.connecting, .connecting), (.up, .up), (.suspect, .up),
      (.down, .probation(since: at(3000), echoes: 0)), (.probation, probation),
    ] as [(Situation, State)])
  func `a datagram without an echo`(situation: Situation, next: State) {
    var path = PathUnderTest(situation)
    let before = path.monitor.state
    let change = path.hear(.none, now: at(3000))
    #expect(path.monitor.state == next)
    #expect(change?.states == (before == next ? nil : [before, next]))
  }

  @Test(
    arguments: [
      (.never, .up), (.connecting, .up), (.up, .up), (.suspect, .up),
      (.down, .probation(since: at(3000), echoes: 1)),
      (.probation, .probation(since: at(last + 1600), echoes: 1)),
    ] as [(Situation, State)])
  func `a datagram with an echo`(situation: Situation, next: State) {
    var path = PathUnderTest(situation)
    _ = path.hear(now: at(3000))
    #expect(path.monitor.state == next)
  }

  @Test(arguments: Situation.allCases)
  func `silence without a witness changes nothing`(situation: Situation) {
    var path = PathUnderTest(situation)
    let before = path.monitor.state
    #expect(path.monitor.tick(witness: false, now: at(60_000)) == nil)
    #expect(path.monitor.state == before)
  }

  @Test(arguments: [.never, .connecting, .down] as [Situation])
  func `silence changes nothing where nothing is expected`(situation: Situation) {
    var path = PathUnderTest(situation)
    let before = path.monitor.state
    _ = path.monitor.tick(witness: true, now: at(30_000))
    #expect(path.monitor.tick(witness: true, now: at(60_000)) == nil)
    #expect(path.monitor.state == before)
  }

  @Test func `L-19 250 ms of silence are fine and a moment more is suspect`() {
    var path = PathUnderTest(.up)
    #expect(path.monitor.tick(witness: true, now: at(Self.last + 250)) == nil)
    #expect(
      path.monitor.tick(witness: true, now: at(Self.last + 250) + .nanoseconds(1))?.states
        == [.up, .suspect(since: at(Self.last + 250) + .nanoseconds(1))])
    #expect(path.monitor.status == .down)
  }

  @Test func `1.5 s of silence are suspect and a moment more is down`() {
    var path = PathUnderTest(.suspect)
    #expect(path.monitor.tick(witness: true, now: at(Self.last + 1500)) == nil)
    let now = at(Self.last + 1500) + .nanoseconds(1)
    #expect(
      path.monitor.tick(witness: true, now: now)?.states == [Self.suspect, .down(since: now)])
  }

  @Test func `silence in probation is down again`() {
    var path = PathUnderTest(.probation)
    let heard = Self.last + 1600
    #expect(path.monitor.tick(witness: true, now: at(heard + 250)) == nil)
    #expect(path.monitor.tick(witness: true, now: at(heard + 251)) != nil)
    #expect(path.monitor.state == .down(since: at(heard + 251)))
  }

  @Test func `a peer that paused was silent on both paths, and the first one heard accuses nobody`()
  {
    var path = PathUnderTest(.up)
    #expect(path.monitor.tick(witness: false, now: at(4000)) == nil)
    #expect(path.monitor.tick(witness: true, now: at(4020)) == nil)
    #expect(path.monitor.tick(witness: true, now: at(4270)) == nil)
    #expect(path.monitor.state == .up)
    _ = path.monitor.tick(witness: true, now: at(4271))
    #expect(path.monitor.state == .suspect(since: at(4271)))
  }

  @Test func `what a slower path still brings after the peer paused accuses nobody`() {
    let last = at(Self.last)
    for (roundTrip, later, isSuspect) in [
      // The two paths take 300 ms longer one from the other, whichever is the slower one.
      (20, 250, false), (20, 251, true), (620, 400, false), (620, 401, true),
      (320, 250, false), (320, 251, true), (340, 260, false), (340, 261, true),
    ] {
      var path = PathUnderTest(.up)
      _ = path.hearSteadily(from: Self.last + 20, to: Self.last + 400)
      let heard = last + .milliseconds(400)
      let witness = PathMonitor.Witness(
        lastArrival: heard + .milliseconds(later), roundTrip: .milliseconds(roundTrip))
      #expect((path.monitor.tick(witness: witness, now: heard + .seconds(1)) != nil) == isSuspect)
    }
  }

  @Test func `a path bears witness while it delivers`() {
    var path = PathUnderTest(.up)
    _ = path.hearSteadily(from: 1020, to: 2000)
    let witness = PathMonitor.Witness(
      lastArrival: at(2000), roundTrip: .milliseconds(20), usualGap: .milliseconds(20))
    #expect(path.monitor.witness(now: at(2250)) == witness)
    #expect(path.monitor.witness(now: at(2251)) == nil)
    #expect(PathUnderTest().monitor.witness(now: at(0)) == nil)
  }

  @Test func `a path whose usual gap is longer is given three of them, 1.5 s at most`() {
    for (gap, limit) in [(100, 300), (400, 1200), (700, 1500)] {
      var path = PathUnderTest()
      for index in 0..<70 {
        _ = path.hear(now: at(index * gap))
        _ = path.monitor.tick(witness: false, now: at(index * gap))
      }
      #expect(path.monitor.usualGap == .milliseconds(gap))
      #expect(path.monitor.silenceLimit == .milliseconds(limit))
      #expect(path.monitor.isDelivering(now: at(69 * gap + limit)))
      #expect(!path.monitor.isDelivering(now: at(69 * gap + limit + 1)))
    }
  }

  @Test func `the usual gap is the fourth longest of the newest 64`() {
    var path = PathUnderTest()
    var now = 0
    var gaps = [Int](repeating: 20, count: 140)
    gaps[100] = 400
    gaps[110] = 300
    gaps[120] = 200
    for (index, gap) in gaps.enumerated() {
      now += gap
      _ = path.hear(now: at(now))
      _ = path.monitor.tick(witness: false, now: at(now))
      if index == 130 { #expect(path.monitor.usualGap == .milliseconds(20)) }
    }
    now += 150
    _ = path.hear(now: at(now))
    now += 200
    _ = path.hear(now: at(now))
    _ = path.monitor.tick(witness: false, now: at(now))
    #expect(path.monitor.usualGap == .milliseconds(200))
  }
}
