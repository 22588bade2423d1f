import Rollback
import Vocabulary

/// Draws the lines of the log that are wanted, the newest at the bottom; long ones go on in the next row.
struct LogPanel {
  let model: ScreenModel
  let options: ViewOptions

  /// Tells whether the lines say when.
  enum Detail {
    case withFrames
    case textOnly

    var textColumn: Int {
      switch self {
      case .withFrames: 8
      case .textOnly: 0
      }
    }
  }

  func canvas(width: Int, height: Int, _ detail: Detail) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let (lines, newer) = options.log.lines(of: model.log)
    canvas.heading("LOG", row: 0, chip: chip(newer: newer, columns: width - 6))
    var rows: [(line: LogBook.Line, text: String, isFirst: Bool)] = []
    for line in lines.reversed() {
      let texts = model.widths.wrap(line.wording, columns: width - detail.textColumn)
      // Half a line says nothing, unless there is nothing newer.
      guard rows.isEmpty || rows.count + texts.count < height else { break }
      rows.insert(contentsOf: texts.enumerated().map { (line, $1, $0 == 0) }, at: 0)
    }
    for (index, row) in rows.prefix(max(0, height - 1)).enumerated() {
      if row.isFirst, detail == .withFrames {
        let frame = Wording.count(row.line.frame.number, columns: 7)
        canvas.put(frame, row: index + 1, endingAt: 7, .faint)
      }
      canvas.put(row.text, row: index + 1, column: detail.textColumn, Style(row.line.level.role))
    }
    return canvas
  }

  /// Says what is not the whole log up to now, and how to get back there; nothing when it is.
  private func chip(newer: Int, columns: Int) -> Phrase? {
    let filter = options.log.filter.word
    guard options.log.end != nil else { return filter.map { Phrase($0, .bold(.warning)) } }
    let key = options.keys.label(.show(.newerLog)).map { " [\($0)]" } ?? ""
    let words = "▼ \(newer) newer"
    let texts = [[filter, words + key], [words + key], [words]].map {
      $0.compactMap(\.self).joined(separator: " · ")
    }
    return Phrase(model.widths.first(of: texts, columns: columns), .bold(.warning))
  }
}
