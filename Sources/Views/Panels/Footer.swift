import Station
import Vocabulary

/// Draws the keys that do something now, as many as fit, and at the end what is not as usual.
package struct Footer {
  /// Holds one key and what it does.
  private struct Hint {
    var key: String
    /// What a click on it does; nothing where several keys stand together.
    var command: Command?
    var long: String
    var short: String
    /// The higher, the sooner it is left out.
    var rank: Int
  }

  private let keys: KeyMap
  private let widths: WidthTable
  private let isFrozen: Bool
  private let showsGhosts: Bool
  private let situation: Situation
  /// The keys that do something now, in the order in which they are told.
  private var hints: [Hint] = []

  package init(_ options: ViewOptions, _ situation: Situation = Situation()) {
    keys = options.keys
    widths = options.widths
    isFrozen = options.isFrozen
    showsGhosts = options.showsGhosts
    self.situation = situation
    hints = CommandRow.footerGroups.compactMap { hint($0.told, $0.commands) }
  }

  private func hint(_ told: CommandRow.Hint, _ commands: [Command]) -> Hint? {
    var commands = commands
    // Whoever has no key that asks first leaves at once.
    if commands == [.askToLeave], keys.label(.askToLeave) == nil { commands = [.leaveNow] }
    guard situation.words == nil || told.rank == 0, let first = commands.first, isOfUse(first)
    else { return nil }
    let words = words(first) ?? (told.long, told.short)
    return keys.footerLabel(commands).map {
      Hint(
        key: $0, command: commands.count == 1 ? commands[0] : nil, long: words.0,
        short: words.1, rank: heals(first) ? Self.healing : told.rank)
    }
  }

  /// Whether the command does anything now.
  private func isOfUse(_ command: Command) -> Bool {
    switch command {
    case .ask(.steer), .ask(.boost): situation.stage == .playing
    case .ask(.pause): situation.stage == .paused
    case .ask(.impair(.clear)): situation.isImpaired && situation.stage == .playing
    case .ask(.impair): situation.stage == .playing || situation.stage == .paused
    case .accept: situation.showsDesync
    case .show(.freeze): isFrozen
    case .show(.ghosts): situation.stage == .playing || situation.stage == .paused
    case .show(.nextPanel): situation.stage != .gathering
    default: true
    }
  }

  /// The rank of what heals a path that we have cut: only what steers is worth more.
  private static let healing = 2

  private func heals(_ command: Command) -> Bool {
    if case .ask(.impair(.toggleCut(let path))) = command {
      situation.cuts.contains(path)
    } else {
      false
    }
  }

  /// What it does now, where that is another thing than usual.
  private func words(_ command: Command) -> (String, String)? {
    switch command {
    case .ask(.impair(.toggleCut(let path))) where heals(command):
      ("heal \(path.title)", "heal \(path.title)")
    case .show(.ghosts): showsGhosts ? ("hide ghosts", "ghosts") : ("show ghosts", "ghosts")
    default: nil
    }
  }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1, widths)
    let shown = fitting(width)
    if let words = situation.words {
      let text = widths.fit(words.text, columns: shown.start - 3)
      canvas.put(text, row: 0, column: 1, words.style)
    }
    canvas.put(phrases(shown.hints, shown.word), row: 0, column: shown.start)
    if !shown.states.isEmpty {
      canvas.put(
        [Phrase(" \(shown.states) ", Style(.inverse, on: .warning, .bold))], row: 0,
        endingAt: width)
    }
    return canvas
  }

  /// What a click on a column means; nothing beside the words.
  package func command(at column: Int, width: Int) -> Command? {
    let shown = fitting(width)
    var start = shown.start
    for hint in shown.hints {
      let columns = widths.columns(phrases([hint], shown.word))
      if (start..<start + columns).contains(column) { return hint.command }
      start += columns + 2
    }
    return nil
  }

  private struct Shown {
    var hints: [Hint]
    var word: KeyPath<Hint, String>
    var states = ""
    /// Where the first hint is.
    var start = 1
  }

  /// The states come first, in words that leave half of the row to the keys, and room to what heals a
  /// path; help and leaving have room beside them always.
  private func fitting(_ width: Int) -> Shown {
    let states = states(columns: width)
    let room = width - (states.isEmpty ? 0 : widths.columns(states) + 3)
    var shown = fittingHints(room)
    shown.states = states
    if situation.words != nil {
      shown.start = max(1, room - 1 - widths.columns(phrases(shown.hints, shown.word)))
    }
    return shown
  }

  private func states(columns width: Int) -> String {
    let states = situation.states
    guard !states.isEmpty else { return "" }
    let long = states.map(\.long).joined(separator: " · ")
    let short = states.map(\.short).joined(separator: " · ")
    let healing = phrases(hints.filter { $0.rank <= Self.healing }, \.short)
    let least = max(widths.columns(long), widths.columns(healing) + 4)
    if widths.columns(long) + least <= width { return long }
    let needed = phrases(hints.filter { $0.rank == 0 }, \.short)
    return widths.fit(short, columns: max(0, width - widths.columns(needed) - 4))
  }

  private func fittingHints(_ width: Int) -> Shown {
    if widths.columns(phrases(hints, \.long)) + 2 <= width {
      return Shown(hints: hints, word: \.long)
    }
    for limit in stride(from: 8, through: 0, by: -1) {
      let short = hints.filter { $0.rank <= limit }
      if widths.columns(phrases(short, \.short)) + 1 <= width {
        return Shown(hints: short, word: \.short)
      }
    }
    return Shown(hints: [], word: \.short)
  }

  private func phrases(_ hints: [Hint], _ word: KeyPath<Hint, String>) -> [Phrase] {
    hints.enumerated().flatMap { index, hint in
      [
        Phrase(index > 0 ? "  " : "", .dim), Phrase(hint.key, .strong),
        Phrase(" " + hint[keyPath: word], .dim),
      ]
    }
  }
}
