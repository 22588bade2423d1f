import Station

/// Holds how the player wants to see the game; changed by keys, read by every drawing.
package struct ViewOptions: Hashable, Sendable {
  /// Tells what of the sidebar is shown.
  package enum Panel: Hashable, Sendable {
    case full
    /// The small sidebar also where there is room for the full one.
    case compact
    /// The board alone. Where both do not fit, the sidebar alone is `full` and `compact`.
    case off
  }

  /// Tells which of the two states the board shows.
  package enum Prediction: Hashable, Sendable {
    /// The predicted state, with what is not confirmed marked when it lags visibly.
    case automatic
    /// The predicted state without marks.
    case predictedOnly
    /// The confirmed state alone.
    case confirmedOnly
    /// The predicted state, always marked.
    case both
  }

  /// Tells what is open in front of the board on the player's own wish.
  package enum Sheet: Hashable, Sendable {
    case none
    case help
    case leaveQuestion
  }

  /// Tells what a screen with room for it shows in its right column.
  package enum SecondBoard: Hashable, Sendable {
    /// What the other player sees, or the confirmed board where nobody knows that.
    case mirror
    case confirmed
  }

  package var theme: Theme
  /// How wide characters are on the terminal.
  package let widths: WidthTable
  package var glyphs = GlyphSet.full
  package var keys = KeyMap()
  package var panel = Panel.full
  package var prediction = Prediction.automatic
  package var secondBoard = SecondBoard.mirror
  package var showsGhosts = true
  package var showsStrip = true
  package var isFrozen = false
  package var sheet = Sheet.none

  package init(theme: Theme, widths: WidthTable) {
    self.theme = theme
    self.widths = widths
  }

  /// Obeys what concerns the display alone; returns what is left for the game to do.
  ///
  /// A question that is open takes the next key: `y` leaves (`.confirm` is returned), any other key
  /// closes it, except steering, which goes on.
  package mutating func apply(_ command: Command) -> Command? {
    if sheet == .leaveQuestion, command != .confirm, !command.goesOnBehindQuestion {
      sheet = .none
      return command == .leaveNow || command == .suspend ? command : nil
    }
    switch command {
    case .show(let view): show(view)
    case .confirm: return sheet == .leaveQuestion ? command : nil
    case .ask, .accept, .nextPace, .redraw, .export, .leaveNow, .suspend: return command
    }
    return nil
  }

  private mutating func show(_ view: Command.View) {
    switch view {
    case .ghosts: showsGhosts.toggle()
    case .nextPrediction: prediction = prediction.next
    case .nextPanel: panel = panel.next
    case .strip: showsStrip.toggle()
    case .nextMirror: secondBoard = secondBoard == .mirror ? .confirmed : .mirror
    case .nextTheme: theme = theme.next
    case .help: sheet = sheet == .help ? .none : .help
    case .freeze: isFrozen.toggle()
    case .leaveQuestion: sheet = .leaveQuestion
    case .dismiss: sheet = .none
    }
  }
}

extension Command {
  fileprivate var goesOnBehindQuestion: Bool {
    switch self {
    case .ask(.steer), .ask(.boost): true
    case .ask, .show, .accept, .confirm, .leaveNow, .nextPace, .export, .redraw, .suspend: false
    }
  }
}

extension ViewOptions.Panel {
  fileprivate var next: Self {
    switch self {
    case .full: .compact
    case .compact: .off
    case .off: .full
    }
  }
}

extension ViewOptions.Prediction {
  fileprivate var next: Self {
    switch self {
    case .automatic: .both
    case .both: .predictedOnly
    case .predictedOnly: .confirmedOnly
    case .confirmedOnly: .automatic
    }
  }
}
