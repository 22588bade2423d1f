import Vocabulary

/// Remembers what one address may still do.
struct AddressRecord: Hashable, Sendable {
  private(set) var connections = 0
  private var roomCreations = RateMeter()
  private var slowdown = Slowdown()

  mutating func connected() { connections += 1 }

  mutating func disconnected() {
    precondition(connections > 0, "an address lost more connections than it had")
    connections -= 1
  }

  /// Charges a room that is to be opened; returns how long to wait if there were too many, else nothing.
  mutating func chargeRoom(rates: HubRates, now: Instant) -> Wait? {
    if roomCreations.admits(rate: rates.roomCreations, now: now) { return nil }
    return Wait(atLeast: roomCreations.nextAdmission(rate: rates.roomCreations) - now)
  }

  mutating func failedToJoin(_ limits: RelayLimits, now: Instant) {
    slowdown.failed(limits, now: now)
  }

  /// How long the next attempt from here waits until it is looked at.
  func waitToJoin(_ limits: RelayLimits, now: Instant) -> Wait { slowdown.wait(limits, now: now) }

  /// Whether nothing would be lost by forgetting it.
  func isForgettable(now: Instant) -> Bool {
    connections == 0 && roomCreations.isEmpty(now: now) && slowdown.isOver(now: now)
  }
}
