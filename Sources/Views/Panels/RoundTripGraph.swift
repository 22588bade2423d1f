import Netplay
import Vocabulary

/// Draws round trips as a thin line over time, with a scale in milliseconds and what happened.
///
/// ```
/// 200 ms┤
///       ┤─────────────│¯¯¯¯¯¯¯¯¯──────────────────
///   0 ms└10 s ago     │P2P lost                now
/// ```
struct RoundTripGraph {
  let history: RoundTripHistory
  let widths: WidthTable

  /// What a graph shows at least.
  private static let leastSpan = Duration.seconds(10)
  /// The time of one column at least: no reading is shown twice.
  private static let leastStep = Duration.milliseconds(200)
  /// Heights within a row, from below.
  private static let glyphs: [Unicode.Scalar] = ["_", "─", "¯"]

  /// Where the line is drawn: what is older than the graph has no column.
  private struct Axis {
    let columns: Int
    let step: Duration
    let now: Int

    init(columns: Int, until now: Instant) {
      self.columns = columns
      step = max(leastStep, leastSpan / max(columns, 1))
      self.now = Self.place(now, step)
    }

    /// Whole steps since the beginning of time: a column is the same moment in every picture.
    private static func place(_ at: Instant, _ step: Duration) -> Int {
      Int((at - .zero) / step)
    }

    func column(_ at: Instant) -> Int? {
      let column = columns - 1 - (now - Self.place(at, step))
      return (0..<columns).contains(column) ? column : nil
    }

    var seconds: Int { Int((step * columns).milliseconds / 1000 + 0.5) }
  }

  /// The highest round trip of the scale: the smallest of a few that all of them are below.
  var top: Int {
    let highest = history.samples.map(\.milliseconds).max() ?? 0
    var top = 100
    for factor in Array(repeating: [2, 2.5, 2], count: 5).joined() where top <= highest {
      top = Int(Double(top) * factor)
    }
    return top
  }

  /// - Parameter rows: Rows of the graph, its time axis not among them.
  func canvas(width: Int, rows: Int, until now: Instant, hasAxis: Bool) -> Canvas {
    var canvas = Canvas(width: width, height: rows + (hasAxis ? 1 : 0), widths)
    let label = hasAxis ? "\(top) ms┤" : "\(top)┤"
    let left = max(widths.columns(label), hasAxis ? 7 : 0)
    guard width > left + 4 else { return canvas }
    for row in 0..<rows { canvas.put("┤", row: row, endingAt: left, .dim) }
    canvas.put(label, row: 0, endingAt: left, .dim)
    let axis = Axis(columns: width - left, until: now)
    if hasAxis {
      canvas.put("0 ms└", row: rows, endingAt: left, .dim)
      putTimes(axis, left, row: rows, on: &canvas)
    }
    putMarks(axis, left, rows: rows, hasAxis: hasAxis, on: &canvas)
    putLine(axis, left, rows: rows, on: &canvas)
    return canvas
  }

  private func putTimes(_ axis: Axis, _ left: Int, row: Int, on canvas: inout Canvas) {
    canvas.put(Self.past(axis), row: row, column: left, .dim)
    canvas.put("now", row: row, endingAt: canvas.width, .dim)
  }

  private static func past(_ axis: Axis) -> String { "\(axis.seconds) s ago" }

  /// A stroke where something changed, and in the row below what it was, if there is room.
  private func putMarks(
    _ axis: Axis, _ left: Int, rows: Int, hasAxis: Bool, on canvas: inout Canvas
  ) {
    var free = canvas.width - 4
    for mark in history.marks.reversed() {
      guard let column = axis.column(mark.at) else { continue }
      let style = Style(mark.event.role)
      for row in 0..<rows {
        canvas.set(Glyph("│", style), row: row, column: left + column)
      }
      // The axis keeps its words.
      guard hasAxis, (Self.past(axis).utf8.count..<canvas.width - left - 4).contains(column) else {
        continue
      }
      canvas.set(Glyph("│", style), row: rows, column: left + column)
      let room = free - (left + column + 1)
      let text = widths.first(of: mark.event.words, columns: max(room, 0))
      if room > 0 { canvas.put(text + " ", row: rows, column: left + column + 1, style) }
      free = left + column - 1
    }
  }

  private func putLine(_ axis: Axis, _ left: Int, rows: Int, on canvas: inout Canvas) {
    var highest: [RoundTripHistory.Sample?] = Array(repeating: nil, count: axis.columns)
    for sample in history.samples {
      guard let column = axis.column(sample.at) else { continue }
      if highest[column].map({ $0.milliseconds < sample.milliseconds }) ?? true {
        highest[column] = sample
      }
    }
    let levels = rows * Self.glyphs.count
    let top = self.top
    for (column, sample) in highest.enumerated() {
      guard let sample else { continue }
      let level = min(max(sample.milliseconds, 0) * levels / top, levels - 1)
      canvas.set(
        Glyph(Self.glyphs[level % Self.glyphs.count], .bold(sample.status.role)),
        row: rows - 1 - level / Self.glyphs.count, column: left + column)
    }
  }
}

extension RoundTripHistory.Mark.Event {
  /// What it was, the longest first.
  fileprivate var words: [String] {
    switch self {
    case .carrier(let path): ["\(path.title) carries", path.title, ""]
    case .lost: ["P2P lost", ""]
    case .degraded: ["P2P poor", ""]
    case .restored: ["P2P is back", "back", ""]
    case .network(let injection):
      injection.map { ["injected \($0)", "injected", ""] } ?? ["nothing injected", "clean", ""]
    }
  }

  fileprivate var role: Role {
    switch self {
    case .carrier(let path): path.role
    case .lost: .bad
    case .degraded: .warning
    case .restored: .good
    case .network: .warning
    }
  }
}
