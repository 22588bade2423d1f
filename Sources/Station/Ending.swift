package import GridGame
package import Relay

/// Why one player's side is over.
package enum Ending: Hashable, Sendable {
  /// The player left, or a script that had nothing more to do.
  case left
  /// There is no connection to the relay, and trying again is no use.
  case relay(RelayClosure)
  case lobby(Lobby.Failure)
  /// The room plays something else than what was asked for here.
  case contradiction(StationOptions.Contradiction)
  /// The room's map makes no game here.
  case map(MapError)
  case mapIsNotFor(players: Int)
  /// The host has closed the room before a match began.
  case hostClosedRoom
  /// Nobody came, or came back, to a side that nobody sits at.
  case nobodyCame
}
