import Netplay
import Relay
import Station
package import Vocabulary

/// One run of the program by one person: what is around its station.
package struct SimulatedProcess: Sendable {
  /// Whether the program runs.
  package enum Life: Hashable, Sendable {
    case running
    /// Stopped, or its machine asleep, until then.
    case asleep(until: Instant)
    /// It has ended, by itself or not.
    case dead
  }

  /// A connection to the relay as this side knows it.
  struct Connection: Hashable, Sendable {
    let id: ConnectionID
    let attempt: Int
    /// When the newest bytes of each direction arrive: they keep their order.
    var arrivesHere: Instant
    var arrivesThere: Instant
    /// Made from an address that is no longer used: nothing gets through, and nobody is told.
    var isCutOff = false
  }

  package let person: Int
  package let room: RoomCode
  package internal(set) var life = Life.running
  var connection: Connection?
  /// What has arrived and was not looked at.
  var inbox = ArrivalQueue()
  /// When a turn is due, if one is.
  var wakeAt: Instant
  /// The end of the newest thing that went wrong around it.
  var troubledUntil: Instant
  /// Nothing gets to the relay and back until then.
  var relayCutUntil = Instant.zero
  /// The same for the direct path.
  var directCutUntil = Instant.zero
  /// The newest time at which it was in a match while its connection was lost.
  var lostInPlayAt: Instant?
  /// The match whose end has been judged.
  var judgedEpoch: UInt64?
  var matches = 0
  /// Whether it was started with an invite that is none.
  var isMistyped = false
  /// Whether the machine's UDP port is its own: a second program has none.
  var hasSocket = true
  /// Whether it ended although its person did not mean to.
  var isFailed = false
  var diedAt: Instant?

  init(person: Int, room: RoomCode, now: Instant) {
    self.person = person
    self.room = room
    wakeAt = now
    troubledUntil = now
  }

  package var isRunning: Bool { life == .running }

  package var isDead: Bool { life == .dead }

  func isTroubled(now: Instant, within span: Duration) -> Bool { now - troubledUntil < span }

  mutating func troubled(until end: Instant) { troubledUntil = max(troubledUntil, end) }
}
