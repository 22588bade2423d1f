package import Station
package import Vocabulary

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
  package var log = LogView()
  /// What the player is asked, before all that is open.
  package var consent = Consent()

  package init(theme: Theme, widths: WidthTable) {
    self.theme = theme
    self.widths = widths
  }

  /// Obeys what concerns the display alone; returns what is left for the game to do, once the player
  /// has agreed where `Consent` asks.
  package mutating func apply(
    _ command: Command, in company: Company = .lab, log: LogBook = LogBook(), now: Instant = .zero
  ) -> Command? {
    guard let command = consent.judge(command, in: company, now: now) else { return nil }
    guard case .show(let view) = command else { return command }
    show(view, log)
    return nil
  }

  /// Whether something stands in front of the board on the player's own wish.
  var coversBoard: Bool { sheet != .none || consent.question != nil }

  private mutating func show(_ view: Command.View, _ book: LogBook) {
    switch view {
    case .ghosts: showsGhosts.toggle()
    case .nextPrediction: prediction = prediction.next
    case .nextPanel: panel = panel.next
    case .strip: showsStrip.toggle()
    case .nextMirror: secondBoard = secondBoard == .mirror ? .confirmed : .mirror
    case .nextTheme: theme = theme.next
    case .help: sheet = sheet == .help ? .none : .help
    case .freeze: isFrozen.toggle()
    case .olderLog: log.scroll(.older, in: book)
    case .newerLog: log.scroll(.newer, in: book)
    case .nextLogFilter: log.nextFilter()
    case .dismiss:
      // One thing at a time: what is in front first.
      if sheet == .none { log.follow() }
      sheet = .none
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
