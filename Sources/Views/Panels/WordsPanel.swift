/// Draws what is said to the player where it has no row of its own: the demo's caption, or what is new
/// in the room. It takes rows from the log, and neither from the keys nor from a banner.
struct WordsPanel: ScreenPart {
  let screen: Shared<ScreenModel>

  /// More would take the whole log.
  private static let mostRows = 3

  /// Nothing where there is nothing to say.
  func canvas(width: Int) -> Canvas? {
    guard let words = model.words else { return nil }
    let lines = model.widths.wrap(words.text, columns: width)
    var canvas = Canvas(width: width, height: min(lines.count, Self.mostRows), model.widths)
    for (row, line) in lines.prefix(Self.mostRows).enumerated() {
      canvas.put(line, row: row, column: 0, words.style)
    }
    return canvas
  }
}

extension ScreenModel {
  /// The caption, or else the notice.
  var words: Phrase? {
    caption.map { Phrase("› " + $0, .bold(.text)) } ?? notice.map { Phrase($0, Style(.warning)) }
  }
}
