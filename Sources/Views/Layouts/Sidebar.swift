/// Stacks the panels beside the board; the log takes what is left.
struct Sidebar: ScreenPart {
  let screen: Shared<ScreenModel>
  let options: ViewOptions
  var log = Log.here
  /// What is said to the player here, since it has no row of its own.
  var words: WordsPanel?

  /// Tells whether the log is in the sidebar or in a column of its own.
  enum Log {
    case here
    case elsewhere
  }

  /// Rows that the log needs to be of use.
  private static let leastLog = 4

  func full(width: Int, height: Int) -> Canvas {
    let peers = PeersPanel(screen: screen)
    // A second row of the graph, where the log does not need it.
    let others =
      SentencePanel.fullHeight + 4 + peers.fullHeight + 3 + 4
      + (words?.canvas(width: width)?.height ?? 0)
    let graphRows = min(max(height - others - (log == .here ? Self.leastLog : 0), 1), 4)
    let panels = [
      SentencePanel(screen: screen).full(width: width),
      PathsPanel(screen: screen).full(width: width),
      peers.full(width: width),
      HealthPanel(screen: screen).full(width: width, graphRows: min(graphRows, 2)),
      RollbackPanel(screen: screen).full(width: width), words?.canvas(width: width),
    ]
    return stack(panels.compactMap(\.self), width: width, height: height, blanks: .first)
  }

  func compact(width: Int, height: Int) -> Canvas {
    var panels = compactPanels(width: width)
    if options.showsStrip {
      panels.append(strip(panels.map(\.height), height: height).canvas(width: width))
    }
    return stack(panels, width: width, height: height, blanks: .evenly)
  }

  /// The strip alone, and its row; nothing where the small sidebar has none.
  func compactStrip(width: Int, height: Int) -> (strip: Canvas, row: Int)? {
    guard options.showsStrip else { return nil }
    // The panels are as high as their numbers of rows say, whatever is in them.
    var heights = [
      SentencePanel.compactHeight, PathsPanel.compactHeight,
      PeersPanel(screen: screen).compactHeight,
      HealthPanel.compactHeight, RollbackPanel.compactHeight,
    ]
    if let words = words?.canvas(width: width) { heights.append(words.height) }
    let strip = strip(heights, height: height)
    heights.append(strip.height)
    guard let row = Self.rows(heights, height: height, blanks: .evenly).rows.last ?? nil else {
      return nil
    }
    return (strip.canvas(width: width), row)
  }

  /// Two rows are kept for the log: what else the strip shows, the panel above it shows too.
  private func strip(_ others: [Int], height: Int) -> StripPanel {
    StripPanel(screen: screen, room: height - others.reduce(0, +) - 2)
  }

  private func compactPanels(width: Int) -> [Canvas] {
    [
      SentencePanel(screen: screen).compact(width: width),
      PathsPanel(screen: screen).compact(width: width),
      PeersPanel(screen: screen).compact(width: width),
      HealthPanel(screen: screen).compact(width: width),
      RollbackPanel(screen: screen).compact(width: width), words?.canvas(width: width),
    ].compactMap(\.self)
  }

  private func stack(
    _ panels: [Canvas], width: Int, height: Int, blanks: Blanks
  ) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let (rows, end) = Self.rows(panels.map(\.height), height: height, blanks: blanks)
    for (panel, row) in zip(panels, rows) {
      if let row { canvas.paste(panel, row: row, column: 0) }
    }
    if log == .here, height > end {
      let log = LogPanel(screen: screen, options: options).canvas(
        width: width, height: height - end)
      canvas.paste(log, row: end, column: 0)
    }
    return canvas
  }

  /// Tells where blank rows go between panels.
  private enum Blanks {
    /// As far as there are any, after the first panels.
    case first
    /// Only if there is one for each.
    case evenly
  }

  /// Where panels of these heights begin, and the row after them. Blank rows go between them where
  /// there is room; a panel that does not fit is left out as a whole.
  private static func rows(
    _ heights: [Int], height: Int, blanks: Blanks
  ) -> (rows: [Int?], end: Int) {
    var left = max(0, height - heights.reduce(0, +) - leastLog)
    if blanks == .evenly, left < heights.count * 2 { left = 0 }
    var rows: [Int?] = []
    var row = 0
    for panel in heights {
      guard row + panel <= height else {
        rows.append(nil)
        continue
      }
      rows.append(row)
      row += panel + (left > 0 ? 1 : 0)
      left = max(0, left - 1)
    }
    return (rows, row)
  }
}
