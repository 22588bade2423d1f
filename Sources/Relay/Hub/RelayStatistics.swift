/// Counts by kind, without a dictionary.
package struct Tally<Kind: CaseIterable & RawRepresentable & Sendable>: Hashable, Sendable
where Kind.RawValue == UInt8 {
  private var counts = [UInt64](repeating: 0, count: Kind.allCases.count)

  package init() {}

  package subscript(kind: Kind) -> UInt64 { counts[Int(kind.rawValue)] }

  mutating func count(_ kind: Kind) { counts[Int(kind.rawValue)] += 1 }

  mutating func add(_ other: Tally) {
    for (kind, count) in other.counts.enumerated() { counts[kind] += count }
  }

  package var total: UInt64 { counts.reduce(0, +) }
}

/// What an operator may want to graph: counters since the start, and four present values.
package struct RelayStatistics: Hashable, Sendable {
  package enum Drop: UInt8, CaseIterable, Sendable {
    /// The sender was over its rate.
    case rateLimited
    /// Nobody sits at the seat it was addressed to.
    case emptySeat
    /// A newer message of the same sender replaced it while the receiver did not read.
    case conflated
  }

  package enum Ending: UInt8, CaseIterable, Sendable {
    case refused, left, handshakeTimeout, authenticationTimeout, silent, unwritable, replaced
    case roomExpired, tooManyConnections, connectingTooOften, memoryScarce, violation, shuttingDown
    /// The client, or the network, ended it.
    case closedByClient
  }

  package var connectionsOpened: UInt64 = 0
  /// Connections of proxies that ended before they had said for whom they spoke; not among the others.
  package var unannounced: UInt64 = 0
  package var handshakes: UInt64 = 0
  package var roomsCreated: UInt64 = 0
  package var roomsClosed: UInt64 = 0
  /// Those of them that nobody was in, and that went for others.
  package var roomsDisplaced: UInt64 = 0
  /// How often the system had no socket for who wanted to connect.
  package var acceptancePauses: UInt64 = 0
  package var joins: UInt64 = 0
  /// Seats that were taken again after their connection was lost.
  package var resumptions: UInt64 = 0
  /// Joins of rooms that are not there: no token is wrong in any other way.
  package var failedJoins: UInt64 = 0
  /// Of those the ones that had to wait, since others from their address had failed.
  package var slowedJoins: UInt64 = 0
  /// Comings that had to wait, since their seat was taken too often.
  package var slowedSeatings: UInt64 = 0

  package var framesIn: UInt64 = 0
  /// Frames of connections that had been ended: the shell should not have looked at them.
  package var framesAfterEnd: UInt64 = 0
  package var bytesIn: UInt64 = 0
  package var framesOut: UInt64 = 0
  package var bytesOut: UInt64 = 0
  package var dataForwarded: UInt64 = 0
  package var signalsForwarded: UInt64 = 0
  package var pongsWithheld: UInt64 = 0

  package var drops = Tally<Drop>()
  package var endings = Tally<Ending>()
  package var refusals = Tally<RefusalReason.Code>()
  package var violations = Tally<ProtocolViolation>()

  // The present.
  package var connections = 0
  package var rooms = 0
  package var members = 0
  package var addresses = 0

  package init() {}
}

extension RelayStatistics {
  mutating func count(_ reason: CloseReason) {
    switch reason {
    case .refused: endings.count(.refused)
    case .left: endings.count(.left)
    case .handshakeTimeout: endings.count(.handshakeTimeout)
    case .authenticationTimeout: endings.count(.authenticationTimeout)
    case .silent: endings.count(.silent)
    case .unwritable: endings.count(.unwritable)
    case .replaced: endings.count(.replaced)
    case .roomExpired: endings.count(.roomExpired)
    case .tooManyConnections: endings.count(.tooManyConnections)
    case .connectingTooOften: endings.count(.connectingTooOften)
    case .memoryScarce: endings.count(.memoryScarce)
    case .violation(let violation):
      endings.count(.violation)
      violations.count(violation)
    case .shuttingDown: endings.count(.shuttingDown)
    }
  }
}

extension RelayStatistics {
  package static let counters: [any WritableKeyPath<RelayStatistics, UInt64> & Sendable] = [
    \.unannounced,
    \.connectionsOpened, \.handshakes, \.roomsCreated, \.roomsClosed, \.roomsDisplaced,
    \.acceptancePauses, \.joins, \.resumptions, \.failedJoins, \.slowedJoins, \.slowedSeatings,
    \.framesIn, \.framesAfterEnd, \.bytesIn, \.framesOut, \.bytesOut, \.dataForwarded,
    \.signalsForwarded, \.pongsWithheld,
  ]

  /// Adds what another event loop of the same relay has counted; a test compares with the properties, so
  /// that none can be forgotten here.
  package mutating func add(_ other: RelayStatistics) {
    for counter in Self.counters { self[keyPath: counter] += other[keyPath: counter] }
    drops.add(other.drops)
    endings.add(other.endings)
    refusals.add(other.refusals)
    violations.add(other.violations)
    connections += other.connections
    rooms += other.rooms
    members += other.members
    addresses += other.addresses
  }
}
