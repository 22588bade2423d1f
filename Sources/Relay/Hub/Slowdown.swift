import Vocabulary

/// Counts the failed attempts of one address, and says how long its next one has to wait.
///
/// Nobody is locked out: behind one address there may be a whole household, a proxy, or half a town
/// (RFC 6598), and the delay has a longest one. It holds up whoever comes from there until the token is
/// looked at, right or wrong: one who hangs up early has learned nothing. So guesses from one address
/// are at most as many in that time as it may have connections.
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
