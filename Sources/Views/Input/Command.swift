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

  /// What a key means; `nil` when it means nothing.
  package init?(_ key: Key) {
    switch key {
    case .up: self = .steer(.up)
    case .down: self = .steer(.down)
    case .left: self = .steer(.left)
    case .right: self = .steer(.right)
    case .enter: self = .accept
    case .escape: self = .dismiss
    case .tab: self = .nextPanel
    case .character(let scalar): self.init(character: scalar)
    case .control(let scalar): self.init(control: scalar)
    case .backTab, .backspace, .focusIn, .focusOut: return nil
    }
  }

  private init?(character: Unicode.Scalar) {
    switch character {
    case "w", "W": self = .steer(.up)
    case "s", "S": self = .steer(.down)
    case "a", "A": self = .steer(.left)
    case "d", "D": self = .steer(.right)
    case " ": self = .boost
    case "1", "2", "3", "4", "5", "6": self = .preset(Int(character.value) - 0x30)
    case "[": self = .addLatency(milliseconds: -10)
    case "]": self = .addLatency(milliseconds: 10)
    case "{": self = .addJitter(milliseconds: -5)
    case "}": self = .addJitter(milliseconds: 5)
    case "-": self = .addLoss(percent: -1)
    case "=", "+": self = .addLoss(percent: 1)
    case "x": self = .toggleDirect
    case "X": self = .toggleRelay
    case "0": self = .clearImpairments
    case "f": self = .spike
    case "P": self = .pause
    case "n": self = .nextPace
    case "g": self = .toggleGhosts
    case "p": self = .nextPrediction
    case "i": self = .toggleStrip
    case "t": self = .nextTheme
    case "v": self = .nextMirror
    case "?": self = .toggleHelp
    case "e": self = .export
    case "q": self = .askToLeave
    case "y": self = .confirm
    default: return nil
    }
  }

  private init?(control: Unicode.Scalar) {
    switch control {
    case "c": self = .leaveNow
    case "d": self = .corrupt
    case "f": self = .freezeDisplay
    case "l": self = .redraw
    case "z": self = .suspend
    default: return nil
    }
  }
}
