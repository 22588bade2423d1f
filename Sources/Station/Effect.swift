package import GridGame
import Netplay
package import Relay
package import Rollback
package import Vocabulary

/// Everything that a station can ask of its shell.
package enum Effect: Hashable, Sendable {
  /// Give a datagram to a path. With a receipt, tell by `Station.sent` whether the path took it.
  case send([UInt8], to: PeerAddress, receipt: Receipt?)
  /// Open a connection to the relay and say this first; all that it brings carries the attempt.
  case connect(attempt: Int, hello: ClientMessage)
  /// Say something to a member by the present connection, in order and without loss.
  case signal([UInt8], to: PlayerIndex)
  /// Tell the relay what becomes of our seat when the connection is lost.
  case hold(ClientMessage.SeatHold)
  /// Ask the relay for a sign of life.
  case pingRelay
  case hangUp(Goodbye)
  /// Look up hosts, and bring what is found as `Arrival.Content.resolved`.
  case resolve([HostPort])

  /// What a datagram of the match counts as once a path has taken it.
  package struct Receipt: Hashable, Sendable {
    /// The match it belongs to: a late receipt must not count in the next one.
    let epoch: UInt64
    let entry: Outbox.Entry
  }

  /// How the connection to the relay is ended by us.
  package enum Goodbye: Hashable, Sendable {
    /// We leave the room: the seat is free at once, and the others are told.
    case leave
    /// The connection is given up; we want to come back to the seat.
    case abandon
  }
}

/// Asked of one player's side by a key, a script or the end of a process.
package enum Intent: Hashable, Sendable {
  case steer(Heading)
  case boost
  /// The window went behind another: nothing is held any longer.
  case focusLost
  case pause
  /// Play again, or with whoever comes.
  case ready
  /// The bot takes the wheel again, where there is one.
  case letGo
  case impair(NetworkChange)
  /// Alter our own state once, to see the desync found.
  case corrupt
  /// End the present match at this frame, which lies ahead of all machines; for a script that plays
  /// every side.
  case finish(at: Frame)
  case leave
}
