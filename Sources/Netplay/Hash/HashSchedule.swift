package import Rollback
import Vocabulary

/// Decides which frames' hashes are reported: every interval, and the last one.
///
/// It depends on our own confirmed frames and on nothing that is received: schedules of peers are
/// independent.
package struct HashSchedule: Hashable, Sendable {
  /// Frames between two reports, at least 1.
  package let interval: Int
  /// The newest report, repeated in every datagram until the next one supersedes it.
  package private(set) var newest: Datagram.HashReport?
  /// Distinct reports made.
  package private(set) var minted = 0

  package init(interval: Int) {
    precondition(interval >= 1, "a hash interval of \(interval) frames")
    self.interval = interval
  }

  /// Makes the report of `frame` if one is due there; call it for every confirmed frame in order.
  ///
  /// - Parameter isFinal: Whether the episode ends at this frame.
  package mutating func confirmed(_ frame: Frame, chain: UInt64, isFinal: Bool) {
    let isDue = frame.number > 0 && (frame.number % interval == 0 || isFinal)
    guard isDue, newest?.frame != frame else { return }
    newest = Datagram.HashReport(frame: frame, chain: chain)
    minted += 1
  }
}
