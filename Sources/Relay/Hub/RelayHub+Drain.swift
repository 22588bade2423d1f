package import Vocabulary

// How a relay comes to its end without ending anybody's match.
extension RelayHub {
  /// Takes no new rooms from now on, tells all who are in one, and stops with the last of them.
  ///
  /// - Parameters:
  ///   - time: How long that may take: what goes on then is ended.
  ///   - next: Where new rooms can be opened instead.
  package mutating func drain(
    for time: Duration, next: NextRelay? = nil, now: Instant, into effects: inout [RelayEffect]
  ) {
    guard phase == .serving else { return }
    phase = .draining(until: now + time, next: next)
    for id in connections.keys.sorted() where connections[id]?.membership != nil {
      tellOfDrain(id, now: now, into: &effects)
    }
  }

  /// Whoever sits down in a room of a relay that drains has to know it too.
  mutating func tellOfDrain(_ id: ConnectionID, now: Instant, into effects: inout [RelayEffect]) {
    guard case .draining(_, let next) = phase else { return }
    send(RelayMessage.draining(next).encoded, to: id, now: now, into: &effects)
  }

  /// Why no room is opened; nothing while rooms are.
  var closingTime: RefusalReason? {
    switch phase {
    case .serving: nil
    case .draining(_, let next): .draining(next)
    case .stopped: .shuttingDown
    }
  }

  /// What goes on on the other event loops of a relay.
  package enum Others: Hashable, Sendable {
    /// Nothing any more, or there are none.
    case drained
    /// Rooms: who comes to them may come in by us.
    case serving
  }

  /// Whether this hub stops now.
  func isOver(now: Instant, _ others: Others) -> Bool {
    guard case .draining(let until, _) = phase else { return false }
    return now >= until || (others == .drained && isDrained(now: now))
  }

  /// A room counts while somebody is in it, or may come back to a match.
  func isDrained(now: Instant) -> Bool {
    rooms.values.allSatisfy { $0.isDeserted(now: now) }
  }
}
