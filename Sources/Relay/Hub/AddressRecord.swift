import Vocabulary

/// Remembers what one address, or a whole site, may still do.
struct AddressRecord: Hashable, Sendable {
  private(set) var connections = 0
  private var attempts = RateMeter()
  private var roomCreations = RateMeter()
  private var slowdown = Slowdown()

  mutating func connected() { connections += 1 }

  mutating func disconnected() {
    precondition(connections > 0, "an address lost more connections than it had")
    connections -= 1
  }

  /// Charges an attempt to connect; returns whether there may be one.
  mutating func mayConnect(_ allowance: Allowance, now: Instant) -> Bool {
    attempts.admits(rate: allowance.attempts, now: now)
  }

  /// Charges a room that is to be opened; returns how long to wait if there were too many, else nothing.
  mutating func chargeRoom(_ allowance: Allowance, now: Instant) -> Wait? {
    if roomCreations.admits(rate: allowance.roomCreations, now: now) { return nil }
    return Wait(atLeast: roomCreations.nextAdmission(rate: allowance.roomCreations) - now)
  }

  mutating func failedToJoin(_ limits: RelayLimits, now: Instant) {
    slowdown.failed(limits, now: now)
  }

  /// How long the next attempt from here waits until it is looked at.
  func waitToJoin(_ limits: RelayLimits, now: Instant) -> Wait { slowdown.wait(limits, now: now) }

  /// Whether nothing would be lost by forgetting it.
  func isForgettable(now: Instant) -> Bool {
    connections == 0 && attempts.isEmpty(now: now) && roomCreations.isEmpty(now: now)
      && slowdown.isOver(now: now)
  }
}

/// What an address may do, or a site of many.
struct Allowance: Hashable, Sendable {
  private let connections: Int
  private let modestConnections: Int
  let attempts: Rate
  let roomCreations: Rate
  let emptyRooms: Int

  init(_ limits: RelayLimits, times factor: Int) {
    connections = limits.connectionsPerAddress * factor
    modestConnections = limits.modestConnections * factor
    attempts = .perMinute(limits.connectionsPerMinute * factor)
    roomCreations = .perMinute(limits.roomsPerMinute * factor)
    emptyRooms = limits.emptyRoomsPerAddress * factor
  }

  /// How many it may have, so much of what there is being taken.
  func connections(when supply: Supply) -> Int {
    switch supply {
    case .ample: connections
    case .scarce: min(connections, modestConnections)
    }
  }

  enum Supply: Hashable, Sendable {
    case ample, scarce
  }
}
