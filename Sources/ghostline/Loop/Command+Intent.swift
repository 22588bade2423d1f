import Station
import Views
import Vocabulary

extension Command {
  /// What the command asks of the player's side; nothing when it is for the screen or the loop.
  var intent: Intent? {
    switch self {
    case .steer(let heading): .steer(heading)
    case .boost: .boost
    case .pause: .pause
    case .corrupt: .corrupt
    case .preset(let number): .impair(.preset(number))
    case .addLatency(let milliseconds): .impair(.addLatency(.milliseconds(milliseconds)))
    case .addJitter(let milliseconds): .impair(.addJitter(.milliseconds(milliseconds)))
    case .addLoss(let percent): .impair(.addLoss(Double(percent)))
    case .toggleDirect: .impair(.toggleCut(.direct))
    case .toggleRelay: .impair(.toggleCut(.relay))
    case .clearImpairments: .impair(.clear)
    case .spike: .impair(.hold(.seconds(2)))
    case .accept, .confirm, .leaveNow, .export, .nextPace, .dismiss, .toggleGhosts,
      .nextPrediction, .nextPanel, .toggleStrip, .nextTheme, .nextMirror, .toggleHelp,
      .freezeDisplay, .redraw, .askToLeave, .suspend:
      nil
    }
  }
}

extension Intent {
  /// Whether it ends a script that plays for somebody: they play themselves.
  var takesOver: Bool {
    switch self {
    case .steer, .boost, .impair: true
    case .focusLost, .pause, .ready, .corrupt, .finish, .leave: false
    }
  }
}
