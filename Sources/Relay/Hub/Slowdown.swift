import Vocabulary

/// Counts the failed attempts of one address, and says how long its next one has to wait.
///
/// Behind one address there may be a whole household, a proxy, or half a town (RFC 6598): nobody whose
/// token opens a room that is there waits for it, and for the others the delay has a longest one. That
/// a right token is told from a wrong one by that helps nobody to find one among 2^128.
struct Slowdown: Hashable, Sendable {
  /// When all failures will be forgiven, one after the other.
  private var forgivenAt = Instant.zero

  mutating func failed(_ limits: RelayLimits, now: Instant) {
    let bound = now + limits.failureMemory * limits.mostFailures
    forgivenAt = min(max(forgivenAt, now) + limits.failureMemory, bound)
  }

  /// None for the first failures, then doubled with each one.
  func wait(_ limits: RelayLimits, now: Instant) -> Wait {
    var excess = failures(limits, now: now) - limits.failuresForgiven
    guard excess > 0 else { return .none }
    var delay = limits.firstDelay
    while excess > 1, delay < limits.longestDelay {
      delay *= 2
      excess -= 1
    }
    return Wait(atLeast: min(delay, limits.longestDelay))
  }

  func isOver(now: Instant) -> Bool { forgivenAt <= now }

  /// Those that are not forgiven yet.
  private func failures(_ limits: RelayLimits, now: Instant) -> Int {
    guard !isOver(now: now) else { return 0 }
    let unit = limits.failureMemory.wholeNanoseconds
    return Int(((forgivenAt - now).wholeNanoseconds + unit - 1) / unit)
  }
}
