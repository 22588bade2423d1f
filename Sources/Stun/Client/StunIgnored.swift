/// Counts what arrived and was not used, by reason.
package struct StunIgnored: Hashable, Sendable {
  /// No STUN message that we speak, or one that asks.
  package internal(set) var malformed = 0
  /// An answer whose transaction is none of this round's.
  package internal(set) var unknown = 0
  /// From another address than the one that was to answer.
  package internal(set) var wrongSource = 0
  /// A second answer, or one to a question that was given up.
  package internal(set) var late = 0
  /// The answer asked for, but with no address in it that we could be reached at.
  package internal(set) var unusable = 0

  package init() {}
}
