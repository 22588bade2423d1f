/// Draws the keys that matter most, as many as fit.
struct Footer {
  /// Holds one key and what it does.
  private struct Hint {
    var key: String
    var long: String
    var short: String
    /// The higher, the sooner it is left out.
    var rank: Int
  }

  private static let hints = [
    Hint(key: "←↑↓→", long: "steer", short: "steer", rank: 1),
    Hint(key: "space", long: "boost", short: "boost", rank: 2),
    Hint(key: "1-6", long: "net preset", short: "preset", rank: 3),
    Hint(key: "x", long: "cut P2P", short: "cut", rank: 4),
    Hint(key: "g", long: "ghosts", short: "ghosts", rank: 6),
    Hint(key: "Tab", long: "panel", short: "panel", rank: 5),
    Hint(key: "?", long: "help", short: "help", rank: 0),
    Hint(key: "q", long: "quit", short: "quit", rank: 0),
  ]

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1)
    canvas.put(fitting(width), row: 0, column: 1)
    return canvas
  }

  private func fitting(_ width: Int) -> [Phrase] {
    let long = phrases(Self.hints, \.long)
    if long.columns + 2 <= width { return long }
    for limit in stride(from: 6, through: 0, by: -1) {
      let short = phrases(Self.hints.filter { $0.rank <= limit }, \.short)
      if short.columns + 1 <= width { return short }
    }
    return []
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
