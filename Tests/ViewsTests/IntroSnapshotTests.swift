import GridGame
import Rollback
import Testing
import Views
import Vocabulary

/// What people see who see it for the first time: the countdown before the first round.
@Suite struct IntroSnapshotTests {
  private static func text(
    _ model: ScreenModel, _ width: Int, _ height: Int, _ options: ViewOptions = ViewOptions()
  ) -> String {
    model.canvas(width: width, height: height, options: options).text()
  }

  private static func four() throws -> ScreenModel {
    var model = try Fixture.introducing(players: 4, presses: [1, 3])
    model.names = ["alice", "bob-the-great", "cat", "dan"]
    model.localSeat = PlayerIndex(2)
    return model
  }

  @Test func `the large layout`() throws {
    let screen = Self.text(try Fixture.introducing(presses: [0]), 100, 30)
    #expect(
      screen == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins              map Test · seed 0x2A · frame 40

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by · in sync through frame 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· ╭─────────────────────────────────────────╮ · │ ▶ P2P   UP        60 1.0%     168 ms    171   180
        │· │ get ready 3                             │ · │   RELAY UP        60 1.0%     214 ms    168   180
        │· │ you are the blue head ◀ on the right    │ · │ PEERS ───────────────────── ✓ both machines agree
        │· │ ←↑↓→ or WASD steer, space boosts        │ · │ ● you   alive  40 = confirmed 31 + predicted 9
        │· │ press one to start sooner: you ✓  bob … │ · │ ● bob ━ alive  late 9 frames, 150 ms        ✓ 150
        │· ╰─────────────────────────────────────────╯ · │ HEALTH ───────────────────────── bob by P2P: GOOD
        │· · · · · · · · · · · · · · · · · · ·  ▼ YOU  · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │· bob ▶ · · · · · · · · · · · · · · · · ◀ · · · │ 200 ms┤                                     _¯─¯¯
        │· · · · · · · · · · · · · · · · · · · · · · · · │       ┤                                   ¯¯
        │· · · · · · · · · · · · · · · · · · · · · · · · │   0 ms└10 s ago                               now
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · · · · · · · · · · · · · · │ guessed now ████████████████████── 9 of 10 frames
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        ╰─ confirmed 31  predicted +9 ─── 2 boosts left ─╯
        you
        bob
        redo
        path
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash
         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `four players in ASCII`() throws {
    let screen = Self.text(try Self.four(), 80, 24, Snapshots.options(glyphs: .ascii))
    #expect(
      screen == """
         GHOSTLINE  you  0   alice  0   bob-the-gre~  0   dan  0   first to 5
        +- c you ---- a alice -- b bob-t~ - d dan -------+ all moves: P2P, 168 ms
        |. . . . . . . . . . . . dan . . . . . . . . . . | RELAY stands by at 214 ms
        |. . . . . . . . . . . . vD. . . . . . . . . . . | all in sync through frame 150
        |. .+----------------------------------------+ . | PATHS --- in 1 s lost    trip
        |. .| get ready 3                            | . | >P2P   UP    180 1.0%  168 ms
        |. .| you are the green head <C on the right | . |  RELAY UP    180 1.0%  214 ms
        |. .| <^v> or WASD steer, space boosts       | . | PEERS ----- frame 40 = 31 + 9
        |. .| press one to start sooner: you ...     | . | * bob-th~ - alive 9 f, 150 ms
        |. .| alice ...  bob-the-gre~ ok   dan ok    | . | * you - alive     9 f, 150 ms
        |. .+----------------------------------------+ . | * dan - alive     9 f, 150 ms
        | bob-the-gre~ . . . . . . . . . . . .  v YOU  . | HEALTH ------------- P2P GOOD
        |. . . >B. . . . . . . . . . . . . . . . <C. . . | 168 ms NEAR ~4 ms lost 0.5%
        |. . . . . . . . . . . . . . . . . . . . . . . . | 200+                -''' 10 s
        |. . . . . . . . . . . . . . . . . . . . . . . . | ROLLBACK ----- 8 back in 10 s
        |. . . . . . . . . . . . . . . . . . . . . . . . | guessed 9 of 10 ###########=-
        |. . . . . . . . . . . . . . . . . . . . . . . . | deep ..6##.....         5 max
        |. . . . . . . . . . . . . . . . . . . . . . . . | you
        |. . . . . . . . . . . . . . . . . . . . . . . . | alice
        |. . . . . . . . . . . . . . . . . . . . . . . . | bob-the~
        |. . . . . . . . . . . . ^A. . . . . . . . . . . | dan
        |. . . . . . . . . . .  alice  . . . . . . . . . | path
        +- confirmed 31  predicted +9 --- 2 boosts left -+
         <^v> steer  space boost  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `the board alone, seen from the other side`() throws {
    var model = try Fixture.introducing(presses: [0])
    model.localSeat = Fixture.bob
    let screen = Self.text(model, 52, 24)
    #expect(
      screen == """
         P2P 168 ms · RELAY up · ✓150    you  0   alice  0
        ╭─ ● you alive ────────────── ● alice alive ─────╮
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · + · · · · · · · · · · · · · · · · · · · · · │
        │·╭───────────────────────────────────────────╮· │
        │·│ get ready 3                               │· │
        │·│ you are the orange head ▶ on the left     │· │
        │·│ ←↑↓→ or WASD steer, space boosts          │· │
        │·│ press one to start sooner: you …  alice ✓ │· │
        │·╰───────────────────────────────────────────╯· │
        │· ·  ▼ YOU  · · · · · · · · · · · · ·  alice  · │
        │· · · ▶ · · · · · · · · · · · · · · · · ◀ · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        ╰─ confirmed 31  predicted +9 ─── 2 boosts left ─╯
         ←↑↓→ steer  space boost  ? help  q quit
        """)
  }

  @Test func `one column to a cell`() throws {
    let screen = Self.text(try Fixture.introducing(presses: [0]), 28, 24)
    #expect(
      screen == """
         P2P 168 ms · RELAY up
        ╭─ ● you ────── ● bob ─────╮
        │╭───────────────────────╮░│
        ││ get ready 3           │░│
        ││ you are the blue head │░│
        ││ ◀ on the right        │░│
        ││ ←↑↓→ or WASD steer,   │░│
        ││ space boosts          │░│
        ││ press one to start    │░│
        ││ sooner: you ✓  bob …  │░│
        │╰───────────────────────╯░│
        │░· bob ··········· ▼ YOU ░│
        │░···▶················◀···░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        ╰─ 31 +9 f ───── boost »» ─╯
         ←↑↓→ steer  ? help  q quit
        """)
  }

  @Test func `heads that leave no room leave one line above the board`() throws {
    let screen = Self.text(try Self.four(), 28, 24)
    #expect(
      screen == """
         get ready 3 · ←↑↓→ space
        ╭─ ● ─── ● ─── ● ─── ● ────╮
        │░·········· dan ·········░│
        │░············▼···········░│
        │░··+·····················░│
        │░························░│
        │░······██················░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │ bob-the-gre… ···· ▼ YOU ░│
        │░···▶················◀···░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░············▲···········░│
        │░········· alice ········░│
        ╰─ 31 +9 f ───── boost »» ─╯
         ←↑↓→ steer  ? help  q quit
        """)
  }

  @Test func `half blocks have the heads in colour and the keys above them`() throws {
    let model = try Fixture.introducing(presses: [0])
    let canvas = model.canvas(width: 26, height: 13, options: ViewOptions())
    #expect(
      canvas.text() == """
         get ready 3 · ←↑↓→ space
        ╭─ ● you ──── ● bob ─────╮
        │                        │
        │  ▀                     │
        │      ▀▀                │
        │                        │
        │  bob             ▼ YOU │
        │   ▀                ▀   │
        │                        │
        │                        │
        │                        │
        │                        │
        ╰─ 31 +9 f ─── boost »» ─╯
        """)
    #expect(canvas.glyphs.count { $0 == Glyph("▀", Style(.player1)) } == 1)
    #expect(canvas.glyphs.count { $0 == Glyph("▀", Style(.player2)) } == 1)
  }

  @Test func `without colour a part of the board`() throws {
    let screen = Self.text(
      try Fixture.introducing(presses: [0]), 28, 13, ViewOptions(theme: .mono))
    #expect(
      screen == """
         get ready 3 · ←↑↓→ space
        ╭─ ━A you ──── ═B bob ─────╮
        │░························░│
        │░························░│
        │░························░│
        │░· bob ··········· ▼ YOU ░│
        │░···▶················◀···░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        ╰─ 31 +9 f ───── boost »» ─╯
         ←↑↓→ steer  ? help  q quit
        """)
  }

  @Test func `lines of text`() throws {
    let screen = Self.text(try Fixture.introducing(presses: [0]), 60, 4)
    #expect(
      screen == """
        get ready 3 · ←↑↓→ or WASD steer, space boosts · press one
        to start sooner: you ✓ bob …
        bob's moves come by P2P, 168 ms round trip
        RELAY stands by at 214 ms
        """)
  }

  @Test(arguments: [
    (Theme.night, GlyphSet.full, "you are the blue head ◀ on the right"),
    (.day, .basic, "you are the blue head ← on the right"),
    (.contrast, .full, "you are the cyan head ◀ on the right"),
    (.mono, .full, "you are the head ◀A on the right"),
    (.mono, .ascii, "you are the head <A on the right"),
  ])
  func `our head is told by its colour, and by its glyph`(
    theme: Theme, glyphs: GlyphSet, words: String
  ) throws {
    var options = ViewOptions(theme: theme)
    options.glyphs = glyphs
    let screen = Self.text(try Fixture.introducing(), 80, 24, options)
    #expect(screen.contains(words) && screen.contains(" YOU "), "\(screen)")
    let marks = glyphs == .full ? "you …  bob …" : "you ...  bob ..."
    #expect(screen.contains("press one to start sooner: \(marks)"), "\(screen)")
  }

  @Test(arguments: [
    (4, "at the top"), (10, "below the middle"), (16, "at the bottom left"),
  ])
  func `the place is where the head really is`(row: Int, words: String) throws {
    let column = row == 16 ? 2 : 11
    var rows = Array(repeating: Array(repeating: Character("."), count: 23), count: 19)
    rows[row][column] = "1"
    rows[1][20] = "2"
    let header = "name: T\ngame: ghostline\nplayers: 2\nheads: up down\nintro: 180\n---\n"
    let map = try GameMap(
      parsing: Array((header + rows.map { String($0) }.joined(separator: "\n")).utf8))
    // Who begins where is drawn: look from the seat that has the first spawn.
    var model = try Fixture.introducing(map: map)
    let state = try #require(model.predicted)
    model.localSeat = Int(state.cycle(Fixture.you).position.y) == row ? Fixture.you : Fixture.bob
    let screen = Self.text(model, 80, 24)
    #expect(screen.contains("▲ \(words) "), "\(screen)")
  }

  @Test func `the keys are those that are bound`() throws {
    var options = ViewOptions()
    try options.keys.bind("m", to: "boost")
    let screen = Self.text(try Fixture.introducing(), 80, 24, options)
    #expect(screen.contains("←↑↓→ or WASD steer, m boosts"), "\(screen)")
  }

  @Test func `seconds are counted down, fewer once all have pressed`() throws {
    for (ticks, presses, text) in [
      (0, [], "get ready 3"), (59, [], "get ready 3"), (60, [], "get ready 2"),
      (179, [], "get ready 1"), (31, [0, 1], "get ready 1"),
    ] as [(Int, [Int], String)] {
      let model = try Fixture.introducing(presses: presses, ticks: ticks)
      #expect(Self.text(model, 80, 24).contains(text), "\(ticks)")
    }
  }

  @Test(
    arguments: [(8, 8), (24, 20), (32, 22), (60, 26)],
    [(26, 13), (28, 24), (52, 24), (80, 24), (100, 30), (132, 30), (200, 60)])
  func `no head is ever covered`(board: (Int, Int), screen: (Int, Int)) throws {
    let map = try Fixture.map(width: board.0, height: board.1, intro: 180)
    for players in 2...4 {
      var model = try Fixture.introducing(players: players, map: map)
      let options = ViewOptions()
      let guided = model.canvas(width: screen.0, height: screen.1, options: options)
      model.predicted?.phase = .playing(frame: 0)
      model.confirmed = model.predicted
      let bare = model.canvas(width: screen.0, height: screen.1, options: options)
      for index in bare.glyphs.indices.dropFirst(screen.0)
      where bare.glyphs[index].style.foreground == .inverse {
        #expect(guided.glyphs[index] == bare.glyphs[index])
      }
      #expect(guided.text().contains("get ready 3"))
    }
  }

  @Test func `the box leaves the names too, on a board where all is close together`() throws {
    let screen = Self.text(
      try Fixture.introducing(map: Fixture.map(width: 8, height: 8, intro: 180)), 80, 24)
    #expect(screen.contains("╰─"))
    #expect(screen.contains(" ▼ YOU "), "\(screen)")
    #expect(screen.contains("·  bob  ▶   ◀   ·"), "\(screen)")
  }

  @Test func `later rounds, other sheets and second boards have no guide`() throws {
    var model = try Fixture.introducing()
    let wide = Self.text(model, 132, 30)
    #expect(wide.contains("round 1 starts in") && wide.contains("get ready 3"), "\(wide)")
    model.overlay = .paused(AgreedPause(by: Fixture.bob, secondsLeft: nil))
    #expect(!Self.text(model, 100, 30).contains("get ready"))
    #expect(!Self.text(model, 26, 13).contains("get ready"))
    model.overlay = .none
    model.predicted?.phase = .countdown(framesLeft: 40)
    model.confirmed = model.predicted
    let later = Self.text(model, 100, 30)
    #expect(later.contains("round 1 starts in 2") && later.contains("YOU"), "\(later)")
  }

  @Test func `a banner is above the guide, the guide above a notice`() throws {
    var model = try Self.four()
    model.notice = "dan is back"
    #expect(Self.text(model, 28, 24).hasPrefix(" get ready 3"))
    model.banner = .relaySince(frame: Frame(3), seconds: 1)
    #expect(Self.text(model, 28, 24).hasPrefix(" ▲ RELAY"))
  }
}
