public import Rollback

/// Whether a peer computes the same states as we do.
public enum Agreement: Hashable, Sendable {
  /// Nothing was compared yet.
  case waiting
  /// Every comparison so far found both chains equal.
  case match
  /// `frame` is the first that is known to differ, with the chains of both sides.
  case desync(frame: Frame, ours: UInt64, theirs: UInt64)
}

extension ChecksumLedger {
  /// What the comparisons so far come to.
  package var agreement: Agreement {
    if let bracket {
      return .desync(frame: bracket.differing, ours: bracket.ours, theirs: bracket.theirs)
    }
    return verifiedFrame == nil ? .waiting : .match
  }
}
