/// The sheet that tells what is to be seen and which keys there are.
extension Sheet {
  /// Holds some keys and what they do; without a key there is nothing to tell.
  private struct Entry {
    var keys: String?
    var word: String

    var text: String? { keys.map { "\($0) \(word)" } }
  }

  init(help options: ViewOptions) {
    let keys = options.keys
    let groups: [(title: String, rows: [String])] = [
      ("READ", Self.legend(options.glyphs)),
      (
        "STRIP",
        [
          "a column per frame, arrows = turns", "░ guessed        red = guessed wrong",
          "━ P2P was first  ╍ RELAY was first",
        ]
      ),
      ("PLAY", Self.rows(Self.play(keys))),
      ("NET", Self.rows(Self.network(keys), firstColumns: 11)),
      ("VIEW", Self.rows(Self.view(keys))),
    ]
    self.init(
      title: "help", role: .player1,
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
        "━ confirmed      ╍ predicted", "◁ guessed head   ◆ last confirmed",
        "╳╳ rolled back   ?? unsure crash",
      ]
      : [
        "aa confirmed     :: predicted", "<B head          ◆ last confirmed",
        "xx rolled back   ?? unsure crash",
      ]
  }

  private static func play(_ keys: KeyMap) -> [[Entry]] {
    let steering = keys.steeringLabels
    return [
      [
        Entry(keys: steering.isEmpty ? nil : steering.joined(separator: " "), word: "steer"),
        Entry(keys: keys.label(.boost), word: "boost"),
        Entry(keys: keys.label(.pause), word: "pause"),
      ]
    ]
  }

  private static func network(_ keys: KeyMap) -> [[Entry]] {
    [
      [Entry(keys: keys.presetLabel, word: "LAN home coast ocean wifi space")],
      [
        Entry(
          keys: keys.labels(.addLatency(milliseconds: -10), .addLatency(milliseconds: 10)),
          word: "latency"),
        Entry(
          keys: keys.labels(.addJitter(milliseconds: -5), .addJitter(milliseconds: 5)),
          word: "jitter"),
        Entry(keys: keys.labels(.addLoss(percent: -1), .addLoss(percent: 1)), word: "loss"),
      ],
      [
        Entry(keys: keys.label(.toggleDirect), word: "cut P2P"),
        Entry(keys: keys.label(.toggleRelay), word: "cut RELAY"),
        Entry(keys: keys.label(.clearImpairments), word: "clear all"),
      ],
      [
        Entry(keys: keys.label(.spike), word: "hold 2 s"),
        Entry(keys: keys.label(.nextPace), word: "slow"),
        Entry(keys: keys.label(.corrupt), word: "corrupt me"),
      ],
    ]
  }

  private static func view(_ keys: KeyMap) -> [[Entry]] {
    [
      [
        Entry(keys: keys.label(.toggleGhosts), word: "ghosts"),
        Entry(keys: keys.label(.nextPrediction), word: "predicted"),
        Entry(keys: keys.label(.toggleStrip), word: "strip"),
      ],
      [
        Entry(keys: keys.label(.nextPanel), word: "panel"),
        Entry(keys: keys.label(.nextTheme), word: "theme"),
        Entry(keys: keys.label(.freezeDisplay), word: "freeze"),
      ],
      [
        Entry(keys: keys.label(.export), word: "export"),
        Entry(keys: keys.label(.redraw), word: "redraw"),
        Entry(keys: keys.label(.suspend), word: "suspend"),
      ],
      [
        Entry(keys: keys.label(.askToLeave), word: "leave"),
        Entry(keys: keys.label(.toggleHelp), word: "close"),
        Entry(keys: keys.label(.nextMirror), word: "second board"),
      ],
    ]
  }

  /// The rows that have anything to tell, with the second entries one below the other if the first
  /// ones have their columns.
  private static func rows(_ entries: [[Entry]], firstColumns: Int = 0) -> [String] {
    entries.compactMap { row in
      var texts = row.compactMap(\.text)
      guard !texts.isEmpty else { return nil }
      if texts.count > 1 {
        let missing = firstColumns - DisplayWidth.columns(texts[0])
        texts[0] += String(repeating: " ", count: max(0, missing))
      }
      return texts.joined(separator: "  ")
    }
  }
}
