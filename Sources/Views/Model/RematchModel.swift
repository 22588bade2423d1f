import Rollback
package import Vocabulary

/// Holds what becomes of the room after a match: who wants to play again, and what Enter does now.
package struct RematchModel: Hashable, Sendable {
  /// Tells where a player is.
  package enum Standing: Hashable, Sendable {
    case wantsRematch
    case atSummary
    /// A newcomer arrives.
    case connecting
    /// Only measures the connection.
    case measuring
    /// The connection is lost for so long, and may come back.
    case away(seconds: Int)
    /// For good.
    case left
    /// Nobody has the seat; whoever has the invite can take it.
    case empty
  }

  /// Tells what Enter does.
  package enum Offer: Hashable, Sendable {
    case playAgain
    /// Nothing more: we have asked, and these have not answered yet.
    case waitingFor(names: [String])
    case playWithNewcomer(name: String)
    /// Goes back to the waiting room, where the invite is: a seat is free.
    case waitForSomebody
    /// Nothing: no match can follow here, and the sentence says why.
    case none(why: String)
  }

  /// Holds one seat.
  package struct Row: Hashable, Sendable {
    package var seat: PlayerIndex
    package var name: String
    package var isLocal: Bool
    package var standing: Standing

    package init(seat: PlayerIndex, name: String, isLocal: Bool, standing: Standing) {
      self.seat = seat
      self.name = name
      self.isLocal = isLocal
      self.standing = standing
    }
  }

  /// In the order of the seats, the local one too.
  package var players: [Row]
  /// Nothing before there is more than the one match to tell of.
  package var series: Series?
  package var offer: Offer

  package init(players: [Row], series: Series? = nil, offer: Offer) {
    self.players = players
    self.series = series
    self.offer = offer
  }
}
