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

  let keys: KeyMap

  private var hints: [Hint] {
    let all: [(key: String?, long: String, short: String, rank: Int)] = [
      (keys.steeringLabels.first, "steer", "steer", 1), (keys.label(.boost), "boost", "boost", 2),
      (keys.presetLabel, "net preset", "preset", 3),
      (keys.label(.toggleDirect), "cut P2P", "cut", 4),
      (keys.label(.toggleGhosts), "ghosts", "ghosts", 6),
      (keys.label(.nextPanel), "panel", "panel", 5), (keys.label(.toggleHelp), "help", "help", 0),
      (keys.label(.askToLeave) ?? keys.label(.leaveNow), "quit", "quit", 0),
    ]
    return all.compactMap { hint in
      hint.key.map { Hint(key: $0, long: hint.long, short: hint.short, rank: hint.rank) }
    }
  }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1)
    canvas.put(fitting(width), row: 0, column: 1)
    return canvas
  }

  private func fitting(_ width: Int) -> [Phrase] {
    let hints = hints
    let long = phrases(hints, \.long)
    if long.columns + 2 <= width { return long }
    for limit in stride(from: 6, through: 0, by: -1) {
      let short = phrases(hints.filter { $0.rank <= limit }, \.short)
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
