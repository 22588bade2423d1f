import Vocabulary

/// Remembers what one address may still do.
struct AddressRecord: Hashable, Sendable {
  private(set) var connections = 0
  private var roomCreations = RateMeter()
  private var failedJoins = RateMeter()
  /// Penalties so far, and the end of the newest.
  private var penalties = 0
  private var blockedUntil = Instant.zero

  mutating func connected() { connections += 1 }

  mutating func disconnected() {
    precondition(connections > 0, "an address lost more connections than it had")
    connections -= 1
  }

  mutating func mayCreateRoom(rates: HubRates, now: Instant) -> Bool {
    roomCreations.admits(rate: rates.roomCreations, now: now)
  }

  func mayJoin(now: Instant) -> Bool { blockedUntil <= now }

  /// Counts a failed join; one that is not within the rate starts a penalty, each twice as long.
  mutating func failedToJoin(_ limits: RelayLimits, rates: HubRates, now: Instant) {
    guard !failedJoins.admits(rate: rates.failedJoins, now: now) else { return }
    var penalty = limits.firstPenalty
    for _ in 0..<min(penalties, 16) where penalty < limits.longestPenalty { penalty *= 2 }
    blockedUntil = now + min(penalty, limits.longestPenalty)
    penalties += 1
  }

  /// Whether nothing would be lost by forgetting it.
  func isForgettable(_ limits: RelayLimits, now: Instant) -> Bool {
    connections == 0 && roomCreations.isEmpty(now: now) && failedJoins.isEmpty(now: now)
      && (penalties == 0 || blockedUntil + limits.longestPenalty <= now)
  }
}
