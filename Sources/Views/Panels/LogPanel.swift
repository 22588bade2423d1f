import Netplay
import Rollback
import Vocabulary

/// Draws the lines of the log that are wanted with their frames, the newest at the bottom; long ones go on
/// in the next row.
struct LogPanel: ScreenPart {
  let screen: Shared<ScreenModel>
  let options: ViewOptions

  /// Below this height every row is a line of the log, and none its heading.
  private static let leastWithHeading = 4

  func canvas(width: Int, height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let (lines, newer) = options.log.lines(of: model.log)
    let top = height < Self.leastWithHeading ? 0 : 1
    if top > 0 { canvas.heading("LOG", row: 0, chip: chip(newer: newer, columns: width - 6)) }
    let frameColumns = self.frameColumns
    var rows: [(line: LogBook.Line, text: String, isFirst: Bool)] = []
    for line in lines.reversed() {
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
        // The numbers are of a moment ago: nothing on a screen is ahead of its frame.
        let frame = min(row.line.frame.number, model.numbers.frame.number)
        canvas.put(
          Wording.count(frame, columns: 7), row: index + top,
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

  /// Says what is not the whole log up to now, and how to get back there; nothing when it is.
  private func chip(newer: Int, columns: Int) -> Phrase? {
    let filter = options.log.filter.word
    guard options.log.end != nil else {
      return filter.map { Phrase($0, .bold(.warning)) } ?? Phrase("frame, event", .dim)
    }
    let key = options.keys.label(.show(.newerLog)).map { " [\($0)]" } ?? ""
    let words = "▼ \(newer) newer"
    let texts = [[filter, words + key], [words + key], [words]].map {
      $0.compactMap(\.self).joined(separator: " · ")
    }
    return Phrase(model.widths.first(of: texts, columns: columns), .bold(.warning))
  }
}
