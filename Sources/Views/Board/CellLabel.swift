import GridGame

/// Finds room for a few words beside a cell of the board, where they hide nothing but floor.
struct CellLabel {
  /// What of the canvas the cell takes.
  let cell: Area
  /// Where the words may stand, the best first.
  let sides: [Heading]
  /// What to say on a side, the longest first.
  let texts: (Heading) -> [String]
  let style: Style

  /// Draws the longest of the texts that has room; returns where, if one had.
  func draw(on canvas: inout Canvas, avoiding taken: [Area]) -> Area? {
    let count = sides.map { texts($0).count }.max() ?? 0
    for index in 0..<count {
      for distance in 1...Self.furthest {
        for side in sides where index < texts(side).count {
          let text = " \(texts(side)[index]) "
          let columns = canvas.widths.columns(text)
          guard let area = area(side, distance, columns: columns, on: canvas),
            area.isInside(canvas), !taken.contains(where: { $0.overlaps(area) }),
            canvas.isFloor(area)
          else { continue }
          canvas.put(text, row: area.row, column: area.column, style)
          return area
        }
      }
    }
    return nil
  }

  /// Rows to the words above or below: further away they seem to belong to nobody.
  private static let furthest = 3

  /// Above and below the words stand over the middle of the cell, or as near to that as they are not
  /// cut; nothing beside the cell but next to it.
  private func area(
    _ side: Heading, _ distance: Int, columns: Int, on canvas: Canvas
  ) -> Area? {
    let middle = cell.row + (cell.height - 1) / 2
    let centered = cell.column + (cell.width - columns) / 2
    let column = max(0, min(centered, canvas.width - columns))
    switch side {
    case .up:
      return Area(row: cell.row - distance, column: column, width: columns, height: 1)
    case .down:
      let row = cell.row + cell.height - 1 + distance
      return Area(row: row, column: column, width: columns, height: 1)
    case .right where distance == 1:
      return Area(row: middle, column: cell.column + cell.width, width: columns, height: 1)
    case .left where distance == 1:
      return Area(row: middle, column: cell.column - columns, width: columns, height: 1)
    case .left, .right: return nil
    }
  }
}

extension Canvas {
  /// Whether there is nothing to be seen in an area but the floor of a board, or what is around it.
  fileprivate func isFloor(_ area: Area) -> Bool {
    (area.column..<area.column + area.width).allSatisfy { column in
      let glyph = self[row: area.row, column: column]
      return glyph.style.foreground == .grid || glyph == .blank
    }
  }

  /// The place for a box nearest to the middle that avoids some areas: in the middle column, else at
  /// a side.
  func place(forBox box: Canvas, avoiding taken: [Area]) -> Area? {
    guard box.width <= width, box.height <= height else { return nil }
    let lastColumn = width - box.width
    let middle = (height - box.height) / 2
    let rows = (0...height - box.height).sorted {
      (abs($0 - middle), $0) < (abs($1 - middle), $1)
    }
    for column in [lastColumn / 2, 0, lastColumn] {
      for row in rows {
        let area = Area(row: row, column: column, width: box.width, height: box.height)
        if !taken.contains(where: { $0.overlaps(area) }) { return area }
      }
    }
    return nil
  }
}
