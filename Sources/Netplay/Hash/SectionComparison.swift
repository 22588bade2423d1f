package import Rollback

/// Holds both sides' digests of the sections of one state, and names those that differ.
///
/// Names do not travel: both sides play the same game and know them in the same order. It is used by
/// `ChecksumLedger` once the first bad frame is known.
package struct SectionComparison: Hashable, Sendable {
  /// What we tell the peer, in every datagram, once we know it.
  package private(set) var report: Datagram.SectionReport?
  /// What the peer told first.
  package private(set) var theirs: Datagram.SectionReport?
  /// Our sections by name.
  package private(set) var ours: [SectionDigest] = []
  private var isDescribed = false

  package init() {}

  /// Whether there is nothing to wait for: both sides are known, or we have nothing to compare with.
  package var isDone: Bool { isDescribed && (ours.isEmpty || theirs != nil) }

  /// The names of the sections that differ, once both sides are known for the same frame.
  ///
  /// None when what differs was hashed before the first section was named.
  package var differing: [String]? {
    guard let report, let theirs, report.frame == theirs.frame else { return nil }
    return ours.indices.filter { index in
      index >= theirs.digests.count || ours[index].digest != theirs.digests[index]
    }.map { ours[$0].name }
  }

  /// Notes the sections of our state of `frame`, none when it was not kept; true the first time.
  mutating func describe(_ frame: Frame, _ sections: [SectionDigest]) -> Bool {
    guard !isDescribed else { return false }
    isDescribed = true
    ours = Array(sections.prefix(Datagram.maxSections))
    if !ours.isEmpty {
      report = Datagram.SectionReport(frame: frame, digests: ours.map(\.digest))
    }
    return true
  }

  /// Notes what the peer tells; true the first time.
  mutating func receive(_ report: Datagram.SectionReport) -> Bool {
    guard theirs == nil else { return false }
    theirs = report
    return true
  }
}
