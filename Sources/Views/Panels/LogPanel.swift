import Rollback
import Vocabulary

/// Draws the newest lines of the log with their frames, the newest at the bottom; long ones go on in
/// the next row.
struct LogPanel {
  let model: ScreenModel

  /// Below this height every row is a line of the log, and none its heading.
  private static let leastWithHeading = 4

  func canvas(width: Int, height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let top = height < Self.leastWithHeading ? 0 : 1
    if top > 0 { canvas.heading("LOG", row: 0) }
    let frameColumns = self.frameColumns
    var rows: [(line: LogBook.Line, text: String, isFirst: Bool)] = []
    for line in model.log.lines.reversed() {
      let room = width - frameColumns - 1
      let wording =
        line.wordings.first { model.widths.columns($0) <= room } ?? line.wordings.last ?? ""
      let texts = model.widths.wrap(wording, columns: room)
      // Half a line says nothing, unless there is nothing newer.
      guard rows.isEmpty || rows.count + texts.count <= height - top else { break }
      rows.insert(contentsOf: texts.enumerated().map { (line, $1, $0 == 0) }, at: 0)
    }
    for (index, row) in rows.prefix(max(0, height - top)).enumerated() {
      if row.isFirst {
        canvas.put(
          Wording.count(row.line.frame.number, columns: 7), row: index + top,
          endingAt: frameColumns, .dim)
      }
      canvas.put(
        row.text, row: index + top, column: frameColumns + 1, Style(row.line.level.role))
    }
    return canvas
  }

  /// As many as the newest frame takes: frames only grow.
  private var frameColumns: Int {
    let newest = model.log.lines.map(\.frame.number).max() ?? 0
    return max(3, Wording.count(newest, columns: 7).utf8.count)
  }
}
