import GridGame
import Netplay
import Rollback
import Testing
import Views
import Vocabulary

/// Whatever the size of the terminal is: nothing traps, and what is drawn is whole.
@Suite struct LayoutTests {
  /// The sizes at which something changes, and their neighbours.
  private static let widths =
    around([26, 28, 52, 56, 79, 100, 132, 151]) + [1, 2, 3, 12, 40, 200, 250]
  private static let heights = around([13, 14, 24, 30]) + [1, 2, 3, 7, 18, 45, 80]

  private static func around(_ thresholds: [Int]) -> [Int] {
    Set(thresholds.flatMap { [$0 - 1, $0, $0 + 1] }).sorted()
  }

  private static func models() throws -> [ScreenModel] {
    var lost = try Fixture.huge(players: 4)
    lost.banner = .lost(
      peers: "bob", frame: Frame(1_234_567), cause: .silent(milliseconds: 300), seconds: 123,
      relayInputs: 1_234_567)
    return [
      try Fixture.playing(), try Snapshots.mirrored(), try Snapshots.demo(), lost,
      try Fixture.huge(players: 2), Fixture.waiting(), try Snapshots.over(),
      try Fixture.introducing(), try Fixture.introducing(players: 4, presses: [0, 2]),
    ]
  }

  private static var looks: [ViewOptions] {
    var looks: [ViewOptions] = []
    for theme in Theme.allCases {
      for glyphs in GlyphSet.allCases {
        for panel in [ViewOptions.Panel.full, .compact, .off] {
          var options = ViewOptions(theme: theme)
          options.glyphs = glyphs
          options.panel = panel
          looks.append(options)
        }
      }
    }
    return looks
  }

  @Test(arguments: [(60, 20), (80, 24), (100, 30), (140, 40)])
  func `what is played for stands beside the score, under a banner too`(
    width: Int, height: Int
  ) throws {
    for model in [try Fixture.playing(), try Snapshots.lost(), try Snapshots.restored()] {
      let text = model.canvas(width: width, height: height, options: ViewOptions()).text()
      #expect(text.contains("first to 5") || text.contains("0 of 5"), "\(text)")
    }
  }

  /// Each word of them is whole, or a name that says that it was cut.
  @Test(arguments: 28...60)
  func `labels on a board never meet`(width: Int) throws {
    var model = try Snapshots.lost()
    model.names[1] = "abcdefghijkl"
    model.confirmed?.cycles[0].status = .cleared
    model.predicted?.cycles[0].status = .cleared
    for banner in [model.banner, .none] {
      model.banner = banner
      let text = model.canvas(width: width, height: 24, options: ViewOptions()).text()
      let border = try #require(text.split(separator: "\n").first { $0.contains("●") })
      let words = border.split(separator: " ").filter { word in
        !word.allSatisfy { "╭─╮●".contains($0) }
      }
      let known = ["you", "0", "of", "5", "out", "alive", "abcdefghijkl"]
      #expect(words.first == "you", "\(border)")
      #expect(words.allSatisfy { known.contains(String($0)) || $0.hasSuffix("…") }, "\(border)")
      #expect(border.count { $0 == "●" } == 2, "\(border)")
    }
  }

  @Test func `the goal takes no room from the names on a board`() throws {
    var model = try Snapshots.lost()
    for name in ["bob", "abcdefghijkl"] {
      model.names[1] = name
      let text = model.canvas(width: 80, height: 24, options: ViewOptions()).text()
      let border = text.split(separator: "\n")[1].prefix(50)
      #expect(border.hasPrefix("╭─ ● you  0 of 5 "), "\(border)")
      let ofBob = try #require(border.split(separator: "●").last).dropFirst()
      #expect(ofBob.hasPrefix(name.prefix(6)) && ofBob.contains(" 0 of 5 "), "\(border)")
    }
  }

  @Test(arguments: heights)
  func `every layout is whole at every size`(height: Int) throws {
    let models = try Self.models()
    let looks = Self.looks
    // Each size takes the next models and looks, so that over all sizes every pair is met.
    var turn = height * 97
    for width in Self.widths {
      for _ in 0..<(width * height > 4000 ? 2 : 5) {
        turn += 1
        let model = models[turn % models.count]
        let options = looks[turn / models.count % looks.count]
        let canvas = model.canvas(width: width, height: height, options: options)
        #expect(canvas.width == width && canvas.height == height)
        let picture = Picture(canvas)
        #expect(picture.halvedCharacters == 0)
        // A sheet lies over the frames; and where corners are `+`, nobody can tell them from others.
        guard model.overlay == .none, options.glyphs == .full else { continue }
        let place = "\(width)x\(height) \(options.theme) \(options.panel)\n\(canvas.text())"
        #expect(picture.brokenFrames.isEmpty, "\(picture.brokenFrames) in \(place)")
        #expect(picture.brokenHeadings.isEmpty, "\(picture.brokenHeadings) in \(place)")
      }
    }
  }

