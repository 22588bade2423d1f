import GridGame
import Rollback
import Vocabulary

/// Puts the guide where it covers no head: names beside the heads, the rest in a box.
extension IntroGuide {
  /// Draws on the picture of the board what has room; returns whether the box had.
  @discardableResult
  func draw(on canvas: inout Canvas, _ window: BoardWindow) -> Bool {
    var taken = seats.map { headArea($0, window) }
    for seat in seats {
      guard let area = labelArea(seat, window, on: canvas, avoiding: taken) else { continue }
      taken.append(area)
      canvas.put(
        " \(label(seat)) ", row: area.row, column: area.column, .bold(.player(model.rank(seat))))
    }
    guard let box = box(window, room: (canvas.width, canvas.height)),
      let area = Self.boxArea(box, on: canvas, avoiding: taken)
    else { return false }
    canvas.paste(box, row: area.row, column: area.column)
    return true
  }

  private func label(_ seat: PlayerIndex) -> String {
    seat == model.localSeat ? "YOU" : model.name(seat)
  }

  private func headArea(_ seat: PlayerIndex, _ window: BoardWindow) -> Area {
    let place = window.place(of: state.cycle(seat).position)
    return Area(row: place.row, column: place.column, width: window.columnsPerCell, height: 1)
  }

  /// Beside the head, behind it rather than in its way, on nothing but floor.
  private func labelArea(
    _ seat: PlayerIndex, _ window: BoardWindow, on canvas: Canvas, avoiding taken: [Area]
  ) -> Area? {
    let head = headArea(seat, window)
    let width = model.widths.columns(label(seat)) + 2
    let centered = head.column + (head.width - width) / 2
    let behind = state.cycle(seat).heading.opposite
    let sides = [behind] + [.right, .left, .up, .down].filter { $0 != behind }
    return sides.lazy.map { side in
      switch side {
      case .up: Area(row: head.row - 1, column: centered, width: width, height: 1)
      case .right: Area(row: head.row, column: head.column + head.width, width: width, height: 1)
      case .down: Area(row: head.row + 1, column: centered, width: width, height: 1)
      case .left: Area(row: head.row, column: head.column - width, width: width, height: 1)
      }
    }.first { area in
      area.isInside(canvas) && !taken.contains { $0.overlaps(area) } && canvas.isFloor(area)
    }
  }

  /// The words in a frame; nothing if they take more than the room.
  private func box(_ window: BoardWindow, room: (width: Int, height: Int)) -> Canvas? {
    let lines = lines(columns: max(1, room.width - 4), window, in: room)
    let width = (lines.map { model.widths.columns($0) }.max() ?? 0) + 4
    guard width <= room.width, lines.count + 2 <= room.height else { return nil }
    var box = Canvas(width: width, height: lines.count + 2, model.widths)
    box.frame(.text)
    for (index, line) in lines.enumerated() { box.put(line, row: index + 1, column: 2) }
    return box
  }

  /// The place nearest to the middle: in the middle column, else at a side.
  private static func boxArea(_ box: Canvas, on canvas: Canvas, avoiding taken: [Area]) -> Area? {
    let lastColumn = canvas.width - box.width
    let middle = (canvas.height - box.height) / 2
    let rows = (0...canvas.height - box.height).sorted {
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

extension Area {
  fileprivate func overlaps(_ other: Area) -> Bool {
    row < other.row + other.height && other.row < row + height
      && column < other.column + other.width && other.column < column + width
  }

  fileprivate func isInside(_ canvas: Canvas) -> Bool {
    row >= 0 && column >= 0 && row + height <= canvas.height && column + width <= canvas.width
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
}
