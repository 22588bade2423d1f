import Netplay
import Rollback
import Testing
import Vocabulary

struct ChecksumLedgerTests {
  /// The chain through frames 0..<count; from `bad` on the checksums are others.
  static func chain(_ count: Int, bad: Int? = nil) -> StateChain {
    var chain = StateChain()
    for number in 0..<count {
      let isBad = bad.map { number >= $0 } ?? false
      chain.append(UInt64(number) &* 31 + (isBad ? 1 : 0), of: Frame(number))
    }
    return chain
  }

  static func report(_ number: Int, _ chain: StateChain) -> Datagram.HashReport {
    guard let value = chain.chain(at: Frame(number)) else {
      preconditionFailure("no chain at \(number)")
    }
    return .init(frame: Frame(number), chain: value)
  }

  private let whole = Self.chain(200)

  @Test func `S-06 L-02 L-03 a report waits until our own chain covers its frame`() {
    var ledger = ChecksumLedger()
    ledger.received(Self.report(60, whole))
    #expect(ledger.compare(with: Self.chain(60), now: at(1)).isEmpty)
    #expect(ledger.compared == 0 && ledger.verifiedFrame == nil)
    let effects = ledger.compare(with: Self.chain(61), now: at(2))
    #expect(effects == [.matched(Frame(60), chain: Self.report(60, whole).chain)])
    #expect(ledger.compared == 1 && ledger.verifiedFrame == Frame(60))
    #expect(ledger.verifiedAt == at(2))
  }

  @Test func `S-06 L-02 the chain of a neighbouring frame is no match`() {
    var ledger = ChecksumLedger()
    ledger.received(.init(frame: Frame(60), chain: Self.report(61, whole).chain))
    _ = ledger.compare(with: whole, now: at(0))
    #expect(ledger.mismatches == 1 && ledger.verifiedFrame == nil)
  }

  @Test func `S-05 copies by both paths are one report, compared once`() {
    var ledger = ChecksumLedger()
    for _ in 0..<5 {
      ledger.received(Self.report(30, whole))
      _ = ledger.compare(with: whole, now: at(0))
    }
    #expect(ledger.received == 1 && ledger.compared == 1)
    #expect(ledger.compare(with: whole, now: at(9)).isEmpty)
    #expect(ledger.verifiedAt == at(0))
  }

  @Test func `a second, different report of a frame is a contradiction and changes nothing`() {
    var ledger = ChecksumLedger()
    ledger.received(Self.report(30, whole))
    ledger.received(.init(frame: Frame(30), chain: 1))
    _ = ledger.compare(with: whole, now: at(0))
    #expect(ledger.contradictions == 1 && ledger.received == 1)
    #expect(ledger.mismatches == 0 && ledger.verifiedFrame == Frame(30))
  }

