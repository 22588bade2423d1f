package import Rollback
package import Vocabulary

/// Tells what the session puts in front of the board.
package enum Overlay: Hashable, Sendable {
  case none
  case waiting(WaitingRoom)
  case connectionLost(ConnectionLoss)
  case matchOver(MatchResult)
  /// All have agreed to wait; a player asked for it.
  case paused(AgreedPause)
  /// The pause is about to end.
  case goingOn(seconds: Int)
  /// Something that must be read: an error, a refusal.
  case notice(title: String, lines: [String])
}

/// Holds whose pause it is, and when it ends if nobody ends it.
package struct AgreedPause: Hashable, Sendable {
  package var seat: PlayerIndex
  /// Nothing where pauses have no limit.
  package var secondsLeft: Int?

  package init(by seat: PlayerIndex, secondsLeft: Int?) {
    self.seat = seat
    self.secondsLeft = secondsLeft
  }
}

/// Holds who has come and how others can.
package struct WaitingRoom: Hashable, Sendable {
  /// Holds one player in the room.
  package struct Guest: Hashable, Sendable {
    package var seat: PlayerIndex
    package var name: String
    /// As `P2P 86 ms · map ✓`.
    package var detail: String
    package var isReady: Bool
    /// Not who only measures the connection.
    package var plays = true

    package init(seat: PlayerIndex, name: String, detail: String, isReady: Bool) {
      self.seat = seat
      self.name = name
      self.detail = detail
      self.isReady = isReady
    }
  }

  /// Tells what has become of the wish to copy the invite.
  package enum Copy: Hashable, Sendable {
    case none
    /// The terminal was asked to; it does not say whether it has.
    case sent
    /// The terminal is of a kind that knows no such request.
    case impossible
  }

  package var room: String
  /// What the others type after `ghostline join`; `nil` for who was invited.
  package var invite: String?
  package var players: Int
  /// Rounds to win the match; nothing as long as only the creator of the room knows.
  package var wins: Int?
  package var guests: [Guest]
  package var copy = Copy.none
  /// Whole sentences about the room, as `the host is away for 12 s: wait here`.
  package var notices: [String] = []
  /// How those who are here stand; nothing before the first match.
  package var series: Series?

  package init(room: String, invite: String?, players: Int, guests: [Guest]) {
    self.room = room
    self.invite = invite
    self.players = players
    self.guests = guests
  }
}

/// Holds how long a peer has been out of reach.
package struct ConnectionLoss: Hashable, Sendable {
  package var peer: String
  package var seconds: Double
  package var limitSeconds: Double
  package var frozenAt: Frame
  /// What is being tried, as `P2P probing · RELAY connecting`.
  package var detail: String

  package init(
    peer: String, seconds: Double, limitSeconds: Double, frozenAt: Frame, detail: String
  ) {
    self.peer = peer
    self.seconds = seconds
    self.limitSeconds = limitSeconds
    self.frozenAt = frozenAt
    self.detail = detail
  }
}
