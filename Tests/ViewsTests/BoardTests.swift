import GridGame
import Rollback
import Testing
import Views
import Vocabulary

/// What the board shows of what is known and of what is only guessed.
@Suite struct BoardTests {
  private static func board(_ model: ScreenModel, _ options: ViewOptions = ViewOptions()) -> Canvas
  {
    model.canvas(width: 100, height: 30, options: options)
  }

  private static func count(_ scalar: Unicode.Scalar, _ canvas: Canvas) -> Int {
    // Columns 0 to 49 and rows 2 to 23 are the board.
    var count = 0
    for row in 3..<23 {
      for column in 1..<49 where canvas[row: row, column: column].scalar == scalar { count += 1 }
    }
    return count
  }

  @Test func `a guessed head is hollow and its last confirmed cell is marked`() throws {
    let canvas = Self.board(try Fixture.playing())
    #expect(Self.count("▷", canvas) + Self.count("▽", canvas) == 1)
    #expect(Self.count("◆", canvas) == 1)
    let head = canvas.glyphs.first { $0.scalar == "▷" || $0.scalar == "▽" }
    #expect(head?.style == Style(.player2, on: .ground, [.bold, .underline]))
  }

  @Test func `the local head is filled, whatever is predicted`() throws {
    let canvas = Self.board(try Fixture.playing())
    #expect(canvas.glyphs.contains(Glyph("▶", Style(.inverse, on: .player1, .bold))))
  }

  @Test func `little prediction is not marked`() throws {
    var model = try Fixture.playing()
    model.predictionMark = PredictionMark()
    let canvas = Self.board(model)
    #expect(Self.count("◆", canvas) == 0)
    #expect(canvas.glyphs.contains { $0.style == Style(.inverse, on: .player2, .bold) })
  }

  @Test func `the prediction key shows marks always, never, or the confirmed state`() throws {
    var model = try Fixture.playing()
    var options = ViewOptions()
    options.prediction = .predictedOnly
    #expect(Self.count("◆", Self.board(model, options)) == 0)
    model.predictionMark = PredictionMark()
    options.prediction = .both
    #expect(Self.count("◆", Self.board(model, options)) == 1)
    options.prediction = .confirmedOnly
    let confirmed = Self.board(model, options)
    model.predicted = model.confirmed
    #expect(confirmed == Self.board(model, options))
  }

  @Test func `ghosts are crossed out in red, and can be switched off`() throws {
    var model = try Fixture.playing()
    let before = try Fixture.state(after: 180)
    model.ghosts.record(
      before: before, after: try #require(model.predicted), frame: Frame(180))
    let crosses = Self.count("╳", Self.board(model))
    #expect(crosses > 0 && crosses % 2 == 0)
    #expect(Self.board(model).glyphs.contains(Glyph("╳", Style(.bad))))
    var options = ViewOptions()
    options.showsGhosts = false
    #expect(Self.count("╳", Self.board(model, options)) == 0)
  }

  /// Bob rides into the right edge: predicted to have crashed at frame 170, confirmed only later.
  @Test func `a crash is unsure until it is confirmed`() throws {
    var model = try Fixture.playing()
    let alive = try Fixture.state(after: 120, turns: [(91, 1, .up)])
    var frame = 120
    var crashed = alive
    while crashed.cycle(Fixture.bob).isRiding {
      frame += 1
      crashed = try Fixture.state(after: frame, turns: [(91, 1, .up)])
    }
    model.predicted = crashed
    model.confirmed = alive
    let unsure = Self.board(model)
    #expect(Self.count("?", unsure) == 2)
    #expect(unsure.glyphs.contains { $0.style.foreground == .oldTrail2 })
    model.confirmed = crashed
    let sure = Self.board(model)
    #expect(Self.count("?", sure) == 0)
    #expect(sure.glyphs.count { $0 == Glyph("*", Style(.onAlarm, on: .alarm, .bold)) } == 2)
    #expect(Self.count("╳", sure) == 0)
    let trails: Set<Unicode.Scalar> = ["━", "┃", "┏", "┓", "┗", "┛"]
    let ofBob = sure.glyphs.prefix(24 * 100).filter {
      trails.contains($0.scalar) && [.player2, .oldTrail2].contains($0.style.foreground)
    }
    #expect(!ofBob.isEmpty && ofBob.allSatisfy { $0.style.foreground == .oldTrail2 })
    let border = { (canvas: Canvas) in
      canvas.text().split(separator: "\n", omittingEmptySubsequences: false)[2]
    }
    #expect(border(unsure).contains("bob out? ") && border(sure).contains("bob out "))
    #expect(border(sure).contains("you alive"))
  }

  @Test func `the end of a round is told when it is confirmed`() throws {
    var model = try Fixture.playing()
    let alive = try Fixture.state(after: 120, turns: [(91, 1, .up)])
    var frame = 120
    var over = alive
    while over.roundFrame != nil {
      frame += 1
      over = try Fixture.state(after: frame, turns: [(91, 1, .up)])
    }
    model.predicted = over
    model.confirmed = alive
    #expect(!Self.board(model).text().contains("you win"))
    model.confirmed = over
    #expect(Self.board(model).text().contains("round 1: you win"))
  }

  @Test func `the countdown counts down from three`() throws {
    var model = try Fixture.playing()
    for (frames, text) in [(0, "in 3"), (31, "in 2"), (61, "in 1"), (89, "in 1")] {
      model.predicted = try Fixture.state(after: frames)
      model.confirmed = model.predicted
      #expect(Self.board(model).text().contains("round 1 starts \(text)"), "\(frames)")
    }
  }

  @Test func `every seat has its colour on every screen, and the local player is first`() throws {
    var model = try Fixture.playing()
    let ours = Self.board(model)
    model.localSeat = Fixture.bob
    let canvas = Self.board(model)
    for canvas in [ours, canvas] {
      #expect(canvas.glyphs.contains { $0.style.background == .player1 && $0.scalar == "▶" })
    }
    let title = canvas.text().split(separator: "\n", omittingEmptySubsequences: false)[2]
    #expect(title.hasPrefix("╭─ ● you alive ─"))
    #expect(title.contains(" ● alice alive ─"))
    #expect(canvas[row: 2, column: 5] == Glyph("y", Style(.player2, on: .ground, .bold)))
  }

  @Test func `the sidebar stays in colour beside a sheet and fades behind one`() throws {
    let model = try Fixture.playing()
    var options = ViewOptions()
    options.sheet = .help
    let beside = Self.board(model, options)
    #expect(beside[row: 4, column: 51] == Glyph("P", .strong))
    #expect(beside[row: 2, column: 0] == Glyph("╭", .faint))
    let behind = Self.board(try Snapshots.over())
    #expect(behind[row: 4, column: 51] == Glyph("P", .faint))
    #expect(behind[row: 0, column: 1] == Glyph("G", Style(.inverse, on: .player1, .bold)))
  }
}