  @Test func `L-05 reports may be lost and come in any order`() {
    var ledger = ChecksumLedger()
    for number in [90, 30, 120, 60] { ledger.received(Self.report(number, whole)) }
    let effects = ledger.compare(with: Self.chain(100), now: at(0))
    #expect(
      effects == [30, 60, 90].map { .matched(Frame($0), chain: Self.report($0, whole).chain) })
    #expect(ledger.verifiedFrame == Frame(90) && ledger.newestReported == Frame(120))
    #expect(ledger.received == 4)
  }

  @Test func `64 reports are remembered, and then the oldest goes`() {
    var ledger = ChecksumLedger()
    for number in 1...65 { ledger.received(Self.report(number, whole)) }
    #expect(ledger.received == 65)
    ledger.received(Self.report(1, whole))
    #expect(ledger.received == 65)
    _ = ledger.compare(with: whole, now: at(0))
    #expect(ledger.compared == 64 && ledger.verifiedFrame == Frame(65))
  }

  @Test func `reports of frames that never come are bounded and do not trap`() {
    var ledger = ChecksumLedger()
    for number in 0..<1000 { ledger.received(.init(frame: Frame(.max - number), chain: 1)) }
    #expect(ledger.compare(with: whole, now: at(0)).isEmpty)
    #expect(ledger.received == 64)
    #expect(ledger.disputed([.init(frame: Frame(.max), chain: 1)], chain: whole).isEmpty)
  }

  @Test func `S-07 a mismatch is told once with frame and both hashes`() {
    let theirs = Self.chain(200, bad: 70)
    var ledger = ChecksumLedger()
    ledger.received(Self.report(60, theirs))
    ledger.received(Self.report(90, theirs))
    ledger.received(Self.report(120, theirs))
    let effects = ledger.compare(with: whole, now: at(0))
    #expect(
      effects == [
        .matched(Frame(60), chain: Self.report(60, whole).chain),
        .mismatched(
          Frame(90), ours: Self.report(90, whole).chain, theirs: Self.report(90, theirs).chain),
      ])
    #expect(ledger.mismatches == 1 && ledger.compared == 3)
    #expect(ledger.verifiedFrame == Frame(60) && ledger.firstBadFrame == nil)
    #expect(ledger.bracket?.unproven == Frame(61) && ledger.bracket?.differing == Frame(90))
  }

  @Test func `nothing is disputed while the chains agree`() {
    var ledger = ChecksumLedger()
    ledger.received(Self.report(30, whole))
    _ = ledger.compare(with: whole, now: at(0))
    #expect(ledger.dispute(chain: whole).isEmpty)
    #expect(ledger.disputed([Self.report(20, whole)], chain: whole).isEmpty)
    #expect(ledger.bracket == nil)
  }

  @Test func `a dispute names the last proven frame, the middle and the first differing one`() {
    let theirs = Self.chain(200, bad: 70)
    var ledger = ChecksumLedger()
    ledger.received(Self.report(60, theirs))
    ledger.received(Self.report(90, theirs))
    _ = ledger.compare(with: whole, now: at(0))
    #expect(ledger.dispute(chain: whole) == [60, 75, 90].map { Self.report($0, whole) })
  }

  @Test func `an entry of the other side alone opens the search`() {
    let theirs = Self.chain(200, bad: 70)
    var ledger = ChecksumLedger()
    let effects = ledger.disputed([Self.report(75, theirs)], chain: whole)
    #expect(effects.count == 1 && ledger.mismatches == 1)
    #expect(ledger.bracket?.unproven == .zero && ledger.bracket?.differing == Frame(75))
  }

  @Test func `entries outside the bracket and after its end change nothing`() {
    let theirs = Self.chain(200, bad: 70)
    var ledger = ChecksumLedger()
    ledger.received(Self.report(60, theirs))
    ledger.received(Self.report(90, theirs))
    _ = ledger.compare(with: whole, now: at(0))
    let bracket = ledger.bracket
    let outside = [Self.report(59, theirs), Self.report(90, theirs), Self.report(150, theirs)]
    #expect(ledger.disputed(outside, chain: whole).isEmpty && ledger.bracket == bracket)
    let found = ledger.disputed([Self.report(69, theirs), Self.report(70, theirs)], chain: whole)
    #expect(
      found == [
        .located(
          Frame(70), ours: Self.report(70, whole).chain, theirs: Self.report(70, theirs).chain)
      ])
    #expect(ledger.firstBadFrame == Frame(70))
    #expect(ledger.disputed([Self.report(69, theirs)], chain: whole).isEmpty)
    #expect(ledger.dispute(chain: whole) == [69, 70].map { Self.report($0, whole) })
  }

  @Test func `states that differ from frame 0 on are found at frame 0`() {
    let theirs = Self.chain(200, bad: 0)
    var ledger = ChecksumLedger()
    ledger.received(Self.report(30, theirs))
    _ = ledger.compare(with: whole, now: at(0))
    _ = ledger.disputed([Self.report(0, theirs)], chain: whole)
    #expect(ledger.firstBadFrame == Frame(0))
    #expect(ledger.dispute(chain: whole).map(\.frame) == [Frame(0)])
  }
}
