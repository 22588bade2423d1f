/// Holds a part of the screen, or of a canvas.
struct Area: Hashable, Sendable {
  var row: Int
  var column: Int
  var width: Int
  var height: Int

  func overlaps(_ other: Area) -> Bool {
    row < other.row + other.height && other.row < row + height
      && column < other.column + other.width && other.column < column + width
  }

  /// The same with a margin of cells that are twice as high as wide.
  var withMargin: Area {
    Area(row: row - 1, column: column - 2, width: width + 4, height: height + 2)
  }

  func isInside(_ canvas: Canvas) -> Bool {
    row >= 0 && column >= 0 && row + height <= canvas.height && column + width <= canvas.width
  }
}
