/// Stacks the panels beside the board; the log takes what is left.
struct Sidebar {
  let model: ScreenModel
  let options: ViewOptions
  var log = Log.here

  /// Tells whether the log is in the sidebar or in a column of its own.
  enum Log {
    case here
    case elsewhere
  }

  /// Rows that the log needs to be of use.
  private static let leastLog = 3

  func full(width: Int, height: Int) -> Canvas {
    let panels = [
      PathsPanel(model: model).full(width: width), PeersPanel(model: model).full(width: width),
      HealthPanel(model: model).full(width: width), RollbackPanel(model: model).full(width: width),
    ]
    return stack(panels, width: width, height: height, .withFrames)
  }

  func compact(width: Int, height: Int) -> Canvas {
    var panels = compactPanels(width: width)
    let used = panels.reduce(0) { $0 + $1.height }
    if options.showsStrip {
      panels.append(StripPanel(model: model, room: height - used).canvas(width: width))
    }
    return stack(panels, width: width, height: height, .textOnly)
  }

  /// The strip alone, and its row; nothing where the small sidebar has none.
  func compactStrip(width: Int, height: Int) -> (strip: Canvas, row: Int)? {
    guard options.showsStrip else { return nil }
    // The panels are as high as their numbers of rows say, whatever is in them.
    var heights = [
      PathsPanel.compactHeight, PeersPanel(model: model).compactHeight, HealthPanel.compactHeight,
      RollbackPanel.compactHeight,
    ]
    let strip = StripPanel(model: model, room: height - heights.reduce(0, +))
    heights.append(strip.height)
    guard let row = Self.rows(heights, height: height, .textOnly).rows.last ?? nil else {
      return nil
    }
    return (strip.canvas(width: width), row)
  }

  private func compactPanels(width: Int) -> [Canvas] {
    [
      PathsPanel(model: model).compact(width: width),
      PeersPanel(model: model).compact(width: width),
      HealthPanel(model: model).compact(width: width),
      RollbackPanel(model: model).compact(width: width),
    ]
  }

  private func stack(
    _ panels: [Canvas], width: Int, height: Int, _ detail: LogPanel.Detail
  ) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let (rows, end) = Self.rows(panels.map(\.height), height: height, detail)
    for (panel, row) in zip(panels, rows) {
      if let row { canvas.paste(panel, row: row, column: 0) }
    }
    if log == .here, height - end >= 2 {
      let log = LogPanel(model: model, options: options).canvas(
        width: width, height: height - end, detail)
      canvas.paste(log, row: end, column: 0)
    }
    return canvas
  }

  /// Where panels of these heights begin, and the row after them. Blank rows go between them where
  /// there is room; a panel that does not fit is left out as a whole.
  private static func rows(
    _ heights: [Int], height: Int, _ detail: LogPanel.Detail
  ) -> (rows: [Int?], end: Int) {
    var blanks = max(0, height - heights.reduce(0, +) - leastLog)
    if detail == .textOnly, blanks < heights.count * 2 { blanks = 0 }
    var rows: [Int?] = []
    var row = 0
    for panel in heights {
      guard row + panel <= height else {
        rows.append(nil)
        continue
      }
      rows.append(row)
      row += panel + (blanks > 0 ? 1 : 0)
      blanks = max(0, blanks - 1)
    }
    return (rows, row)
  }
}
