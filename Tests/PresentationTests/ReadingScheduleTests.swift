import Netplay
import Rollback
import Testing
import Vocabulary

@testable import Presentation

struct ReadingScheduleTests {
  private func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

  @Test func `numbers are read ten times a second`() {
    var schedule = ReadingSchedule()
    let read = stride(from: 1000, to: 2000, by: 10).filter {
      schedule.isDue(isOver: false, now: at($0))
    }
    #expect(read == Array(stride(from: 1000, to: 2000, by: 100)))
  }

  @Test(arguments: [
    MatchEvent.fallback(peer: PlayerIndex(1), .proven(through: Frame(3))),
    .silent(peer: PlayerIndex(1)),
    .heardAgain(peer: PlayerIndex(1), after: .seconds(1)),
    .hash(peer: PlayerIndex(1), .mismatched(Frame(3), ours: 1, theirs: 2)),
    .ended(.completed),
  ])
  func `S-25 what a banner tells is on the next picture, with its numbers`(event: MatchEvent) {
    var schedule = ReadingSchedule()
    _ = schedule.isDue(isOver: false, now: at(1000))
    schedule.noticed(event)
    let isDue = schedule.isDue(isOver: false, now: at(1001))
    #expect(isDue)
  }

  @Test func `what happens all the time hurries nobody, a person does`() {
    var schedule = ReadingSchedule()
    _ = schedule.isDue(isOver: false, now: at(1000))
    schedule.noticed(.stalled(waitingFor: Presence(bits: 1)))
    schedule.noticed(.finished(at: Frame(9)))
    let isDue = schedule.isDue(isOver: false, now: at(1050))
    #expect(!isDue)
    schedule.touched()
    let isDueAtOnce = schedule.isDue(isOver: false, now: at(1051))
    #expect(isDueAtOnce)
  }

  @Test func `the numbers of a match that is over are read once`() {
    var schedule = ReadingSchedule()
    _ = schedule.isDue(isOver: false, now: at(1000))
    let read = [1001, 1500, 9000].filter { schedule.isDue(isOver: true, now: at($0)) }
    #expect(read == [1001])
    let isDueInTheNext = schedule.isDue(isOver: false, now: at(9001))
    #expect(isDueInTheNext)
  }
}
