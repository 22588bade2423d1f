import GridGame

/// Holds how one cell of a board looks, and paints it in as many columns and rows as a cell has.
struct CellDrawing {
  /// Tells what is done with the room around the middle of a cell.
  enum Shape {
    /// Nothing: a mark in the middle.
    case mark
    /// The glyph fills all of it.
    case solid
    /// The style fills all of it, the glyph is in the middle.
    case plate
    /// A thin line goes around it.
    case ring
    case line(Stroke)
  }

  /// Holds the line from side to side of a cell of more than two columns.
  struct Stroke {
    let trail: TrailGlyph
    let across: Glyph
    let down: Glyph
    /// Columns of what goes down; 2 is as broad as a row is high.
    let breadth: Int
    /// Whether it is a bar of colour, which needs nothing in its middle.
    var isBar = false
  }

  var glyph: Unicode.Scalar
  /// Right of the glyph, where there is a second column.
  var beside: Unicode.Scalar
  var style: Style
  var shape = Shape.mark

  func paint(_ area: Area, on canvas: inout Canvas) {
    // The middle: of two columns and of one it is the first.
    let row = area.row + (area.height - 1) / 2
    let column = area.column + max(area.width / 2 - 1, 0)
    if area.width > 2 { surround(area, row: row, column: column, on: &canvas) }
    if area.width > 2, case .line(let stroke) = shape, stroke.isBar {
      canvas.fill(row: row, columns: column..<column + stroke.breadth, with: stroke.down)
      return
    }
    canvas.set(Glyph(glyph, style), row: row, column: column)
    if area.width > 1 { canvas.set(Glyph(beside, style), row: row, column: column + 1) }
  }

  private func surround(_ area: Area, row: Int, column: Int, on canvas: inout Canvas) {
    switch shape {
    case .mark: break
    case .solid: fill(area, with: Glyph(glyph, style), on: &canvas)
    case .plate: fill(area, with: Glyph(" ", style), on: &canvas)
    case .ring: ring(area, on: &canvas)
    case .line(let stroke):
      let (sides, trail) = (area.column..<area.column + area.width, stroke.trail)
      let left = trail.links(.left) ? sides.lowerBound..<column : 0..<0
      let right = trail.links(.right) ? column + 1..<sides.upperBound : 0..<0
      for columns in [left, right] { canvas.fill(row: row, columns: columns, with: stroke.across) }
      let above = trail.links(.up) ? area.row..<row : 0..<0
      let below = trail.links(.down) ? row + 1..<area.row + area.height : 0..<0
      for row in Array(above) + Array(below) {
        canvas.fill(row: row, columns: column..<column + stroke.breadth, with: stroke.down)
      }
    }
  }

  private func fill(_ area: Area, with glyph: Glyph, on canvas: inout Canvas) {
    for row in area.row..<area.row + area.height {
      canvas.fill(row: row, columns: area.column..<area.column + area.width, with: glyph)
    }
  }

  private func ring(_ area: Area, on canvas: inout Canvas) {
    var box = Canvas(width: area.width, height: area.height, canvas.widths)
    let style = Style(style.foreground)
    box.frame(style)
    let (right, bottom) = (area.width - 1, area.height - 1)
    for (corner, row, column) in [
      (Unicode.Scalar("┌"), 0, 0), ("┐", 0, right), ("└", bottom, 0), ("┘", bottom, right),
    ] {
      box.set(Glyph(corner, style), row: row, column: column)
    }
    canvas.paste(box, row: area.row, column: area.column)
  }
}
