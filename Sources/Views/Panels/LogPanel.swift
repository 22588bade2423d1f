import Rollback
import Vocabulary

/// Draws the newest lines of the log, the newest at the bottom; long ones go on in the next row.
struct LogPanel {
  let model: ScreenModel

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
    canvas.heading("LOG", row: 0)
    var rows: [(line: LogBook.Line, text: String, isFirst: Bool)] = []
    for line in model.log.lines.reversed() {
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
}
