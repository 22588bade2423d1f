package import Vocabulary

// What the relay has only so much of, and who gets none of it: connections, rooms, memory, sockets.
extension RelayHub {
  /// What is short at present.
  struct Shortage: Hashable, Sendable {
    var isMemoryScarce = false
    /// When it was last said that there are no more sockets.
    var saidNoDescriptors: Instant?
  }

  /// Often enough for a log, and no flood of lines.
  private static let noticeInterval = Duration.seconds(60)

  // MARK: Connections

  /// Why nobody can connect from there now; charges the attempt.
  mutating func objection(
    toConnectionFrom address: ClientAddress, now: Instant
  ) -> CloseReason? {
    guard phase != .stopped else { return .shuttingDown }
    let supply: Allowance.Supply =
      connections.count < limits.connections - limits.connections / 4 ? .ample : .scarce
    for scope in address.scopes {
      let allowance = rates.allowance(of: scope)
      guard addresses[scope, default: AddressRecord()].mayConnect(allowance, now: now) else {
        return .connectingTooOften
      }
      guard addresses[scope]?.connections ?? 0 < allowance.connections(when: supply) else {
        return .tooManyConnections
      }
    }
    if shortage.isMemoryScarce { return .memoryScarce }
    return connections.count < limits.connections ? nil : .tooManyConnections
  }

  /// Tells what the control group uses; returns what an operator should know.
  package mutating func uses(_ memory: MemoryUse) -> RelayNotice? {
    if shortage.isMemoryScarce {
      guard memory.isSufficient else { return nil }
      shortage.isMemoryScarce = false
      return .memorySufficient(memory)
    }
    guard memory.isScarce else { return nil }
    shortage.isMemoryScarce = true
    return .memoryScarce(memory)
  }

  /// The system refused a socket; returns what an operator should know, now and then.
  package mutating func ranOutOfDescriptors(errno: Int32, now: Instant) -> RelayNotice? {
    counters.acceptancePauses += 1
    if let said = shortage.saidNoDescriptors, now - said < Self.noticeInterval { return nil }
    shortage.saidNoDescriptors = now
    return .outOfDescriptors(errno: errno)
  }

  /// Where members are: whoever asks something from there is no forged sender, for TCP has been there.
  package var memberAddresses: Set<ClientAddress> {
    Set(connections.values.lazy.filter { $0.membership != nil }.map(\.address))
  }

  // MARK: Rooms

  /// Whether there may be one more room; one that nobody is in goes for it.
  mutating func hasSpaceForRoom(now: Instant) -> Bool {
    if rooms.count < limits.rooms { return true }
    // Whoever played in it builds it again when they come back; a room of nobody's is the first to go.
    let empty = rooms.filter { $0.value.emptySince != nil }
    let victim = empty.min { a, b in
      let (isKept, isOtherKept) = (a.value.keepsSeat(now: now), b.value.keepsSeat(now: now))
      return isKept == isOtherKept ? Self.goesBefore(a, b) : isOtherKept
    }
    guard let victim else { return false }
    forget(victim.key)
    return true
  }

  /// A room that its last member has just left costs the address that opened it an older one.
  mutating func makeWayForEmptied(_ room: RoomCode) {
    guard let emptied = rooms[room], emptied.emptySince != nil, let opener = emptied.opener else {
      return
    }
    for scope in opener.scopes {
      let empty = rooms.filter { _, room in
        room.emptySince != nil && room.opener?.scopes.contains(scope) == true
      }
      guard empty.count > rates.allowance(of: scope).emptyRooms else { continue }
      if let oldest = empty.min(by: Self.goesBefore) { forget(oldest.key) }
    }
  }

  private static func goesBefore(
    _ a: (key: RoomCode, value: Room), _ b: (key: RoomCode, value: Room)
  ) -> Bool {
    guard a.value.emptySince == b.value.emptySince else {
      return (a.value.emptySince ?? .zero) < (b.value.emptySince ?? .zero)
    }
    return a.key < b.key
  }

  private mutating func forget(_ room: RoomCode) {
    rooms[room] = nil
    counters.roomsClosed += 1
    counters.roomsDisplaced += 1
  }
}
