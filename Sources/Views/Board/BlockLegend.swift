import GridGame
import Rollback
import Vocabulary

/// Says under a board in half blocks what is played for, and what its colours mean: it has no glyphs that
/// would tell.
struct BlockLegend: ScreenPart {
  let screen: Shared<ScreenModel>

  /// As many of its rows as there is room for.
  func canvas(width: Int, height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    for (row, phrases) in rows(columns: width - 2).prefix(height).enumerated() {
      canvas.put(phrases, row: row, column: 1)
    }
    return canvas
  }

  private func rows(columns: Int) -> [[Phrase]] {
    guard let confirmed = model.confirmed else { return [] }
    let goal = "first to \(confirmed.rules[.wins])"
    let words = model.widths.first(
      of: ["round \(confirmed.round), \(goal) wins", goal], columns: columns)
    let others = model.seatsInOrder.dropFirst().map {
      Phrase("▀", Style(.oldTrail(model.rank($0))))
    }
    return [
      [Phrase(words, .dim)], [],
      [Phrase("▀", .strong), Phrase(" a head", .dim)],
      others + [Phrase(" a guess, or out", .dim)],
      [Phrase("▀", Style(.bad)), Phrase(" a guess taken back", .dim)],
    ]
  }
}
