/// Lists the cells that sudden death closes: ring by ring from the upper left corner, along the top
/// and down the right side; their twins, turned by 180 degrees, are the other half of each ring.
package struct ClosingSpiral: Hashable, Sendable {
  let width: Int
  let height: Int

  package init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  /// The cell that is closed as number `index` (from 0), or nothing when all are.
  package func cell(_ index: Int) -> Position? {
    var left = index
    var ring = 0
    while 2 * ring < min(width, height) {
      let columns = width - 2 * ring
      let rows = height - 2 * ring
      let half = halfLength(columns: columns, rows: rows)
      if left < half { return Self.cell(left, ring: ring, columns: columns) }
      left -= half
      ring += 1
    }
    return nil
  }

  package func twin(of cell: Position) -> Position {
    Position(x: width - 1 - Int(cell.x), y: height - 1 - Int(cell.y))
  }

  /// Half of a ring; a ring of one row or column is its own twin, halved and rounded up.
  private func halfLength(columns: Int, rows: Int) -> Int {
    if rows == 1 { return (columns + 1) / 2 }
    if columns == 1 { return (rows + 1) / 2 }
    return columns + rows - 2
  }

  private static func cell(_ offset: Int, ring: Int, columns: Int) -> Position {
    offset < columns
      ? Position(x: ring + offset, y: ring)
      : Position(x: ring + columns - 1, y: ring + offset - columns + 1)
  }
}
