package import Netplay
import Rollback
package import Vocabulary

/// What a lobby knows of the others, where it stands, and what it asks for.
extension Lobby {
  /// Somebody who sits in the room now.
  package struct Member: Hashable, Sendable {
    package let seat: PlayerIndex
    /// Since when it is here.
    package let since: Instant
    package var name: DisplayText?
    package var reach = Reachability()
    /// What it made of the terms on the table.
    var agreement: LobbyMessage.Agreement?
    /// Who is new wants the next match, or to measure; who looks at a summary has to say so.
    package internal(set) var wish = LobbyMessage.Wish.undecided
    /// The episode that it played last.
    package internal(set) var episode: UInt64?

    /// Whether it wants the next match.
    package var isReady: Bool { wish == .match }
    /// Whether it has come to measure the connection, and never plays.
    package var isMeasuring: Bool { wish == .measurement }
  }

  /// What we have come for.
  package enum Purpose: Hashable, Sendable {
    case play
    /// To measure the way to the host; no match begins while we are here.
    case measure
  }

  /// Somebody who sat there and no longer does.
  package struct Absent: Hashable, Sendable {
    package enum Manner: Hashable, Sendable {
      /// The connection to the relay was lost: it may come back.
      case lost
      /// It said goodbye.
      case left
    }

    package let seat: PlayerIndex
    /// Nothing when it never told.
    package let name: DisplayText?
    package let manner: Manner
    package let since: Instant
  }

  /// A match as it looks from here.
  struct Episode: Hashable, Sendable {
    let terms: MatchTerms
    /// Whether we have seen its end.
    var isComplete = false

    var over: LobbyMessage { .over(epoch: terms.epoch, isComplete: isComplete) }
  }

  package enum Phase: Hashable, Sendable {
    /// We are ready; waiting for players, for their wish to play, or for the creator's terms.
    case gathering
    /// Terms are on the table; with what we made of them, once we have.
    case agreeing(MatchTerms, LobbyMessage.Agreement?)
    case playing(MatchTerms)
    /// The summary is on our screen, and we have not asked for more.
    case over(MatchTerms)
    /// Nothing is heard or said any more.
    case failed(Failure)
  }

  /// Why no episode can start; both sides learn it, each with the numbers seen from its side.
  package enum Failure: Hashable, Sendable {
    /// The other speaks another version of the wire format.
    case version(PlayerIndex, ours: UInt8, theirs: UInt8)
    case declined(PlayerIndex, LobbyMessage.Reason)
    /// The other's program makes another configuration of the terms: other rules, another tick rate.
    case configuration(PlayerIndex, ours: UInt64, theirs: UInt64)
    case initialState(PlayerIndex, ours: UInt64, theirs: UInt64)
  }

  package enum Effect: Hashable, Sendable {
    case send(LobbyMessage, to: PlayerIndex)
    /// The creator: all are here; make terms and call `offer`.
    case termsWanted
    /// Make the initial state of these terms and call `agreed` or `decline`.
    case offered(MatchTerms)
    case start(MatchTerms)
    case failed(Failure)
    /// A member with whom we play told where it can be reached directly from now on.
    case reachable(Reachability, PlayerIndex)
    /// A member has the summary of this episode, which we still play, on its screen.
    case endedElsewhere(epoch: UInt64, by: PlayerIndex, isComplete: Bool)
  }
}
