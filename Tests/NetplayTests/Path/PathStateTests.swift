import Netplay
import Rollback
import Testing
import Vocabulary

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

  @Test(
    arguments: [
      (nil, 1250), (1010..<4020, 4260), (1200..<1400, 1450), (900..<1400, 1650), (300..<600, 1250),
    ] as [(Range<Int>?, Int)])
  func `silence counts as far as the other path delivered during it`(
    interruption: Range<Int>?, lastFine: Int
  ) {
    var path = PathUnderTest(.up)
    for (heard, isSuspect) in [(lastFine, false), (lastFine + 1, true)] {
      let witness = Witness(
        lastArrival: at(heard),
        interruption: interruption.map { at($0.lowerBound)..<at($0.upperBound) })
      #expect((path.monitor.tick(witness: witness, now: at(heard)) != nil) == isSuspect)
    }
  }

  @Test func `what was silent before the other path first brought something counts for nothing`() {
    var path = PathUnderTest(.up)
    for (lastArrival, isSuspect) in [(4250, false), (4251, true)] {
      let witness = Witness(firstArrival: at(4000), lastArrival: at(lastArrival))
      #expect((path.monitor.tick(witness: witness, now: at(lastArrival)) != nil) == isSuspect)
    }
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
      let witness = Witness(
        lastArrival: heard + .milliseconds(later),
        roundTripNanoseconds: Int64(roundTrip) * 1_000_000)
      #expect((path.monitor.tick(witness: witness, now: heard + .seconds(1)) != nil) == isSuspect)
    }
  }

  @Test func `a path bears witness once it brought something, and says when it was interrupted`() {
    var path = PathUnderTest(.up)
    _ = path.hearSteadily(from: 1020, to: 2000)
    func witness(at time: Int) -> Witness? { path.monitor.witness(now: at(time)) }
    func expected(_ lastArrival: Int, _ interruption: Range<Int>?) -> Witness {
      Witness(
        firstArrival: at(0), lastArrival: at(lastArrival),
        interruption: interruption.map { at($0.lowerBound)..<at($0.upperBound) },
        roundTripNanoseconds: 20_000_000, usualGapNanoseconds: 20_000_000)
    }
    #expect(witness(at: 2100) == expected(2000, nil))
    #expect(witness(at: 2101) == expected(2000, 2000..<2101))
    _ = path.hear(now: at(2150))
    #expect(witness(at: 2150) == expected(2150, 2000..<2150))
    #expect(witness(at: 2300) == expected(2150, 2150..<2300))
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
