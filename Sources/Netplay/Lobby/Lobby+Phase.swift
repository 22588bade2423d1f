package import Rollback

/// What a lobby knows of the others, where it stands, and what it asks for.
extension Lobby {
  package struct Member: Hashable, Sendable {
    package let seat: PlayerIndex
    package var name: DisplayText?
    package var reach = Reachability()
    package var agreement: LobbyMessage.Agreement?
    package var wantsAgain = false
  }

  package enum Phase: Hashable, Sendable {
    /// Waiting for players, or for the creator's terms.
    case gathering
    /// Terms are on the table; the initial state is compared.
    case agreeing(MatchTerms)
    case playing(MatchTerms)
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
  }
}