  @Test(arguments: [
    (132, 30, "CONFIRMED", ""), (131, 30, "sent", "CONFIRMED"), (132, 29, "PATHS", "sent"),
    (100, 30, "sent", ""), (99, 30, "PATHS", "sent"), (79, 24, "PATHS", ""),
    (78, 24, "2 boosts left", "PATHS"), (52, 24, "· · ·", "PATHS"), (49, 24, "···", "· · ·"),
    (28, 24, "···", "▀"), (27, 24, "▀", "···"), (28, 23, "▀", "···"), (26, 13, "▀", "needs"),
    (56, 13, "PATHS", "···"), (55, 13, "▀", "PATHS"), (25, 13, "needs 26x13", "▀"),
    (26, 12, "needs 26x13", "▀"), (12, 8, "P2P 168 ms", "▀"),
  ])
  func `the size alone picks the layout`(
    width: Int, height: Int, there: String, missing: String
  ) throws {
    let text = try Fixture.playing().canvas(width: width, height: height, options: ViewOptions())
      .text()
    let line = text.split(separator: "\n").joined(separator: " ")
    #expect(line.contains(there), "\(text)")
    #expect(missing.isEmpty || !text.contains(missing), "\(text)")
  }

  @Test func `without colour a small screen shows a part of the board`() throws {
    let model = try Fixture.playing()
    let options = ViewOptions(theme: .mono)
    for (width, height, there) in [
      (28, 13, "▶"), (100, 20, "▶"), (27, 13, "needs 28x13"), (28, 12, "needs 28x13"),
    ] {
      let text = model.canvas(width: width, height: height, options: options).text()
      #expect(text.split(separator: "\n").joined(separator: " ").contains(there), "\(text)")
      #expect(!text.contains("▀"))
    }
    // Nor can the confirmed board be in half blocks.
    let wide = model.canvas(width: 132, height: 30, options: options).text()
    #expect(wide.contains("CONFIRMED") && !wide.contains("▀"))
  }

  @Test func `the mirror key swaps the other player's screen and the confirmed board`() throws {
    var options = ViewOptions()
    let text = { (model: ScreenModel) in
      model.canvas(width: 132, height: 30, options: options).text()
    }
    let mirrored = try Snapshots.mirrored()
    #expect(text(mirrored).contains("BOB'S SCREEN") && !text(mirrored).contains("CONFIRMED"))
    #expect(text(try Fixture.playing()).contains("CONFIRMED"))
    #expect(options.apply(command("mirror")) == nil)
    #expect(text(mirrored).contains("CONFIRMED") && !text(mirrored).contains("BOB'S SCREEN"))
    _ = options.apply(command("mirror"))
    #expect(options == ViewOptions())
  }

  @Test func `the log is drawn once, where it is longest`() throws {
    for (model, column) in [(try Fixture.playing(), 101...), (try Snapshots.mirrored(), 51...)] {
      let lines = model.canvas(width: 132, height: 30, options: ViewOptions()).text()
        .split(separator: "\n")
      let places = lines.compactMap { line in
        line.firstRange(of: "LOG ─").map {
          line.distance(from: line.startIndex, to: $0.lowerBound)
        }
      }
      #expect(places == [column.lowerBound])
    }
  }

  @Test func `half blocks tell heads, trails, guesses and ghosts apart`() throws {
    var model = try Fixture.playing()
    model.ghosts.record(
      before: try Fixture.state(after: 180), after: try #require(model.predicted), frame: Frame(180)
    )
    let canvas = model.canvas(width: 26, height: 13, options: ViewOptions())
    var roles: Set<Role> = []
    for glyph in canvas.glyphs where glyph.scalar == "▀" {
      roles.formUnion([glyph.style.foreground, glyph.style.background])
    }
    #expect(
      roles == [
        .ground, .good, .wall, .strong, .player1, .player2, .oldTrail2, .bad,
      ])
  }

  @Test func `half blocks are dark where a remote player is only guessed to be`() throws {
    let model = try Fixture.playing()
    let canvas = model.canvas(width: 26, height: 13, options: ViewOptions())
    let shown = try #require(model.predicted)
    let last = try #require(model.confirmed).cycle(Fixture.bob).position
    #expect(Self.role(at: last, on: canvas) == .player2)
    let next = Position(x: Int(last.x) + 1, y: Int(last.y))
    #expect(shown.cell(at: next) != .floor)
    #expect(Self.role(at: next, on: canvas) == .oldTrail2)
    #expect(Self.role(at: shown.cycle(Fixture.bob).position, on: canvas) == .strong)
  }

  /// What the half block of a cell is coloured by, on a board whose frame begins in row 1.
  private static func role(at position: Position, on canvas: Canvas) -> Role {
    let glyph = canvas[row: 2 + Int(position.y) / 2, column: 1 + Int(position.x)]
    return position.y % 2 == 0 ? glyph.style.foreground : glyph.style.background
  }

  @Test func `a narrow sidebar leaves out what it would cut`() throws {
    var model = try Fixture.playing()
    model.numbers.window = 15
    var options = ViewOptions()
    options.panel = .compact
    let narrow = model.canvas(width: 26, height: 16, options: options).text()
    let depth = narrow.split(separator: "\n").first { $0.hasPrefix("deep") }
    #expect(depth == "deep ··▆██··········", "\(narrow)")
    let wider = model.canvas(width: 50, height: 16, options: options).text()
    #expect(wider.contains("5 at most, 83 ms"))
  }
}
