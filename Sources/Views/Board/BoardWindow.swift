import GridGame

/// Places the cells of a board on a canvas: in the middle, or as much of them as fits around a head.
struct BoardWindow: Hashable, Sendable {
  /// 1 or 2.
  let columnsPerCell: Int
  /// Cells to a row of the canvas: 1, or 2 in half blocks.
  let cellsPerRow: Int
  /// Where the first cell lies, left of the canvas or above it where not all cells fit.
  let column: Int
  let row: Int

  /// What of a canvas of `room` shows cells of a board of `size`, with `center` in sight.
  init(
    size: (width: Int, height: Int), scale: BoardPicture.Scale, center: Position,
    room: (width: Int, height: Int)
  ) {
    switch scale {
    case .glyphs:
      columnsPerCell = size.width * 2 <= room.width ? 2 : 1
      cellsPerRow = 1
    case .halfBlocks:
      columnsPerCell = 1
      cellsPerRow = 2
    }
    column = Self.offset(
      of: size.width * columnsPerCell, in: room.width, around: Int(center.x) * columnsPerCell)
    row = Self.offset(
      of: (size.height + cellsPerRow - 1) / cellsPerRow, in: room.height,
      around: Int(center.y) / cellsPerRow)
  }

  /// Where a cell begins on the canvas, possibly outside it.
  func place(of position: Position) -> (row: Int, column: Int) {
    (row + Int(position.y) / cellsPerRow, column + Int(position.x) * columnsPerCell)
  }

  private static func offset(of size: Int, in room: Int, around center: Int) -> Int {
    if size <= room { return (room - size) / 2 }
    return -min(max(0, center - room / 2), size - room)
  }
}
