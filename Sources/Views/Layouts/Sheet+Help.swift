/// The sheet that tells what is to be seen and which keys there are.
extension Sheet {
  init(help options: ViewOptions) {
    let groups: [(title: String, rows: [String])] = [
      ("READ", Self.legend(options.glyphs)),
      (
        "STRIP",
        [
          "a column per frame, arrows = turns", "░ guess          red = wrong guess",
          "━ P2P was first  ╍ RELAY was first",
        ]
      ),
      ("PLAY", Self.rows(.play, options)),
      ("NET", Self.rows(.net, options, firstColumns: 11)),
      ("VIEW", Self.rows(.view, options)),
    ]
    self.init(
      title: "help · the game goes on", role: .player1,
      lines: groups.flatMap { group in
        group.rows.enumerated().map { index, row in
          let title = index == 0 ? group.title : ""
          let padding = String(repeating: " ", count: 7 - title.utf8.count)
          return [Phrase(title + padding, .strong), Phrase(row, .text)]
        }
      })
  }

  private static func legend(_ glyphs: GlyphSet) -> [String] {
    glyphs.hasLines
      ? [
        "━ confirmed      ╌ guess", "◁ guessed head   ◆ last confirmed",
        "╳╳ taken back  ** crash  ?? unsure",
      ]
      : [
        "aa confirmed     :: guess", "<B head          ◆ last confirmed",
        "xx taken back  ** crash  ?? unsure",
      ]
  }

  /// The rows of a group of commands, those without a key left out; the second entries stand one
  /// below the other if the first ones have their columns.
  private static func rows(
    _ group: CommandRow.Help.Group, _ options: ViewOptions, firstColumns: Int = 0
  ) -> [String] {
    let (keys, widths) = (options.keys, options.widths)
    let told = CommandRow.groups(\.help).filter { $0.told.group == group }
    let last = told.map(\.told.row).max() ?? -1
    return (0...max(0, last)).compactMap { row in
      var texts = told.filter { $0.told.row == row }.compactMap { told, commands in
        keys.label(commands).map { "\($0) \(told.word)" }
      }
      guard !texts.isEmpty else { return nil }
      if texts.count > 1 {
        let missing = firstColumns - widths.columns(texts[0])
        texts[0] += String(repeating: " ", count: max(0, missing))
      }
      return texts.joined(separator: "  ")
    }
  }
}
