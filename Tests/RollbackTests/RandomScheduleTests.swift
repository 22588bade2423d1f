import Foundation
import Rollback
import Testing
import Vocabulary

@Suite struct RandomScheduleTests {
  /// `SEEDS=5000` plays more of them, `SEEDS=17-18` plays one again.
  static let seeds: Range<UInt64> = {
    let text = ProcessInfo.processInfo.environment["SEEDS"] ?? ""
    let parts = text.split(separator: "-").compactMap { UInt64($0) }
    if parts.count == 2, parts[0] < parts[1] { return parts[0]..<parts[1] }
    return 0..<(parts.first ?? 200)
  }()

  @Test(arguments: seeds)
  func `S-27 every settled state of every peer equals the serial run`(seed: UInt64) {
    var match = PeersUnderTest(seed: seed)
    match.run()
    #expect(
      match.violation == nil,
      "replay: SEEDS=\(seed)-\(seed + 1) swift test --filter RandomScheduleTests")
  }

  @Test(arguments: [0, 1, 2, 8, 15], [2, 3, 4, 8])
  func `case 8 every window is right for every number of seats`(window: Int, players: Int) {
    var tally = Tally()
    for seed in UInt64(0)..<3 {
      var match = PeersUnderTest(seed: seed, players: players, window: window)
      match.run()
      #expect(match.violation == nil, "seed \(seed)")
      tally = tally + match.tally
    }
    #expect(tally.finished == 3 * players)
    #expect(tally.stalls > 0 || window == 15)
    #expect(tally.duplicates > 50)
    #expect(tally.gaps > 50)
    #expect((tally.rollbacks > 10) == (window > 0))
    #expect((tally.deepRollbacks > 10) == (window > 1))
    #expect((tally.guesses > 10) == (window > 0))
    #expect(tally.delayChanges > 10)
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
    #expect(tally.delays == 0b1_1111_1111)
    #expect(tally.guesses > 1000)
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
