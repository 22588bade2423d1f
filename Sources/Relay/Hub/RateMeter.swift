/// A steady allowance: one unit per `interval`, and a burst of `burst` worth of units at once.
struct Rate: Hashable, Sendable {
  fileprivate let intervalNanoseconds: Int64
  fileprivate let burstNanoseconds: Int64

  /// `count` units in any second; all of them may come at once.
  static func perSecond(_ count: Int) -> Rate { Rate(count, per: 1_000_000_000) }
  /// `count` units in any minute; all of them may come at once.
  static func perMinute(_ count: Int) -> Rate { Rate(count, per: 60_000_000_000) }

  private init(_ count: Int, per period: Int64) {
    precondition(count > 0, "a rate of \(count) admits nothing")
    intervalNanoseconds = period / Int64(count)
    burstNanoseconds = period
  }
}

/// Measures one source against a `Rate`: a leaky bucket whose only state is the time at which it is
/// empty again (the "generic cell rate algorithm" of ATM, ITU-T I.371).
struct RateMeter: Hashable, Sendable {
  enum Verdict: Hashable, Sendable {
    case within
    case over
    /// So far over that it cannot be the burst of an honest client after a pause.
    case abusive
  }

  private var emptyAt = RelayInstant.zero

  /// Charges `units` whether or not they are within, so that a flood does not become cheaper by
  /// being dropped; the debt is bounded, so that it is paid off in a bounded time.
  mutating func charge(_ units: Int = 1, rate: Rate, abuse: Int, now: RelayInstant) -> Verdict {
    let limit = rate.burstNanoseconds * Int64(abuse)
    let start = max(emptyAt, now).nanoseconds
    let debt = min(
      start - now.nanoseconds + rate.intervalNanoseconds * Int64(units),
      limit + rate.intervalNanoseconds)
    emptyAt = RelayInstant(nanoseconds: now.nanoseconds + debt)
    if debt > limit { return .abusive }
    return debt > rate.burstNanoseconds ? .over : .within
  }

  /// Charges one unit if it is within, and none otherwise.
  mutating func admits(rate: Rate, now: RelayInstant) -> Bool {
    let start = max(emptyAt, now).nanoseconds
    guard start - now.nanoseconds + rate.intervalNanoseconds <= rate.burstNanoseconds else {
      return false
    }
    emptyAt = RelayInstant(nanoseconds: start + rate.intervalNanoseconds)
    return true
  }

  func isEmpty(now: RelayInstant) -> Bool { emptyAt <= now }
}
