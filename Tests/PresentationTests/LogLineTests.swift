import Netplay
import Rollback
import Testing
import Vocabulary

@testable import Presentation

/// What happens in a match as lines of the sidebar's log.
struct LogLineTests {
  private static let bob = PlayerIndex(1)

  private static func text(_ event: MatchEvent) -> String? {
    LogLine(event, names: ["ann", "bob"])?.text
  }

  @Test func `what happens is told with whom it happened to`() {
    var correction = Correction(frame: Frame(7), depth: 3)
    correction.seats.insert(seat: 1)
    let line = LogLine(.rolledBack(correction), names: ["ann", "bob"])
    #expect(line?.text == "bob" && line?.depth == 3)
    #expect(Self.text(.silent(peer: Self.bob)) == "nothing from bob on any path")
    #expect(Self.text(.heardAgain(peer: Self.bob, after: .seconds(1))) == "bob is back")
    #expect(Self.text(.finished(at: Frame(90))) == "last frame 90 confirmed")
    #expect(Self.text(.versionMismatch(theirs: 3)) == "a datagram of version 3")
  }

  @Test func `what happens all the time has no line`() {
    #expect(Self.text(.hash(peer: Self.bob, .matched(Frame(30), chain: 1))) == nil)
    #expect(Self.text(.ended(.completed)) == nil)
  }
}
