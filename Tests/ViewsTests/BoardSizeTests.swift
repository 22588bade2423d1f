import GridGame
import Netplay
import Rollback
import Testing
import Views
import Vocabulary

/// How large the board is drawn, and what its frame says in every layout.
@Suite struct BoardSizeTests {
  private static func screen(
    _ width: Int, _ height: Int, map: (Int, Int) = (24, 20), _ options: ViewOptions = ViewOptions()
  ) throws -> Canvas {
    var model = try Fixture.playing()
    model.predicted = try Fixture.state(
      after: 180, turns: [(120, 0, .up), (120, 1, .down)],
      map: Fixture.map(width: map.0, height: map.1))
    model.confirmed = model.predicted
    return model.canvas(width: width, height: height, options: options)
  }

  /// Columns and rows of the frame in the upper left.
  private static func frame(_ canvas: Canvas) -> [Int] {
    guard let row = (0..<canvas.height).first(where: { canvas[row: $0, column: 0].scalar == "╭" }),
      let bottom = (row..<canvas.height).first(where: { canvas[row: $0, column: 0].scalar == "╰" }),
      let right = (0..<canvas.width).first(where: { canvas[row: row, column: $0].scalar == "╮" })
    else { return [] }
    return [right + 1, bottom - row + 1]
  }

  @Test(arguments: [
    (100, 30, 24, 20, 50, 22), (140, 40, 24, 20, 50, 22), (200, 55, 24, 20, 98, 42),
    (230, 75, 24, 20, 146, 62),
    // A wide map is not squeezed into one column to a cell: the sidebar or the second board makes way.
    (100, 30, 32, 22, 66, 24), (132, 30, 32, 22, 66, 24), (140, 40, 32, 22, 66, 24),
    (200, 55, 32, 22, 66, 24), (220, 60, 32, 22, 130, 46),
  ])
  func `a board is as large as the screen allows`(
    width: Int, height: Int, columns: Int, rows: Int, frameColumns: Int, frameRows: Int
  ) throws {
    let canvas = try Self.screen(width, height, map: (columns, rows))
    #expect(Self.frame(canvas) == [frameColumns, frameRows], "\(canvas.text())")
  }

  @Test func `a large cell is filled: heads are plates, trails are bars`() throws {
    let canvas = try Self.screen(200, 55)
    // Title and scores above have the same ground.
    let board = canvas.glyphs.dropFirst(2 * canvas.width)
    let heads = board.count { $0.style == Style(.inverse, on: .player1, .bold) }
    #expect(heads == 4 * 2)
    let bars = canvas.glyphs.filter { $0 == Glyph(" ", Style(.inverse, on: .player2)) }
    #expect(bars.count >= 4 * 7)
  }

  @Test func `a large guess is a ring with a thin tail`() throws {
    let model = try Fixture.playing()
    let text = model.canvas(width: 200, height: 55, options: ViewOptions()).text()
    #expect(text.contains("◆╌╌╌╌╌"), "\(text)")
    #expect(text.contains("┌▷ ┐") && text.contains("└──┘"), "\(text)")
  }

  @Test func `where there are no colours lines and letters tell whose a trail is`() throws {
    var model = try Fixture.playing()
    model.predictionMark = PredictionMark()
    let text = model.canvas(width: 100, height: 30, options: ViewOptions(theme: .mono)).text()
    #expect(text.contains("━A you alive") && text.contains("═B bob alive"), "\(text)")
    #expect(text.contains("═══╗") && text.contains("┏━━━") && text.contains("▶A"), "\(text)")
    var options = ViewOptions(theme: .mono)
    options.glyphs = .basic
    let basic = model.canvas(width: 100, height: 30, options: options).text()
    #expect(basic.contains("a you alive") && basic.contains("aaaa") && basic.contains("bbbb"))
  }

  @Test func `four players without colours are four kinds of trails`() throws {
    var model = try Fixture.playing(players: 4)
    model.predictionMark = PredictionMark()
    let screen = model.canvas(width: 140, height: 40, options: ViewOptions(theme: .mono))
    let board = (3..<23).flatMap { row in (1..<49).map { screen[row: row, column: $0].scalar } }
    for scalar in ["┃", "║", "│", "d"] as [Unicode.Scalar] {
      #expect(board.contains(scalar) || scalar == "║" && board.contains("═"), "\(screen.text())")
    }
  }

  @Test(arguments: [(200, 55), (132, 30), (100, 30), (80, 24), (52, 24), (28, 24), (26, 13)])
  func `the frame says what the display leaves out`(width: Int, height: Int) throws {
    let text = { (change: (inout ViewOptions) -> Void) in
      var options = ViewOptions()
      change(&options)
      return try Self.screen(width, height, options).text()
    }
    #expect(try text { $0.prediction = .confirmedOnly }.contains(" confirmed only "))
    #expect(try text { $0.showsGhosts = false }.contains(" ghosts off "))
    #expect(try text { $0.isFrozen = true }.contains("frozen"))
    #expect(try text { $0.prediction = .predictedOnly }.contains("marked"))
    let plain = try text { _ in }
    for word in ["frozen", "ghosts off", "confirmed only"] { #expect(!plain.contains(word)) }
  }

  @Test func `a frozen display says how it goes on`() throws {
    var options = ViewOptions()
    options.isFrozen = true
    let text = try Self.screen(100, 30, options).text()
    #expect(text.contains(" display frozen, ^F goes on "), "\(text)")
  }
}
