import Netplay
import Testing
import Vocabulary

struct LivenessTests {
  @Test func `half a second of silence is told once, and its end with its length`() {
    var liveness = Liveness.heard
    var changes: [Liveness.Change?] = []
    for (heard, now) in [(0, 500), (0, 501), (0, 900), (0, 10_000), (9_000, 10_001)] {
      changes.append(liveness.judge(lastHeard: at(heard), now: at(now)))
    }
    // The last one was heard a second ago: that is a silence again, told when it lasts.
    #expect(changes == [nil, .fellSilent, nil, nil, nil])
    #expect(liveness == .silent(since: at(0)))
    let back = liveness.judge(lastHeard: at(10_002), now: at(10_003))
    #expect(back == .heardAgain(after: .milliseconds(10_002)) && liveness == .heard)
  }

  @Test func `after ten seconds of silence and one millisecond a peer is gone`() {
    var liveness = Liveness.heard
    _ = liveness.judge(lastHeard: at(0), now: at(10_000))
    #expect(liveness == .silent(since: at(0)) && !liveness.isHeard)
    let news = liveness.judge(lastHeard: at(0), now: at(10_001))
    #expect(news == nil && liveness == .gone(since: at(0)))
    #expect(liveness.silentSince == at(0))
  }

  @Test func `who was never heard before is silent from the start`() {
    var liveness = Liveness.heard
    let news = liveness.judge(lastHeard: at(0), now: at(20_000))
    #expect(news == .fellSilent && liveness == .gone(since: at(0)))
  }
}
