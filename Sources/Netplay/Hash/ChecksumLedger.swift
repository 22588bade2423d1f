public import Rollback
package import Vocabulary

/// Compares one peer's hash reports with our chain, and finds the first bad frame when they differ.
///
/// A report waits until our own chain covers its frame; nothing else is ever compared. On a
/// difference both sides narrow the same bracket by exchanging chains at its ends and its middle:
/// any entry of the other side only ever narrows ours, so loss and repetition cost nothing. When
/// the first bad frame is known, both exchange the digests of the sections of its state.
///
/// The caller's buffer takes the effects: while the chains agree, nothing is allocated.
public struct ChecksumLedger: Sendable {
  /// Reports that wait or are remembered; the oldest goes first.
  package static let capacity = 64

  /// The frames among which the first bad one lies.
  package struct Bracket: Hashable, Sendable {
    /// The first frame that is not known to be equal.
    package var unproven: Frame
    /// The earliest frame known to differ, with both chains.
    package var differing: Frame
    package var ours: UInt64
    package var theirs: UInt64

    package var isClosed: Bool { unproven == differing }
    fileprivate var middle: Frame {
      Frame(unproven.number + (differing.number - unproven.number) / 2)
    }
  }

  /// What came out of a comparison.
  public enum Effect: Hashable, Sendable {
    /// The peer's chain at that frame equals ours, and so do the states of all frames before it.
    case matched(Frame, chain: UInt64)
    /// The first difference ever seen: one incident.
    case mismatched(Frame, ours: UInt64, theirs: UInt64)
    /// The search is over; `described` tells the parts of our state of that frame.
    case located(Frame, ours: UInt64, theirs: UInt64)
    /// The sections of the two states of that frame that differ, in the order of the game.
    case differs(Frame, sections: [String])
  }

  /// Distinct reports received.
  package private(set) var received = 0
  /// Reports compared, each once.
  package private(set) var compared = 0
  /// Incidents: at most one, since every chain after the first bad frame differs.
  package private(set) var mismatches = 0
  /// Reports that contradict an earlier one of the same frame.
  package private(set) var contradictions = 0
  /// The newest frame through which both chains are equal.
  package private(set) var verifiedFrame: Frame?
  package private(set) var bracket: Bracket?
  /// What is known of the sections of the first bad frame's two states.
  package private(set) var sections = SectionComparison()
  /// The newest frame that the peer has reported.
  package private(set) var newestReported: Frame?
  /// When our comparison last succeeded.
  package private(set) var verifiedAt: Instant?

  private var reports: [Entry] = []
  /// How many of them are not compared yet.
  private var waiting = 0

  private struct Entry: Sendable {
    var report: Datagram.HashReport
    var isCompared: Bool
  }

  package init() { reports.reserveCapacity(Self.capacity) }

  /// The first bad frame, once it is known.
  package var firstBadFrame: Frame? {
    guard let bracket, bracket.isClosed else { return nil }
    return bracket.differing
  }

  /// Whether there is nothing left to find out: the chains agree, or both sides' sections of the
  /// first bad frame are compared.
  package var isSettled: Bool { bracket == nil || sections.isDone }

  /// Notes a report; copies by the other path are merged.
  package mutating func received(_ report: Datagram.HashReport) {
    if let known = reports.first(where: { $0.report.frame == report.frame }) {
      if known.report.chain != report.chain { contradictions += 1 }
      return
    }
    if reports.count == Self.capacity {
      guard let oldest = reports.first, report.frame > oldest.report.frame else { return }
      if !oldest.isCompared { waiting -= 1 }
      reports.removeFirst()
    }
    let position = reports.firstIndex { $0.report.frame > report.frame } ?? reports.endIndex
    reports.insert(Entry(report: report, isCompared: false), at: position)
    received += 1
    waiting += 1
    newestReported = max(newestReported ?? report.frame, report.frame)
  }

  /// Compares the waiting reports that our chain covers by now.
  package mutating func compare(
    with chain: StateChain, now: Instant, effects: inout [Effect]
  ) {
    guard waiting > 0 else { return }
    for index in reports.indices where !reports[index].isCompared {
      let report = reports[index].report
      guard let ours = chain.chain(at: report.frame) else { continue }
      reports[index].isCompared = true
      waiting -= 1
      compared += 1
      if ours == report.chain {
        verifiedFrame = max(verifiedFrame ?? report.frame, report.frame)
        verifiedAt = now
        effects.append(.matched(report.frame, chain: ours))
      }
      narrow(report, chain: chain, effects: &effects)
    }
  }

  // MARK: The search

  /// Narrows the search by the other side's entries.
  package mutating func disputed(
    _ entries: [Datagram.HashReport], chain: StateChain, effects: inout [Effect]
  ) {
    for entry in entries { narrow(entry, chain: chain, effects: &effects) }
  }

  /// What to tell the peer while we differ: the chains around the first bad frame.
  ///
  /// Where the middle is no longer kept the oldest frame that is takes its place.
  package func dispute(chain: StateChain) -> [Datagram.HashReport] {
    guard let bracket else { return [] }
    var frames = [bracket.differing]
    if !bracket.isClosed { frames.insert(max(bracket.middle, chain.oldest), at: 0) }
    if bracket.unproven > .zero { frames.insert(bracket.unproven - 1, at: 0) }
    return frames.compactMap { frame in
      chain.chain(at: frame).map { Datagram.HashReport(frame: frame, chain: $0) }
    }
  }

  /// Notes the sections of our state of the first bad frame; none when it was not kept.
  package mutating func described(_ ours: [SectionDigest], effects: inout [Effect]) {
    guard let firstBadFrame, sections.describe(firstBadFrame, ours) else { return }
    compareSections(effects: &effects)
  }

  /// Notes the sections of the peer's state of the frame that it found.
  package mutating func received(_ theirs: Datagram.SectionReport, effects: inout [Effect]) {
    guard sections.receive(theirs) else { return }
    compareSections(effects: &effects)
  }

  private mutating func compareSections(effects: inout [Effect]) {
    guard let firstBadFrame, let differing = sections.differing else { return }
    effects.append(.differs(firstBadFrame, sections: differing))
  }

  private mutating func narrow(
    _ entry: Datagram.HashReport, chain: StateChain, effects: inout [Effect]
  ) {
    guard let ours = chain.chain(at: entry.frame) else { return }
    guard var next = bracket else {
      guard ours != entry.chain else { return }
      mismatches += 1
      let unproven = verifiedFrame.map { $0 + 1 } ?? .zero
      effects.append(.mismatched(entry.frame, ours: ours, theirs: entry.chain))
      search(
        Bracket(
          unproven: min(unproven, entry.frame), differing: entry.frame, ours: ours,
          theirs: entry.chain), effects: &effects)
      return
    }
    guard !next.isClosed, entry.frame < next.differing, entry.frame >= next.unproven
    else { return }
    if ours == entry.chain {
      next.unproven = entry.frame + 1
    } else {
      next.differing = entry.frame
      next.ours = ours
      next.theirs = entry.chain
    }
    search(next, effects: &effects)
  }

  private mutating func search(_ next: Bracket, effects: inout [Effect]) {
    bracket = next
    guard next.isClosed else { return }
    effects.append(.located(next.differing, ours: next.ours, theirs: next.theirs))
  }
}
