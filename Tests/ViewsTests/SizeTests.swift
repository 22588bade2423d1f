import GridGame
import Rollback
import Testing
import Views

/// Whatever the size of the terminal is: nothing traps, nothing is drawn over something else.
@Suite struct SizeTests {
  @Test func `no size at all is an empty canvas`() throws {
    let model = try Fixture.playing()
    #expect(model.canvas(width: 0, height: 0, options: ViewOptions()).glyphs == [])
    #expect(model.canvas(width: -3, height: 5, options: ViewOptions()).glyphs == [])
  }

  @Test(
    arguments: [(8, 8), (24, 20), (32, 22), (60, 26)],
    [(28, 24), (52, 24), (80, 24), (100, 30), (132, 30), (200, 60)])
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

  @Test(
    arguments: [(8, 8), (24, 20), (32, 22), (60, 26)], [(26, 13), (27, 40), (56, 13), (200, 20)])
  func `half blocks of boards of every size have the local player in sight`(
    board: (Int, Int), screen: (Int, Int)
  ) throws {
    let map = try Fixture.map(width: board.0, height: board.1)
    var model = try Fixture.playing()
    model.predicted = try Fixture.state(after: 100, map: map)
    model.confirmed = model.predicted
    let canvas = model.canvas(width: screen.0, height: screen.1, options: ViewOptions())
    let trails = canvas.glyphs.filter {
      $0.scalar == "▀" && ($0.style.foreground == .player1 || $0.style.background == .player1)
    }
    let heads = canvas.glyphs.filter {
      $0.scalar == "▀" && ($0.style.foreground == .strong || $0.style.background == .strong)
    }
    // On the smallest board nobody has ridden yet.
    #expect(board.0 == 8 || !trails.isEmpty)
    #expect(!heads.isEmpty)
  }

  @Test(arguments: [2, 3, 4], [(100, 30), (120, 40), (80, 24), (79, 24)])
  func `large numbers and long names leave everything readable`(
    players: Int, size: (Int, Int)
  ) throws {
    let model = try Fixture.huge(players: players)
    let text = model.canvas(width: size.0, height: size.1, options: ViewOptions()).text()
    let isFull = size.0 >= 100
    var words = [
      "PATHS", "PEERS", "HEALTH", "ROLLBACK", "CRITICAL", "2:03", "1234567",
      "of 15", "in 10 s", "15 ", "in sync through", "BOB-THE-GRE…", "⚠ INJECTED 500±250 100%",
      "confirmed 1234552  predicted +15",
    ]
    words +=
      isFull
      ? [
        "VERY FAR", players > 2 ? "from \(players - 1)" : "in", "12.3M", "OPENING", "ON TEST",
        "15 of 15 frames", "1234552 ", "250 ms",
      ]
      : ["OPENS", "TEST", "15 of 15"]
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
