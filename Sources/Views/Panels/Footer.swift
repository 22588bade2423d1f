/// Draws the keys that matter most, as many as fit.
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

  package init(_ options: ViewOptions) {
    keys = options.keys
    widths = options.widths
  }

  private var hints: [Hint] {
    CommandRow.groups(\.footer).compactMap { told, commands in
      var commands = commands
      // Whoever has no key that asks first leaves at once.
      if commands == [.askToLeave], keys.label(.askToLeave) == nil { commands = [.leaveNow] }
      return keys.footerLabel(commands).map {
        Hint(
          key: $0, command: commands.count == 1 ? commands[0] : nil, long: told.long,
          short: told.short, rank: told.rank)
      }
    }
  }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1, widths)
    let shown = fitting(width)
    canvas.put(phrases(shown.hints, shown.word), row: 0, column: 1)
    return canvas
  }

  /// What a click on a column means; nothing beside the words.
  package func command(at column: Int, width: Int) -> Command? {
    let shown = fitting(width)
    var start = 1
    for hint in shown.hints {
      let columns = widths.columns(phrases([hint], shown.word))
      if (start..<start + columns).contains(column) { return hint.command }
      start += columns + 2
    }
    return nil
  }

  private func fitting(_ width: Int) -> (hints: [Hint], word: KeyPath<Hint, String>) {
    let hints = hints
    if widths.columns(phrases(hints, \.long)) + 2 <= width { return (hints, \.long) }
    for limit in stride(from: 6, through: 0, by: -1) {
      let short = hints.filter { $0.rank <= limit }
      if widths.columns(phrases(short, \.short)) + 1 <= width { return (short, \.short) }
    }
    return ([], \.short)
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
