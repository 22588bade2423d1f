import Crypto
package import Vocabulary

/// Gathers events until its owner takes them; a flood fills no disk.
package struct RelayJournal: Hashable, Sendable {
  /// What strangers can make us write: about 10 kB a second.
  package static let linesPerSecond = 50
  private static let rate = Rate.perSecond(linesPerSecond)

  private let salt: [UInt8]
  private var meter = RateMeter()
  private var leftOut = 0
  private var events: [RelayEvent] = []

  /// - Parameter salt: Bytes that nobody knows, drawn at each start: marks of rooms cannot be traced back
  ///   by trying rooms, nor from one start to the next.
  package init(salt: [UInt8]) { self.salt = salt }

  /// Notes it, or only that there was one more.
  package mutating func note(_ event: RelayEvent, now: Instant) {
    guard meter.admits(rate: Self.rate, now: now) else {
      leftOut += 1
      return
    }
    if leftOut > 0 { events.append(.leftOut(lines: leftOut)) }
    leftOut = 0
    events.append(event)
  }

  /// What was noted since the last time.
  package mutating func take() -> [RelayEvent] {
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  package func mark(of room: RoomCode) -> RoomMark {
    var bytes = salt
    bytes += room.bytes
    let digits = SHA256.hash(data: bytes).prefix(4).map { byte in
      String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
    return RoomMark(text: digits.joined())
  }
}

extension RelayHub {
  /// Notes from now on what happens.
  package mutating func keepJournal(salt: [UInt8]) { journal = RelayJournal(salt: salt) }

  /// What was noted since the last time.
  package mutating func takeEvents() -> [RelayEvent] { journal?.take() ?? [] }

  mutating func note(
    _ room: RoomCode, now: Instant, _ event: (RoomMark) -> RelayEvent
  ) {
    guard let mark = journal?.mark(of: room) else { return }
    journal?.note(event(mark), now: now)
  }
}
