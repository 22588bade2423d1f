import GridGame
import Rollback
import Vocabulary

/// Puts the guide into a box where it covers no head and no name beside one.
extension IntroGuide {
  /// Draws on the picture of the board if there is room; returns whether there was.
  @discardableResult
  func draw(on canvas: inout Canvas, _ window: BoardWindow, avoiding taken: [Area]) -> Bool {
    guard let box = box(window, room: (canvas.width, canvas.height)),
      let area = canvas.place(forBox: box, avoiding: taken)
    else { return false }
    canvas.paste(box, row: area.row, column: area.column)
    return true
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
}
