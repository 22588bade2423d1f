package import GridGame

/// Names what the player wants of the game, its network or its screen.
package enum Command: Hashable, Sendable {
  case steer(Heading)
  case boost
  /// Enter: ready, again, or acknowledge.
  case accept
  /// Escape: closes what is open.
  case dismiss

  /// 1...6, the network presets from best to worst.
  case preset(Int)
  case addLatency(milliseconds: Int)
  case addJitter(milliseconds: Int)
  case addLoss(percent: Int)
  /// Cuts or heals the direct path.
  case toggleDirect
  case toggleRelay
  case clearImpairments
  /// Holds all packets for a while.
  case spike
  /// Corrupts our own state once.
  case corrupt
  /// Asks to pause, or to go on.
  case pause
  /// Slows time down, or lets it go on as ever, where all players are in this process.
  case nextPace

  case toggleGhosts
  case nextPrediction
  case nextPanel
  case toggleStrip
  case nextTheme
  /// Swaps the other player's screen and the confirmed board.
  case nextMirror
  case toggleHelp
  case freezeDisplay
  case redraw
  case export

  /// Asks whether to leave; `confirm` leaves.
  case askToLeave
  case confirm
  /// Ctrl-C: leaves without a question.
  case leaveNow
  case suspend
}
