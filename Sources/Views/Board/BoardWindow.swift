import GridGame

/// Places the cells of a board on a canvas: in the middle, or as much of them as fits around a head.
struct BoardWindow: Hashable, Sendable {
  /// The columns of a cell of two columns, four, or six; its rows are half as many.
  static let largestScale = 3

  /// 1, 2, 4 or 6.
  let columnsPerCell: Int
  /// 1, 2 or 3; 1 also where two cells share a row.
  let rowsPerCell: Int
  /// Cells to a row of the canvas: 1, or 2 in half blocks.
  let cellsPerRow: Int
  /// Where the first cell lies, left of the canvas or above it where not all cells fit.
  let column: Int
  let row: Int
  /// What all cells together take.
  let columns: Int
  let rows: Int

  /// What of a canvas of `room` shows cells of a board of `size`, as large as they can be, with
  /// `center` in sight.
  init(
    size: (width: Int, height: Int), scale: BoardPicture.Scale, center: Position,
    room: (width: Int, height: Int)
  ) {
    switch scale {
    case .glyphs:
      let larger = (2...Self.largestScale).last {
        size.width * 2 * $0 <= room.width && size.height * $0 <= room.height
      }
      columnsPerCell = larger.map { $0 * 2 } ?? (size.width * 2 <= room.width ? 2 : 1)
      rowsPerCell = larger ?? 1
      cellsPerRow = 1
    case .halfBlocks:
      columnsPerCell = 1
      rowsPerCell = 1
      cellsPerRow = 2
    }
    columns = size.width * columnsPerCell
    rows = (size.height * rowsPerCell + cellsPerRow - 1) / cellsPerRow
    column = Self.offset(of: columns, in: room.width, around: Int(center.x) * columnsPerCell)
    row = Self.offset(
      of: rows, in: room.height, around: Int(center.y) * rowsPerCell / cellsPerRow)
  }

  /// Where a cell is on the canvas, possibly outside it.
  func area(of position: Position) -> Area {
    Area(
      row: row + Int(position.y) * rowsPerCell / cellsPerRow,
      column: column + Int(position.x) * columnsPerCell, width: columnsPerCell,
      height: rowsPerCell)
  }

  private static func offset(of size: Int, in room: Int, around center: Int) -> Int {
    if size <= room { return (room - size) / 2 }
    return -min(max(0, center - room / 2), size - room)
  }
}
