package import Relay
package import Vocabulary

/// What a player waits for or has to know, what helps, and since when; the sentence is made elsewhere.
package struct Notice: Hashable, Sendable {
  package enum Situation: Hashable, Sendable {
    /// The relay is being asked for the first time.
    case enteringRoom
    /// The relay looks at our invite only after so long, since wrong ones came from our address.
    case slowed(left: Duration)
    /// There is no connection to the relay; why not, if any was tried.
    case relayAway(RelayClosure?)
    /// The relay opens no new rooms and stops with the last one; where the next can be opened.
    case relayDraining(next: NextRelay?)
    /// We are not in the room, since somebody has every seat of it.
    case roomFull
    /// Seats are empty.
    case waitingForPlayers(missing: Int)
    /// These have sat down, and have not said who they are: keys are being agreed.
    case arriving([PlayerIndex])
    /// These have come to measure the connection alone, and have seats meanwhile.
    case measured(by: [PlayerIndex])
    /// All are here, and the creator's terms are being compared.
    case agreeing
    /// The host's connection is lost, or it was never seen.
    case hostAway
    /// The host has left, and with it whoever could begin another match.
    case hostLeft
    /// The connection of a player is lost, before or after a match.
    case away(PlayerIndex)
    /// A player has left for good.
    case left(PlayerIndex)
    /// We want the next match, and these have not said so yet.
    case awaitingWish([PlayerIndex])
    /// These want the next match, and we have not said so yet.
    case wished([PlayerIndex])
    /// Nothing comes from a player in a match.
    case silent(PlayerIndex)
    /// A player has ended the match, since nothing came from us while we slept or were cut off.
    case givenUp(by: PlayerIndex)
    /// This machine, or this program, stood still for so long.
    case slept(Duration)
  }

  /// What the player can do about it.
  package enum Remedy: Hashable, Sendable {
    /// Nothing: it goes on by itself.
    case wait
    /// Say that one is ready.
    case ready
    /// Give the invite to somebody.
    case invite
    /// Wait, or leave and ask the host for another invite.
    case waitOrAskForInvite
    /// Leave: there is nothing more to come here.
    case leave
  }

  package let situation: Situation
  package let remedy: Remedy
  package let since: Instant

  init(_ situation: Situation, _ remedy: Remedy, since: Instant) {
    self.situation = situation
    self.remedy = remedy
    self.since = since
  }
}
