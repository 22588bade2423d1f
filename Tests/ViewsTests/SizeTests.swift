import GridGame
import Rollback
import Testing
import Views

/// Whatever the size of the terminal is: nothing traps, nothing is drawn over something else.
@Suite struct SizeTests {
  private static func models() throws -> [ScreenModel] {
    var lost = try Fixture.huge(players: 4)
    lost.banner = .lost(
      peers: "bob", frame: Frame(1_234_567), cause: .silent(milliseconds: 300), seconds: 123,
      relayInputs: 1_234_567)
    var over = try Fixture.playing()
    over.overlay = .matchOver(Snapshots.summary)
    return [try Fixture.playing(), lost, over, Fixture.waiting()]
  }

  @Test(arguments: [
    1, 2, 3, 10, 11, 12, 13, 23, 24, 25, 29, 30, 31, 40, 80,
  ])
  func `every width up to 250 can be drawn`(height: Int) throws {
    let models = try Self.models()
    for width in stride(from: 1, through: 250, by: width(below: height)) {
      let model = models[(width + height) % models.count]
      let canvas = model.canvas(width: width, height: height, options: ViewOptions())
      #expect(canvas.width == width && canvas.height == height)
      try checkFrame(canvas)
    }
  }

  /// Tall screens take longer to draw: fewer of them.
  private func width(below height: Int) -> Int { height > 31 ? 7 : height > 13 ? 3 : 1 }

  /// Where there is a board and a sidebar, both are whole.
  private func checkFrame(_ canvas: Canvas) throws {
    guard canvas.width >= 79, canvas.height >= 24 else { return }
    let top = canvas.width >= 100 && canvas.height >= 30 ? 2 : 1
    let sidebar = try #require(
      (0..<canvas.width).first { canvas[row: top, column: $0].scalar == "P" })
    let right = sidebar - 2
    let place = "\(canvas.width)x\(canvas.height)"
    #expect(canvas[row: top, column: 0].scalar == "╭", "\(place)")
    #expect(canvas[row: top, column: right].scalar == "╮", "\(place)")
    #expect(canvas[row: top, column: right + 1].scalar == " ", "\(place)")
  }

  @Test func `no size at all is an empty canvas`() throws {
    let model = try Fixture.playing()
    #expect(model.canvas(width: 0, height: 0, options: ViewOptions()).glyphs == [])
    #expect(model.canvas(width: -3, height: 5, options: ViewOptions()).glyphs == [])
  }

  @Test(
    arguments: [(8, 8), (24, 20), (32, 22), (60, 26)],
    [(28, 12), (52, 24), (80, 24), (100, 30), (200, 60)])
  func `boards of every size fit every layout, with the local player in sight`(
    board: (Int, Int), screen: (Int, Int)
  ) throws {
    let map = try Fixture.map(width: board.0, height: board.1)
    var model = try Fixture.playing()
    model.predicted = try Fixture.state(after: 100, map: map)
    model.confirmed = model.predicted
    let canvas = model.canvas(width: screen.0, height: screen.1, options: ViewOptions())
    let heads = canvas.glyphs.filter { $0.style.background == .player1 && $0.scalar == "◀" }
    #expect(heads.count == 1)
  }

  @Test(arguments: [2, 3, 4], [(100, 30), (120, 40), (80, 24), (79, 24)])
  func `large numbers and long names leave everything readable`(
    players: Int, size: (Int, Int)
  ) throws {
    let model = try Fixture.huge(players: players)
    let text = model.canvas(width: size.0, height: size.1, options: ViewOptions()).text()
    let isFull = size.0 >= 100
    var words = [
      "PATHS", "PEERS", "HEALTH", "ROLLBACK", "LOG", "CRITICAL", "123s", "15/15", "loss 100%",
      "max 15", "9999 ms", "1234567 · max 15", "stalls", "MATCH", "BOB-THE-GRE…",
      "⚠ INJECTED 500±250 100%", "confirmed 1234552  predicted +15",
    ]
    words +=
      isFull
      ? [
        "12.3M", "connecting", "probation", "ahead -12.3", "59.9 fps", "15/15 predicted",
        "1.2M/1.2M",
      ]
      : ["12.3M", "opening", "proving"]
    for word in words { #expect(text.contains(word), "\(word) in\n\(text)") }
  }

  @Test func `long log lines go on in the next row`() throws {
    var model = try Fixture.playing()
    model.log.append(
      frame: Frame(170), "P2P up after 1234 ms (server reflexive address of the local router)")
    for (width, height) in [(100, 30), (80, 24)] {
      let text = model.canvas(width: width, height: height, options: ViewOptions()).text()
      let words = ["P2P up after 1234 ms", "router)"]
      for word in words { #expect(text.contains(word), "\(word) in\n\(text)") }
    }
  }
}
