import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws the newest frames as an oscilloscope: a column per frame, and a cursor that sweeps over
/// them from left to right and begins again. A sweep changes few cells; scrolling changes all.
///
/// ```
/// you  ───←──────↓─←───────↑──────←─────────↓───│  ───────←─────────────↑─↓──────────↓
/// bob  ──↑──────→────────↑──────←─────────░░░░░░│  ────────→───────↓─────→──────────────
/// roll  ▆         ▅        ▆       ▅            │         ▅                ▆
/// path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│  ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
/// ```
struct StripPanel {
  let model: ScreenModel
  /// The local player's first.
  private let seats: [PlayerIndex]
  /// With four players and little room the rollbacks are left out, which the sidebar shows too.
  private let showsRollbacks: Bool

  /// - Parameter room: Rows that there are.
  init(model: ScreenModel, room: Int) {
    self.model = model
    seats = model.seatsInOrder
    showsRollbacks = seats.count + 2 <= room
  }

  /// Columns of the cursor and the gap after it.
  private static let gap = 3

  /// One row for each seat, one for the rollbacks, one for the paths.
  var height: Int { seats.count + (showsRollbacks ? 2 : 1) }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let start = labelColumns + 1
    for (row, seat) in seats.enumerated() {
      let name = model.widths.fit(model.name(seat), columns: labelColumns)
      canvas.put(name, row: row, column: 0, Style(.player(model.rank(seat))))
    }
    if showsRollbacks { canvas.put("roll", row: seats.count, column: 0, .dim) }
    canvas.put("path", row: height - 1, column: 0, .dim)
    guard width - start > Self.gap, width - start <= Timeline.capacity,
      let newest = model.timeline.newest
    else { return canvas }
    sweep(newest, columns: start..<width, on: &canvas)
    return canvas
  }

  private var labelColumns: Int {
    min(8, max(4, seats.map { model.widths.columns(model.name($0)) }.max() ?? 4))
  }

  private func sweep(_ newest: Frame, columns: Range<Int>, on canvas: inout Canvas) {
    let count = columns.count
    for age in 0..<count - Self.gap {
      let frame = newest - age
      guard frame.number >= 0 else { break }
      let column = columns.lowerBound + frame.number % count
      draw(frame, column: column, on: &canvas)
    }
    let cursor = columns.lowerBound + (newest.number + 1) % count
    // Not in bold, whose switching would be a tenth of all bytes of a frame.
    for row in 0..<height { canvas.set(Glyph("│", .text), row: row, column: cursor) }
  }

  private func draw(_ frame: Frame, column: Int, on canvas: inout Canvas) {
    guard let shown = model.timeline.column(frame) else { return }
    let before = model.timeline.column(frame - 1)
    for (row, seat) in seats.enumerated() where seat.number < shown.entries.count {
      let glyph = glyph(shown.entries[seat.number], after: before?.entries[seat.number], seat)
      canvas.set(glyph, row: row, column: column)
    }
    if showsRollbacks, shown.depth > 0 {
      let bar = Canvas.bar(shown.depth, of: max(model.numbers.window, 1))
      let style = Style(RollbackPanel.role(depth: shown.depth))
      canvas.set(Glyph(bar, style), row: seats.count, column: column)
    }
    if let glyph = pathGlyph(shown) { canvas.set(glyph, row: height - 1, column: column) }
  }

  private func glyph(
    _ entry: Timeline.Entry, after before: Timeline.Entry?, _ seat: PlayerIndex
  ) -> Glyph {
    let rank = model.rank(seat)
    if entry.isGuess { return Glyph("░", Style(.oldTrail(rank))) }
    let isTurn = entry.input.heading != nil && entry.input.heading != before?.input.heading
    let isBoost = entry.input.isBoosting && before?.input.isBoosting != true
    let scalar: Unicode.Scalar =
      isTurn ? entry.input.heading?.arrow ?? "─" : isBoost ? "»" : "─"
    if entry.wasWrong { return Glyph(scalar, .bold(.bad)) }
    let isEvent = isTurn || isBoost
    return Glyph(scalar, Style(isEvent ? .player(rank) : .oldTrail(rank)))
  }

  /// The worst of the ways in which the remote inputs of a frame came.
  private func pathGlyph(_ shown: Timeline.Column) -> Glyph? {
    var glyph: Glyph?
    for seat in seats.dropFirst() where seat.number < shown.entries.count {
      switch shown.entries[seat.number].delivery {
      case .neither: return Glyph("╳", Style(.bad))
      case .relay: glyph = Glyph("╍", Style(.relay))
      case .direct: glyph = glyph ?? Glyph("━", Style(.direct))
      case nil: break
      }
    }
    return glyph
  }
}
