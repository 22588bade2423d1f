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
    var panels = [
      PathsPanel(model: model).compact(width: width),
      PeersPanel(model: model).compact(width: width),
      HealthPanel(model: model).compact(width: width),
      RollbackPanel(model: model).compact(width: width),
    ]
    if options.showsStrip {
      let used = panels.reduce(0) { $0 + $1.height }
      panels.append(StripPanel(model: model, room: height - used).canvas(width: width))
    }
    return stack(panels, width: width, height: height, .textOnly)
  }

  /// Blank rows go between the panels where there is room for them.
  private func stack(
    _ panels: [Canvas], width: Int, height: Int, _ detail: LogPanel.Detail
  ) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    let used = panels.reduce(0) { $0 + $1.height }
    var blanks = max(0, height - used - Self.leastLog)
    if detail == .textOnly, blanks < panels.count * 2 { blanks = 0 }
    var row = 0
    // What does not fit is left out as a whole.
    for panel in panels where row + panel.height <= height {
      canvas.paste(panel, row: row, column: 0)
      row += panel.height
      if blanks > 0 {
        row += 1
        blanks -= 1
      }
    }
    if log == .here, height - row >= 2 {
      let log = LogPanel(model: model).canvas(width: width, height: height - row, detail)
      canvas.paste(log, row: row, column: 0)
    }
    return canvas
  }
}
