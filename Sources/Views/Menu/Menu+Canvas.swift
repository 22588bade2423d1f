import GridGame

/// Draws the menu: the title, what there is to choose, the command that does the same, and the game in
/// three lines. What there is no room for goes, the title first.
///
/// ```
///              ┏━━ ┃ ┃ ┏━┓ ┏━━ ━┳━ ┃   ┃ ┏━┓ ┏━━
///              ┃ ┓ ┣━┫ ┃ ┃ ┗━┓  ┃  ┃   ┃ ┃ ┃ ┣━━
///              ┗━┛ ┃ ┃ ┗━┛ ━━┛  ┃  ┗━━ ┃ ┃ ┃ ┗━━
///
///            ▶ watch the demo        two bots, a network that fails and heals
///              play against a bot    level  easy ‹fair› hard
///
///              $ ghostline demo
/// ```
extension Menu {
  /// The widest that it is drawn.
  private static let columns = 74
  private static let labelColumns = 24

  /// The menu at a size; any size works, down to nothing.
  package func canvas(width: Int, height: Int, options: ViewOptions) -> Canvas {
    var canvas = Canvas(width: max(width, 0), height: max(height, 0), options.widths)
    let columns = min(Self.columns, max(0, canvas.width - 2))
    let left = (canvas.width - columns) / 2
    let rows = rows(columns: columns, height: canvas.height - 1, options)
    let top = max(0, (canvas.height - 1 - rows.count) / 2)
    for (index, row) in rows.enumerated() where top + index < canvas.height - 1 {
      canvas.put(row, row: top + index, column: left)
    }
    canvas.put(hints, row: canvas.height - 1, column: 1)
    return canvas.translated(to: options.glyphs)
  }

  private func rows(columns: Int, height: Int, _ options: ViewOptions) -> [[Phrase]] {
    let list = entries.map { line($0, columns: columns, options.widths) }
    let typed = [Phrase("  $ ", .dim), Phrase(command, Style(.good))]
    let title = [[Phrase("  " + heading, .strong)], []]
    let rules = GameRules.lines(options.keys).flatMap { line in
      options.widths.wrap(line, columns: max(1, columns - 2)).map { [Phrase("  " + $0, .text)] }
    }
    let least = title + list + [[], typed]
    guard least.count + rules.count + 1 <= height else {
      return least.count <= height ? least : list
    }
    let whole = least + [[]] + rules
    let logo = Self.logo(columns: columns, options)
    guard !logo.isEmpty, scope == .everything, whole.count + logo.count <= height else {
      return whole
    }
    return logo + whole.dropFirst(title.count)
  }

  private var heading: String {
    switch scope {
    case .everything: "GHOSTLINE"
    case .rooms: rooms.count == 1 ? "a room on this machine" : "rooms on this machine"
    }
  }

  private var hints: [Phrase] {
    var keys = [("↑↓", "choose")]
    switch selection {
    case .solo: keys.append(("←→", "level"))
    case .host: keys.append(("←→", "players"))
    case .demo, .room, .invite: break
    }
    keys += [("Enter", "start"), ("q", "quit")]
    return keys.flatMap { key, word in
      [Phrase(key, .strong), Phrase(" \(word)  ", .dim)]
    }
  }

  private func line(_ entry: Entry, columns: Int, _ widths: WidthTable) -> [Phrase] {
    let isChosen = entry == selection
    let label = label(entry)
    let padding = String(repeating: " ", count: max(1, Self.labelColumns - label.count))
    let mark = isChosen ? Phrase("▶ ", .bold(.player1)) : Phrase("  ", .text)
    let shown = [mark, Phrase(label, isChosen ? .strong : .text)]
    let rest = detail(entry, isChosen: isChosen)
    let whole = shown + [Phrase(padding, .text)] + rest
    return widths.columns(whole) <= columns ? whole : shown
  }

  private func label(_ entry: Entry) -> String {
    switch entry {
    case .demo: "watch the demo"
    case .solo: "play against a bot"
    case .host: "host a room"
    case .room(let note): "join room \(note.room)"
    case .invite: "join by an invite"
    }
  }

  private func detail(_ entry: Entry, isChosen: Bool) -> [Phrase] {
    switch entry {
    case .demo: [Phrase("two bots, and a network that fails and heals", .dim)]
    case .solo:
      choice("level", Bot.Skill.allCases.map { ("\($0)", $0 == level) }, isChosen: isChosen)
    case .host:
      choice(
        "players", (2...Ghostline.maximumPlayers).map { ("\($0)", $0 == players) },
        isChosen: isChosen)
    case .room(let note):
      [
        Phrase(note.host, .bold(.player2)),
        Phrase("'s, on this machine, for \(note.players) players", .dim),
      ]
    case .invite: [Phrase("paste what your friend's terminal shows", .dim)]
    }
  }

  private func choice(
    _ name: String, _ values: [(word: String, isTaken: Bool)], isChosen: Bool
  ) -> [Phrase] {
    [Phrase(name, .dim)]
      + values.map { word, isTaken in
        isTaken
          ? Phrase(" [\(word)]", isChosen ? .bold(.player1) : .text)
          : Phrase("  \(word) ", isChosen ? .text : .faint)
      }
  }

  // MARK: The title

  /// Written by two trails: ours, and one whose end is a guess.
  private static func logo(columns: Int, _ options: ViewOptions) -> [[Phrase]] {
    guard options.glyphs == .full, columns >= 56 else { return [] }
    let letters: [(mine: String, theirs: String)] = [
      ("┏━━ ┃ ┃ ┏━┓ ┏━━ ━┳━ ", "┃   ┃ ┏━┓ ┏━━"), ("┃ ┓ ┣━┫ ┃ ┃ ┗━┓  ┃  ", "┃   ┃ ┃ ┃ ┣━━"),
      ("┗━┛ ┃ ┃ ┗━┛ ━━┛  ┃  ", "┗━━ ┃ ┃ ┃ ┗━━"),
    ]
    let indent = Phrase(String(repeating: " ", count: 2), .text)
    return letters.map { mine, theirs in
      [indent, Phrase(mine, .bold(.player1)), Phrase(theirs, .bold(.player2))]
    } + [
      [
        indent, Phrase("━━━━━━━━━━━━━▶", .bold(.player1)), Phrase("      ", .text),
        Phrase("◁╍╍", Style(.player2)), Phrase("◆━━━━━━━━━", .bold(.player2)),
      ], [],
    ]
  }
}
