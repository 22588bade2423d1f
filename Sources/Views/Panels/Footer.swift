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

  let keys: KeyMap

  package init(keys: KeyMap) { self.keys = keys }

  private var hints: [Hint] {
    func hint(
      _ key: String?, _ command: Command?, _ long: String, short: String? = nil, rank: Int
    ) -> Hint? {
      key.map { Hint(key: $0, command: command, long: long, short: short ?? long, rank: rank) }
    }
    func hint(_ command: Command, _ long: String, short: String? = nil, rank: Int) -> Hint? {
      hint(keys.label(command), command, long, short: short, rank: rank)
    }
    let leave: Command = keys.label(.askToLeave) == nil ? .leaveNow : .askToLeave
    return [
      hint(keys.steeringLabels.first, nil, "steer", rank: 1), hint(.boost, "boost", rank: 2),
      hint(keys.presetLabel, nil, "net preset", short: "preset", rank: 3),
      hint(.toggleDirect, "cut P2P", short: "cut", rank: 4), hint(.toggleGhosts, "ghosts", rank: 6),
      hint(.nextPanel, "panel", rank: 5), hint(.toggleHelp, "help", rank: 0),
      hint(leave, "quit", rank: 0),
    ].compactMap(\.self)
  }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1)
    let shown = fitting(width)
    canvas.put(phrases(shown.hints, shown.word), row: 0, column: 1)
    return canvas
  }

  /// What a click on a column means; nothing beside the words.
  package func command(at column: Int, width: Int) -> Command? {
    let shown = fitting(width)
    var start = 1
    for hint in shown.hints {
      let columns = phrases([hint], shown.word).columns
      if (start..<start + columns).contains(column) { return hint.command }
      start += columns + 2
    }
    return nil
  }

  private func fitting(_ width: Int) -> (hints: [Hint], word: KeyPath<Hint, String>) {
    let hints = hints
    if phrases(hints, \.long).columns + 2 <= width { return (hints, \.long) }
    for limit in stride(from: 6, through: 0, by: -1) {
      let short = hints.filter { $0.rank <= limit }
      if phrases(short, \.short).columns + 1 <= width { return (short, \.short) }
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
