package import Rollback
package import Vocabulary

/// Knows whether the peer has our newest hash report, so that it is repeated no longer than that.
///
/// Every datagram carries the report until an echo proves that one of them arrived; a datagram is
/// taken as a whole, so who heard it holds the report. This is exact and costs no bytes: a field
/// that names the newest report held would have to be narrow, and a narrow number comes round.
package struct ReportDelivery: Hashable, Sendable {
  /// The report that this is about.
  private var frame: Frame?
  /// Per path, the sequence of the first datagram that carried it.
  private var firstSequence = PerPath<Int?>(repeating: nil)
  private var isDelivered = false

  package init() {}

  /// Whether a datagram of now has to carry the report of `newest`.
  package func isNeeded(_ newest: Frame) -> Bool { frame != newest || !isDelivered }

  /// Notes that the datagram of this sequence carries the report of `newest`.
  package mutating func sent(_ newest: Frame, on path: Path, sequence: Int) {
    if frame != newest { self = ReportDelivery(of: newest) }
    if firstSequence[path] == nil { firstSequence[path] = sequence }
  }

  /// Notes that the peer has heard the datagram of this sequence.
  package mutating func heard(_ sequence: Int, on path: Path) {
    if let first = firstSequence[path], sequence >= first { isDelivered = true }
  }

  private init(of newest: Frame) { frame = newest }
}
