package import GridGame
package import Station

/// Names what a person wants: of our side of the match and its network, of the screen, or of the
/// program.
package enum Command: Hashable, Sendable {
  /// To be told to our side of the match.
  case ask(Intent)
  /// Done by the screen alone.
  case show(View)
  /// Enter: ready, again, or acknowledge.
  case accept
  /// Says yes where a question is open; leaves.
  case confirm
  /// Asks whether to leave; `confirm` leaves then.
  case askToLeave
  /// Leaves without a question.
  case leaveNow
  /// Slows time down, or lets it go on as ever, where all players are in this process.
  case nextPace
  /// Goes to another act of the demo; does nothing elsewhere.
  case walk(Demo.Direction)
  case export
  /// Puts the invite where the terminal pastes from.
  case copyInvite
  case redraw
  /// The window is in front again: whose is the terminal, and in which modes?
  case look
  case suspend

  /// Names what a person wants to see.
  package enum View: Hashable, Sendable {
    case ghosts
    case nextPrediction
    case nextPanel
    case strip
    case nextTheme
    /// Swaps the other player's screen and the confirmed board.
    case nextMirror
    case help
    case freeze
    case olderLog
    case newerLog
    case nextLogFilter
    /// Closes what is open.
    case dismiss
  }
}

extension Command {
  package static func steer(_ heading: Heading) -> Command { .ask(.steer(heading)) }
  package static let boost = Command.ask(.boost)
  package static let pause = Command.ask(.pause)
}
