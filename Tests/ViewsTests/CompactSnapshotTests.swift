import Testing
import Views

/// The small layout, 80x24, and what is left below it.
@Suite struct CompactSnapshotTests {
  private func options(
    sheet: ViewOptions.Sheet = .none, panel: ViewOptions.Panel = .full
  ) -> ViewOptions {
    var options = ViewOptions()
    options.sheet = sheet
    options.panel = panel
    return options
  }

  @Test func `a game in play on a small screen`() throws {
    let screen = try Fixture.playing().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins    seed 0x2A · frame 180
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves: P2P, 168 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ in sync through frame 150
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PATHS ─── in 1 s lost    trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶P2P   UP     60 1.0%  168 ms
        │· · · · · · ████· · · · · · · · · · · · · · · · │  RELAY UP     60 1.0%  214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ─── frame 180 = 171 + 9
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ━ alive     9 f, 150 ms
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ HEALTH ───── bob by P2P: GOOD
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms NEAR ±4 ms lost 0.5%
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 200┤                ─¯¯¯ 10 s
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ ROLLBACK ───── 8 back in 10 s
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ guessed 9 of 10 ███████████▌─
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ deep ··▆██·····         5 max
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ bob  →──░░░░░░░░░░│old→──────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · · · · · · · · · · · · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │     address)
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯ 158 ↶ 2 taken back since 100
         ←↑↓→ steer  space boost  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `the direct path is lost on a small screen`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         ▲ P2P LOST at frame 151: bob, silent 300 ms    2.5 s, 155 moves by RELAY since
        ╭─ ● you  0 of 5  ────────── ● bob  0 of 5  ─────╮ bob's moves: RELAY, 214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P down
        │· · · · · · · · · · · · · · · · · · · · · · · · │ in sync through frame 150
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PATHS ─── in 1 s lost    trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │  P2P   DOWN    0    –       –
        │· · · · · · ████· · · · · · · · · · · · · · · · │ ▶RELAY UP     60 1.0%  214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ─── frame 180 = 171 + 9
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ╍ alive     9 f, 150 ms
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ HEALTH ──────── RELAY WARNING
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 214 ms FAR ±4 ms lost 0.5%
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 200┤                ─¯¯¯ 10 s
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ ROLLBACK ───── 8 back in 10 s
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ guessed 9 of 10 ███████████▌─
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ deep ··▆██·····         5 max
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ bob  →──░░░░░░░░░░│old→──────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · · · · · · · · · · · · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │     address)
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯ 158 ↶ 2 taken back since 100
         ←↑↓→ steer  space boost  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `the direct path never came up`() throws {
    let screen = try Snapshots.relayOnly().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         ▲ RELAY carries the game: P2P LOST at frame 151                      for 6.4 s
        ╭─ ● you  0 of 5  ────────── ● bob  0 of 5  ─────╮ bob's moves: RELAY, 214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ no P2P
        │· · · · · · · · · · · · · · · · · · · · · · · · │ in sync through frame 150
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PATHS ─── in 1 s lost    trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │  P2P   NONE    0    –       –
        │· · · · · · ████· · · · · · · · · · · · · · · · │ ▶RELAY UP     60 1.0%  214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ─── frame 180 = 171 + 9
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ╍ alive     9 f, 150 ms
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ HEALTH ──────── RELAY WARNING
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 214 ms FAR ±4 ms lost 0.5%
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 200┤                ─¯¯¯ 10 s
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ ROLLBACK ───── 8 back in 10 s
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ guessed 9 of 10 ███████████▌─
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ deep ··▆██·····         5 max
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ bob  →──░░░░░░░░░░│old→──────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · · · · · · · · · · · · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │     address)
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯ 158 ↶ 2 taken back since 100
         ←↑↓→ steer  space boost  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `the match is over on a small screen`() throws {
    let screen = try Snapshots.over().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins   seed 0x2A · frame 5640
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves: P2P, 168 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ in sync through frame 5640
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PATHS ─── in 1 s lost    trip
        ╭─ match over ───────────────────────────────────────────────── you win 5 : 3 ─╮
        │ 8 rounds · 94.0 s · 5,640 frames                                             │
        │                                                                              │
        │ hashes   every frame verified, 188 of 188 reports compared with bob          │
        │ inputs   P2P 5,640 sent 5,198 recv   RELAY 5,640 sent 5,631 recv   0 missing │
        │ first    P2P brought 89% of the moves first, RELAY 11%                       │
        │ fallback 1: frame 2610, silent 300 ms, 6.2 s on relay, recovered             │
        │ health   P2P round trip 86 ms, 95% below 121 ms · jitter 4 ms · lost 0.5%    │
        │ rollback 471 guesses taken back (5.0/s), 4.2 frames on average, 9 at most    │
        │          1,978 frames stepped again (+35%) · 0 stalls                        │
        │ depth    ▂▄█▇▅▂▁▁▁ frames: 1…9                                               │
        │                                                                              │
        │ [Enter] again   [e] export   [q] quit                                        │
        ╰──────────────────────────────────────────────────────────────────────────────╯
        │· · · · · · · · · · · · · · · · · · · · · · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │     address)
        ╰─ confirmed 5640  predicted +0 ─ 2 boosts left ─╯ 158 ↶ 2 taken back since 100
         Tab panel  ? help  q quit
        """)
  }

  @Test func `four players on a small screen`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  1   bob  0   cat  0   dan  0   first to 5 ⚠ INJECTED 150±10 1%
        ╭─ ● you ──── ● bob ──── ● cat ──── ● dan ───────╮ all moves: P2P, 168 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ all in sync through frame 150
        │· · + · · · · · · · · · ┃ · · · · · · · · · · · │ PATHS ─── in 1 s lost    trip
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ▶P2P   UP    180 1.0%  168 ms
        │· · · · · · ████· · · · ┃ · · · · · · · · · · · │  RELAY UP    180 1.0%  214 ms
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ PEERS ─── frame 180 = 171 + 9
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● bob ━ out  late 9 f, 150 ms
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● cat ━ out  late 9 f, 150 ms
        │· · · · · · ·╭────────────────────╮ · · · · · · │ ● dan ━ out  late 9 f, 150 ms
        │· · · · · · ·│  round 1: you win  │ · · · · · · │ HEALTH ───── bob by P2P: GOOD
        │· · · ━━━━━━━╰────────────────────╯━━━━━━━· · · │ 168 ms NEAR ±4 ms lost 0.5%
        │· · · · · · · · · · · · ┏━━━━━▶ · · · · · · · · │ 200┤                ─¯¯¯ 10 s
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ROLLBACK ───── 8 back in 10 s
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ guessed 9 of 10 ███████████▌─
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ deep ··▆██·····         5 max
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ › 2 of 5 ocean: round trip
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ 150 ms, 1% loss
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ LOG ──────────── frame, event
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │   3 P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │     address)
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯ 158 ↶ 2 taken back since 100
         ←↑↓→ steer  space boost  1-6 network  x cut P2P  0 clear  ? help  q quit
        """)
  }

  @Test func `the board alone`() throws {
    let screen = try Fixture.playing().canvas(
      width: 52, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         P2P 168 ms · RELAY up · ✓150      you  0   bob  0
        ╭─ ● you alive ──────────────── ● bob alive ─────╮
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · + · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯
         ←↑↓→ steer  space boost  ? help  q quit
        """)
  }

  @Test func `the sidebar alone`() throws {
    let screen = try Fixture.playing().canvas(
      width: 52, height: 24, options: options(panel: .compact))
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   first to 5
        bob's moves come by P2P, 168 ms round trip
        RELAY stands by at 214 ms
        in sync through frame 150
        PATHS ─── in 1 s lost                    round trip
        ▶P2P   UP     60 1.0%                        168 ms
         RELAY UP     60 1.0%                        214 ms
        PEERS ───────────────────────── frame 180 = 171 + 9
        ● bob ━ alive                 late 9 frames, 150 ms
        HEALTH ─────────────────────────── bob by P2P: GOOD
        168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        200┤                                   ───¯¯¯¯ 10 s
        ROLLBACK ───────────── 8 guesses taken back in 10 s
        guessed 9 of 10 ███████████████████████████████▌───
        deep ··▆██·····                    5 at most, 83 ms
        you    ─────────────────────────────────────────│
        bob    ──────────↓─────────────────→──░░░░░░░░░░│
        redo                 -0.2 s                     │
        path   ━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │
             ░ guess  → wrong guess  ╳╳ taken back
          3 P2P up after 165 ms (host address)
        158 ↶ 2 guesses taken back since 100, 8 f at most

         ←↑↓→ steer  space boost  ? help  q quit
        """)
  }
}
