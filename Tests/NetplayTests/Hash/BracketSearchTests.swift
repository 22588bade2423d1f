import Netplay
import Rollback
import Testing
import Vocabulary

/// Two ledgers on a lossy wire always come to one verdict, and to none without a difference.
struct BracketSearchTests {
  private func expectVerdict(
    _ pair: LedgerPair, seed: UInt64, at location: SourceLocation = #_sourceLocation
  ) {
    guard let bad = pair.setting.bad else { return }
    for side in pair.sides {
      #expect(
        side.ledger.firstBadFrame == Frame(bad), "seed \(seed), \(pair.setting)",
        sourceLocation: location)
      #expect(side.ledger.mismatches == 1, sourceLocation: location)
      #expect(side.located == [Frame(bad)], sourceLocation: location)
      #expect(
        side.differing == [["\(LedgerPair.names[pair.setting.badSection])"]], "seed \(seed)",
        sourceLocation: location)
      #expect(side.ledger.isSettled, sourceLocation: location)
      #expect(side.ledger.verifiedFrame.map { $0 < Frame(bad) } ?? true, sourceLocation: location)
    }
    let (one, other) = (pair.sides[0].ledger, pair.sides[1].ledger)
    #expect(one.bracket?.ours == other.bracket?.theirs, sourceLocation: location)
    #expect(one.bracket?.theirs == other.bracket?.ours, sourceLocation: location)
    #expect(
      one.sections.theirs?.digests == other.sections.ours.map(\.digest), sourceLocation: location)
  }

  @Test(arguments: 0...130)
  func `L-07 both find the same first bad frame and section over a lossy wire`(bad: Int) {
    let seed = UInt64(bad)
    var dice = SplitMix64(seed: seed)
    var setting = LedgerPair.Setting()
    setting.bad = bad
    setting.badSection = dice.next(below: 3)
    setting.lag = [dice.next(below: 8), dice.next(below: 8)]
    var pair = LedgerPair(setting, seed: seed)
    pair.play()
    #expect(pair.lost > 100 && pair.repeated > 30)
    expectVerdict(pair, seed: seed)
  }

  /// Frames at both ends, and every interval that there may be at its limits.
  @Test(arguments: [1, 30, 600], [0, 1, 29, 30, 31, 599, 600, 601, 610])
  func `the frame may be any and the interval too`(interval: Int, bad: Int) {
    var setting = LedgerPair.Setting()
    setting.bad = bad
    setting.interval = interval
    setting.end = 610
    setting.lag = [0, bad % 5]
    var pair = LedgerPair(setting, seed: UInt64(interval))
    pair.play()
    expectVerdict(pair, seed: UInt64(interval))
  }

  @Test(arguments: UInt64(0)..<12)
  func `one direction of one path may be down`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var setting = LedgerPair.Setting()
    setting.bad = 1 + dice.next(below: 159)
    setting.deaf = (from: Int(seed % 2), path: seed % 4 < 2 ? .direct : .relay)
    setting.lag = [dice.next(below: 20), dice.next(below: 20)]
    var pair = LedgerPair(setting, seed: seed)
    pair.play()
    expectVerdict(pair, seed: seed)
  }

  @Test(arguments: UInt64(0)..<6)
  func `the two sides may open the incident at different times`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var setting = LedgerPair.Setting()
    setting.bad = 31 + dice.next(below: 100)
    setting.end = 400
    // Side 0 hears nothing of what side 1 finds out for a long time.
    setting.quietUntil = [0, 300 + dice.next(below: 60)]
    var pair = LedgerPair(setting, seed: seed)
    pair.play()
    expectVerdict(pair, seed: seed)
  }

  @Test(arguments: UInt64(0)..<2)
  func `the search may begin thousands of frames later`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var setting = LedgerPair.Setting()
    setting.end = 4700
    setting.loss = 10
    let start = 4500
    setting.quietUntil = [start, start]
    // While the search lasts some hundred frames more go by.
    setting.bad = start + 600 - StateChain.capacity + dice.next(below: StateChain.capacity - 700)
    var pair = LedgerPair(setting, seed: seed)
    pair.play()
    expectVerdict(pair, seed: seed)
    #expect(pair.sides[0].ledger.verifiedFrame == nil, "the search was not late")
  }

  @Test func `what is no longer kept is not named, and nothing false is`() {
    var setting = LedgerPair.Setting()
    setting.end = 5200
    setting.quietUntil = [5000, 5000]
    setting.bad = 100
    var pair = LedgerPair(setting, seed: 1)
    pair.play()
    for side in pair.sides {
      #expect(side.ledger.mismatches == 1 && side.ledger.firstBadFrame == nil)
      #expect(
        side.ledger.bracket?.isClosed == false && !side.ledger.isSettled && side.differing.isEmpty)
      // It came as near as the chains reach.
      #expect(side.ledger.bracket.map { $0.differing <= side.chain.oldest } ?? false)
    }
  }

  @Test(arguments: UInt64(0)..<50)
  func `no interleaving gives a false alarm, and both verify the end`(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var setting = LedgerPair.Setting()
    setting.lag = [dice.next(below: 30), dice.next(below: 30)]
    setting.interval = [1, 7, 30, 90][dice.next(below: 4)]
    setting.quietUntil = [dice.next(below: 100), dice.next(below: 100)]
    var pair = LedgerPair(setting, seed: seed)
    pair.play(linger: 120)
    for side in pair.sides {
      #expect(side.ledger.mismatches == 0 && side.ledger.contradictions == 0)
      #expect(side.ledger.verifiedFrame == Frame(160) && side.ledger.newestReported == Frame(160))
      #expect(side.ledger.compared == side.ledger.received && side.ledger.received >= 1)
      #expect(side.ledger.dispute(chain: side.chain).isEmpty && side.ledger.isSettled)
      #expect(side.ledger.sections == SectionComparison() && side.located.isEmpty)
    }
  }
}
