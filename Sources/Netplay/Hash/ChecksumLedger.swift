package import Rollback

/// Compares one peer's hash reports with our chain, and finds the first bad frame when they differ.
///
/// A report waits until our own chain covers its frame; nothing else is ever compared. On a
/// difference both sides narrow the same bracket by exchanging chains at its ends and its middle:
/// any entry of the other side only ever narrows ours, so loss and repetition cost nothing.
package struct ChecksumLedger: Sendable {
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

  package enum Effect: Hashable, Sendable {
    case matched(Frame, chain: UInt64)
    /// The first difference ever seen: one incident.
    case mismatched(Frame, ours: UInt64, theirs: UInt64)
    /// The search is over.
    case located(Frame, ours: UInt64, theirs: UInt64)
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
  /// The newest frame that the peer has reported.
  package private(set) var newestReported: Frame?
  /// When our comparison last succeeded.
  package private(set) var verifiedAt: Instant?

  private var reports: [Entry] = []

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

  /// Notes a report; copies by the other path are merged.
  package mutating func received(_ report: Datagram.HashReport) {
    if let known = reports.first(where: { $0.report.frame == report.frame }) {
      if known.report.chain != report.chain { contradictions += 1 }
      return
    }
    if reports.count == Self.capacity {
      guard let oldest = reports.first, report.frame > oldest.report.frame else { return }
      reports.removeFirst()
    }
    let position = reports.firstIndex { $0.report.frame > report.frame } ?? reports.endIndex
    reports.insert(Entry(report: report, isCompared: false), at: position)
    received += 1
    newestReported = max(newestReported ?? report.frame, report.frame)
  }

  /// Narrows the search by the other side's entries.
  package mutating func disputed(
    _ entries: [Datagram.HashReport], chain: StateChain
  ) -> [Effect] {
    entries.flatMap { narrow($0, chain: chain) }
  }

  /// Compares the waiting reports that our chain covers by now.
  package mutating func compare(with chain: StateChain, now: Instant) -> [Effect] {
    var effects: [Effect] = []
    for index in reports.indices where !reports[index].isCompared {
      let report = reports[index].report
      guard let ours = chain.chain(at: report.frame) else { continue }
      reports[index].isCompared = true
      compared += 1
      if ours == report.chain {
        verifiedFrame = max(verifiedFrame ?? report.frame, report.frame)
        verifiedAt = now
        effects.append(.matched(report.frame, chain: ours))
      }
      effects += narrow(report, chain: chain)
    }
    return effects
  }

  /// What to tell the peer while we differ: the chains around the first bad frame.
  package func dispute(chain: StateChain) -> [Datagram.HashReport] {
    guard let bracket else { return [] }
    var frames = [bracket.differing]
    if !bracket.isClosed { frames.insert(bracket.middle, at: 0) }
    if bracket.unproven > .zero { frames.insert(bracket.unproven - 1, at: 0) }
    return frames.compactMap { frame in
      chain.chain(at: frame).map { Datagram.HashReport(frame: frame, chain: $0) }
    }
  }

  private mutating func narrow(_ entry: Datagram.HashReport, chain: StateChain) -> [Effect] {
    guard let ours = chain.chain(at: entry.frame) else { return [] }
    guard var next = bracket else {
      guard ours != entry.chain else { return [] }
      mismatches += 1
      let unproven = verifiedFrame.map { $0 + 1 } ?? .zero
      let opened = Bracket(
        unproven: min(unproven, entry.frame), differing: entry.frame, ours: ours,
        theirs: entry.chain)
      bracket = opened
      let mismatch = Effect.mismatched(entry.frame, ours: ours, theirs: entry.chain)
      return [mismatch] + located(opened)
    }
    guard !next.isClosed, entry.frame < next.differing, entry.frame >= next.unproven
    else { return [] }
    if ours == entry.chain {
      next.unproven = entry.frame + 1
    } else {
      next.differing = entry.frame
      next.ours = ours
      next.theirs = entry.chain
    }
    bracket = next
    return located(next)
  }

  private func located(_ bracket: Bracket) -> [Effect] {
    guard bracket.isClosed else { return [] }
    return [.located(bracket.differing, ours: bracket.ours, theirs: bracket.theirs)]
  }
}
