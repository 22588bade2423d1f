import Netplay
import Rollback
import Vocabulary

/// Fills the third column of a wide screen: a second board, and the log if there is room under it.
struct RightColumn: ScreenPart {
  let screen: Shared<ScreenModel>
  let options: ViewOptions

  /// The narrowest column; the widest holds a board with two columns per cell.
  static let leastWidth = 31
  static let mostWidth = BoardPanel.standardWidth
  /// Rows from which the log is longer here than in the sidebar.
  private static let leastLog = 6

  /// Whether the log is here, and so not in the sidebar.
  func holdsLog(height: Int) -> Bool { height - board.wanted().height - 1 >= Self.leastLog }

  /// Where the board is in a column that begins at a corner.
  func boardArea(row: Int, column: Int, width: Int, height: Int) -> Area {
    let wanted = board.wanted()
    return Area(
      row: row, column: column, width: min(wanted.width, width), height: min(wanted.height, height))
  }

  func log(width: Int, height: Int) -> Canvas {
    LogPanel(screen: screen, options: options).canvas(width: width, height: height)
  }

  /// What the other player sees, or what is certain.
  var board: BoardPanel {
    if options.secondBoard == .mirror, let mirror = model.mirror {
      return BoardPanel(
        screen: Shared(mirror.screen(beside: model)), options: options, title: mirror.title)
    }
    var options = options
    options.prediction = .confirmedOnly
    options.showsGhosts = false
    return BoardPanel(
      screen: screen, options: options, scale: options.hasHalfBlocks ? .halfBlocks : .glyphs,
      title: "CONFIRMED", footnote: "frame \(model.numbers.settledFrame.number)")
  }
}
