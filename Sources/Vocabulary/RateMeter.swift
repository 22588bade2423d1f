/// A steady allowance of `count` units in any `period`; all of them may come at once.
package struct Rate: Hashable, Sendable {
  private let count: Int64
  fileprivate let period: Int64

  package static func perSecond(_ count: Int) -> Rate { Rate(count, per: 1_000_000_000) }
  package static func perMinute(_ count: Int) -> Rate { Rate(count, per: 60_000_000_000) }

  private init(_ count: Int, per nanoseconds: Int64) {
    precondition(count > 0, "a rate of \(count) admits nothing")
    self.count = Int64(count)
    period = nanoseconds
  }

  /// The nanoseconds after which so many units are allowed again.
  fileprivate func cost(of units: Int) -> Int64 { Int64(units) * period / count }
}

/// Measures one source against a `Rate`: a leaky bucket whose only state is the time at which it is
/// empty again (the "generic cell rate algorithm" of ATM, ITU-T I.371).
package struct RateMeter: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    case within
    case over
    /// So far over that it cannot be the burst of an honest client after a pause.
    case abusive
  }

  private var emptyAt = Instant.zero

  package init() {}

  /// Charges `units` whether or not they are within, so that a flood does not become cheaper by
  /// being dropped. The source is to be cut off when it is abusive: its debt has no other bound.
  package mutating func charge(_ units: Int = 1, rate: Rate, abuse: Int, now: Instant) -> Verdict {
    emptyAt = Instant(nanoseconds: max(emptyAt, now).nanoseconds + rate.cost(of: units))
    let debt = emptyAt.nanoseconds - now.nanoseconds
    if debt > rate.period * Int64(abuse) { return .abusive }
    return debt > rate.period ? .over : .within
  }

  /// Charges one unit if it is within, and none otherwise.
  package mutating func admits(rate: Rate, now: Instant) -> Bool {
    let end = max(emptyAt, now).nanoseconds + rate.cost(of: 1)
    guard end - now.nanoseconds <= rate.period else { return false }
    emptyAt = Instant(nanoseconds: end)
    return true
  }

  /// When another unit is within the rate.
  package func nextAdmission(rate: Rate) -> Instant {
    Instant(nanoseconds: emptyAt.nanoseconds + rate.cost(of: 1) - rate.period)
  }

  package func isEmpty(now: Instant) -> Bool { emptyAt <= now }
}
