import Netplay
import Rollback
import Testing

struct SectionComparisonTests {
  private static let whole = ChecksumLedgerTests.chain(200)
  private static let theirs = ChecksumLedgerTests.chain(200, bad: 70)

  /// A ledger whose search has ended at frame 70.
  private func located() -> ChecksumLedger {
    var ledger = ChecksumLedger()
    ledger.disputed(
      [69, 70].reversed().map { ChecksumLedgerTests.report($0, Self.theirs) }, chain: Self.whole)
    return ledger
  }

  private static let names: [StaticString] = [
    "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12", "s13", "s14",
    "s15", "s16", "s17", "s18", "s19",
  ]

  private func sections(_ words: [UInt64]) -> [SectionDigest] { recorded(Self.names, words) }

  private func report(_ words: [UInt64], of frame: Int = 70) -> Datagram.SectionReport {
    .init(frame: Frame(frame), digests: sections(words).map(\.digest))
  }

  @Test func `the sections are compared when both sides are known, in either order`() {
    let expected = [ChecksumLedger.Effect.differs(Frame(70), sections: ["s1", "s3"])]
    var ours = located()
    #expect(ours.firstBadFrame == Frame(70) && !ours.isSettled)
    #expect(ours.described(sections([1, 2, 3, 4])).isEmpty && !ours.isSettled)
    #expect(ours.received(report([1, 9, 3, 9])) == expected && ours.isSettled)
    var late = ChecksumLedger()
    #expect(late.received(report([1, 9, 3, 9])).isEmpty)
    late.disputed(
      [70, 69].map { ChecksumLedgerTests.report($0, Self.theirs) }, chain: Self.whole)
    #expect(late.described(sections([1, 2, 3, 4])) == expected && late.isSettled)
  }

  @Test func `they are compared once, whatever is repeated or said later`() {
    var ledger = located()
    ledger.described(sections([1, 2]))
    #expect(ledger.received(report([1, 3])).count == 1)
    #expect(ledger.received(report([1, 3])).isEmpty)
    #expect(ledger.received(report([5, 5])).isEmpty)
    #expect(ledger.described(sections([7, 7])).isEmpty)
    #expect(ledger.sections.differing == ["s1"])
    #expect(ledger.sections.report == report([1, 2]))
  }

  @Test func `nothing is told before the first bad frame is known`() {
    var ledger = ChecksumLedger()
    #expect(ledger.described(sections([1])).isEmpty && ledger.sections.report == nil)
    ledger.disputed([ChecksumLedgerTests.report(90, Self.theirs)], chain: Self.whole)
    #expect(ledger.described(sections([1])).isEmpty && ledger.sections.report == nil)
    #expect(ledger.bracket?.isClosed == false)
  }

  @Test func `a report of another frame is no answer`() {
    var ledger = located()
    ledger.described(sections([1, 2]))
    #expect(ledger.received(report([1, 3], of: 71)).isEmpty)
    #expect(ledger.sections.differing == nil)
  }

  @Test func `sections that only one side has differ as far as they have names`() {
    var ledger = located()
    ledger.described(sections([1, 2, 3]))
    #expect(ledger.received(report([1])) == [.differs(Frame(70), sections: ["s1", "s2"])])
    var longer = located()
    longer.described(sections([1]))
    #expect(longer.received(report([1, 2])) == [.differs(Frame(70), sections: [])])
  }

  @Test func `at most 16 sections are told`() {
    var ledger = located()
    ledger.described(sections((0..<20).map { UInt64($0) }))
    #expect(ledger.sections.report?.digests.count == 16)
  }

  @Test func `a side that has not kept the state waits for nothing`() {
    var ledger = located()
    ledger.described([])
    #expect(ledger.isSettled && ledger.sections.report == nil)
    #expect(ledger.received(report([1])).isEmpty)
  }
}
