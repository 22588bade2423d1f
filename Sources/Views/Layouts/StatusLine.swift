import Vocabulary

/// Says the one sentence and the score in a row, or in a few when there is nothing but rows.
struct StatusLine: ScreenPart {
  let screen: Shared<ScreenModel>
  let keys: KeyMap
  /// What newcomers are told, the longest first; empty where the board tells it.
  var guide: [String] = []

  /// `bob's moves: P2P, 168 ms · in sync through 2580` and the score; with a banner the same in
  /// its colour, or what newcomers are told.
  func canvas(width: Int) -> Canvas {
    let notice = NoticeLine(screen: screen, keys: keys)
    let sentence = PlainSentence(screen)
    if notice.isNeeded {
      return notice.canvas(width: width, beside: sentence)
    }
    var canvas = Canvas(width: width, height: 1, model.widths)
    if !guide.isEmpty {
      canvas.put(
        model.widths.first(of: guide, columns: width - 2), row: 0, column: 1, .bold(.player1))
      return canvas
    }
    let scores = [model.scoreChips(nameColumns: 6), model.scoreChips(nameColumns: 0), []]
    // The score is worth more than the longest words of the sentence.
    let score =
      scores.first {
        model.widths.columns($0) + sentence.leastColumns + 3 <= width
      } ?? []
    let room = width - 2 - (score.isEmpty ? 0 : model.widths.columns(score) + 1)
    canvas.put(sentence.phrases(columns: room), row: 0, column: 1)
    canvas.put(score, row: 0, endingAt: width - 1)
    return canvas
  }

  /// As many rows as there are, the most important first.
  func lines(
    width: Int, height: Int, needed: (width: Int, height: Int), states: [Situation.State]
  ) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let small =
      "Terminal \(width)x\(height), needs \(needed.width)x\(needed.height) (game still runs)"
    let notice = NoticeLine(screen: screen, keys: keys)
    var row = 0
    if notice.isNeeded, height > 0 {
      canvas.paste(notice.canvas(width: width), row: 0, column: 0)
      row = 1
    }
    let news = [guide.first.map { Phrase($0, .bold(.player1)) }, model.words]
    let texts =
      PlainSentence(screen).rows(columns: width) + [
        Phrase(model.scoreWords, .strong),
        Phrase(states.map(\.short).joined(separator: " · "), Style(.warning)), Phrase(small, .dim),
        Phrase("\(keys.label(.askToLeave) ?? "^C") quit", .dim),
      ]
    for text in news.compactMap(\.self) + texts {
      for line in model.widths.wrap(text.text, columns: width) where row < height {
        canvas.put(line, row: row, column: 0, text.style)
        row += 1
      }
    }
    return canvas
  }
}
