import Rollback
import Testing

@Suite struct RandomScheduleTests {
  @Test(arguments: UInt64(0)..<200)
  func `S-27 every settled state of every peer equals the serial run`(seed: UInt64) {
    var match = PeersUnderTest(seed: seed)
    match.run()
    #expect(match.violation == nil, "seed \(seed)")
  }

  @Test func `the random schedules are not vacuous`() {
    var tally = Tally()
    for seed in UInt64(0)..<20 {
      var match = PeersUnderTest(seed: seed)
      match.run()
      tally = tally + match.tally
    }
    #expect(tally.finished >= 40)
    #expect(tally.rollbacks > 500)
    #expect(tally.deepRollbacks > 200)
    #expect(tally.stalls > 200)
    #expect(tally.duplicates > 500)
    #expect(tally.gaps > 500)
    #expect(tally.delayChanges > 50)
  }

  @Test func `the same seed gives the same match`() {
    var first = PeersUnderTest(seed: 3)
    var second = PeersUnderTest(seed: 3)
    first.run()
    second.run()
    #expect(first.tally == second.tally)
    #expect(first.tally.finished > 0)
  }
}
