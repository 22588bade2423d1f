import Netplay
import Rollback
import Testing
import Vocabulary

/// A peer that lies about its hashes harms nothing but what is said about itself.
struct HostileReportTests {
  private let whole = ChecksumLedgerTests.chain(200)

  @Test func `reports far ahead push out what waits, and never more than 64 are held`() {
    var ledger = ChecksumLedger()
    for number in 0..<64 { ledger.received(.init(frame: Frame(1000 + number), chain: 1)) }
    ledger.received(ChecksumLedgerTests.report(30, whole))
    #expect(ledger.received == 64)
    #expect(ledger.compare(with: whole, now: at(0)).isEmpty && ledger.verifiedFrame == nil)
    ledger.received(.init(frame: Frame(.max), chain: 1))
    #expect(ledger.received == 65 && ledger.newestReported == Frame(.max))
    #expect(ledger.mismatches == 0)
  }

  @Test func `a report of the newest frame still counts after many of the farthest ones`() {
    var ledger = ChecksumLedger()
    for number in 0..<63 { ledger.received(.init(frame: Frame(.max - number), chain: 1)) }
    ledger.received(ChecksumLedgerTests.report(30, whole))
    #expect(ledger.compare(with: whole, now: at(0)).count == 1)
    #expect(ledger.verifiedFrame == Frame(30))
  }

  @Test func `contradictions are counted, and the first word stands`() {
    var ledger = ChecksumLedger()
    for chain in 0..<UInt64(10) { ledger.received(.init(frame: Frame(30), chain: chain)) }
    #expect(ledger.received == 1 && ledger.contradictions == 9)
    let effects = ledger.compare(with: whole, now: at(0))
    #expect(effects.count == 1 && ledger.mismatches == 1)
    ledger.received(ChecksumLedgerTests.report(30, whole))
    #expect(ledger.compare(with: whole, now: at(0)).isEmpty && ledger.contradictions == 10)
    #expect(ledger.verifiedFrame == nil)
  }

  @Test func `a report behind the ring of our chain waits without harm`() {
    let long = ChecksumLedgerTests.chain(StateChain.capacity + 100)
    var ledger = ChecksumLedger()
    ledger.received(.init(frame: Frame(99), chain: 1))
    ledger.received(ChecksumLedgerTests.report(100, long))
    #expect(ledger.compare(with: long, now: at(0)).count == 1)
    #expect(ledger.verifiedFrame == Frame(100) && ledger.mismatches == 0 && ledger.compared == 1)
  }

  @Test(arguments: UInt64(0)..<50)
  func `whatever a liar says there is one incident, one verdict and one bracket that shrinks`(
    seed: UInt64
  ) {
    var dice = SplitMix64(seed: seed)
    func frame() -> Frame { Frame(dice.next(below: 8) == 0 ? .max : dice.next(below: 260)) }
    func entry() -> Datagram.HashReport {
      let frame = frame()
      let truth = whole.chain(at: frame) ?? dice.next()
      return .init(frame: frame, chain: dice.next(below: 2) == 0 ? truth : dice.next())
    }
    var ledger = ChecksumLedger()
    var effects: [ChecksumLedger.Effect] = []
    var width = Int.max
    for round in 0..<400 {
      ledger.received(entry())
      effects += ledger.compare(with: whole, now: at(round))
      effects += ledger.disputed((0..<3).map { _ in entry() }, chain: whole)
      effects += ledger.received(.init(frame: frame(), digests: [dice.next()]))
      if let bad = ledger.firstBadFrame {
        effects += ledger.described(recorded(["s0"], [UInt64(bad.number)]))
      }
      guard let bracket = ledger.bracket else { continue }
      #expect(bracket.unproven <= bracket.differing && bracket.unproven >= .zero)
      #expect(bracket.differing - bracket.unproven <= width)
      width = bracket.differing - bracket.unproven
      #expect(ledger.dispute(chain: whole).count <= Datagram.maxDispute)
    }
    #expect(ledger.mismatches == 1)
    #expect(effects.count { if case .mismatched = $0 { true } else { false } } == 1)
    let located = effects.count { if case .located = $0 { true } else { false } }
    #expect(located == (ledger.firstBadFrame == nil ? 0 : 1))
    #expect(effects.count { if case .differs = $0 { true } else { false } } <= 1)
  }
}
