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
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1           seed 0x2A · frame 180
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ──────────── DUAL · P2P
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶P2P   ↑  180 ↓  171    168ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │  RELAY ↑  180 ↓  168    214ms
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PEERS ─────────────── ✓ MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ━ ✓ 150             5/5
        │· · · · · · ████· · · · · · · · · · · · · · · · │ HEALTH ────────────── WARNING
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 168 ms               ▄▅▅█████
        │· · · · · · · · · · · · · · · · · · · · · · · · │ jitter 4 ms · loss 0.5%
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ROLLBACK ──────── 205 · max 9
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ window ███████████████▌─ 9/10
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ depth  ▁▂▂▅█▃▁▁▁·  1…10
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ bob  →──░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │ address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶2 bob turned late
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶8 bob turned late, 1 cell
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯ redrawn
         ←↑↓→ steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the direct path is lost on a small screen`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         ▲ P2P LOST: bob, frame 151, silent 300 ms — on RELAY            2.5 s · 155 in
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ──────────── RELAY ONLY
        │· · · · · · · · · · · · · · · · · · · · · · · · │  P2P   ↑  180 ↓  171     down
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶RELAY ↑  180 ↓  168    214ms
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PEERS ─────────────── ✓ MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ╍ ✓ 150             5/5
        │· · · · · · ████· · · · · · · · · · · · · · · · │ HEALTH ───────────── CRITICAL
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 214 ms               ▄▅▅█████
        │· · · · · · · · · · · · · · · · · · · · · · · · │ jitter 4 ms · loss 0.5%
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ROLLBACK ──────── 205 · max 9
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ window ███████████████▌─ 9/10
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ depth  ▁▂▂▅█▃▁▁▁·  1…10
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ bob  →──░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │ address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶2 bob turned late
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶8 bob turned late, 1 cell
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯ redrawn
         ←↑↓→ steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the direct path never came up`() throws {
    let screen = try Snapshots.relayOnly().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         ▲ RELAY carries the game since frame 151                                 6.4 s
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ──────────── RELAY ONLY
        │· · · · · · · · · · · · · · · · · · · · · · · · │  P2P   ↑    0 ↓    0    never
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶RELAY ↑  180 ↓  168    214ms
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PEERS ─────────────── ✓ MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ╍ ✓ 150             5/5
        │· · · · · · ████· · · · · · · · · · · · · · · · │ HEALTH ────────────── WARNING
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 214 ms               ▄▅▅█████
        │· · · · · · · · · · · · · · · · · · · · · · · · │ jitter 4 ms · loss 0.5%
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ROLLBACK ──────── 205 · max 9
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ window ███████████████▌─ 9/10
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ depth  ▁▂▂▅█▃▁▁▁·  1…10
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ bob  →──░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │ address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶2 bob turned late
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶8 bob turned late, 1 cell
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯ redrawn
         ←↑↓→ steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the match is over on a small screen`() throws {
    let screen = try Snapshots.over().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1          seed 0x2A · frame 5640
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ──────────── DUAL · P2P
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶P2P   ↑ 5640 ↓ 5198    168ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │  RELAY ↑ 5640 ↓ 5631    214ms
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PEERS ─────────────── ✓ MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ━ ✓ 5640        188/188
        ╭─ match over ───────────────────────────────────────────────── you win 5 : 3 ─╮
        │ 8 rounds · 94.0 s · 5,640 frames                                             │
        │                                                                              │
        │ hashes   every frame verified, 188/188 compared with bob                     │
        │ inputs   P2P 5,640 sent 5,198 recv   RELAY 5,640 sent 5,631 recv   0 missing │
        │ fallback 1: frame 2610, silent 300 ms, 6.2 s on relay, recovered             │
        │ health   RTT p50 86 p95 121 ms   jitter 4 ms   loss 0.5%                     │
        │ rollback 471 (5.0/s)  mean depth 4.2  max 9  resim 1,978 (+35%)  stalls 0    │
        │ depth    ▂▄█▇▅▂▁▁▁                                                           │
        │                                                                              │
        │ [Enter] again   [e] export   [q] quit                                        │
        ╰──────────────────────────────────────────────────────────────────────────────╯
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │ address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶2 bob turned late
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ↶8 bob turned late, 1 cell
        ╰─ confirmed 5640  predicted +0 ────── boost »» ─╯ redrawn
         ←↑↓→ steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `four players on a small screen`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 80, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 1 : 0 bob : 0 cat : 0 dan      frame 180 · ⚠ INJECTED 150±10 1%
        ╭─ ● you ──── ● bob ──── ● cat ──── ● dan ───────╮ PATHS ──────────── DUAL · P2P
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶P2P   ↑  180 ↓  513    168ms
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │  RELAY ↑  180 ↓  504    214ms
        │· · + · · · · · · · · · ┃ · · · · · · · · · · · │ PEERS ─────────────── ✓ MATCH
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● bob ━ ✓ 150             5/5
        │· · · · · · ████· · · · ┃ · · · · · · · · · · · │ ● cat ━ ✓ 150             5/5
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● dan ━ ✓ 150             5/5
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ HEALTH ────────────── WARNING
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ 168 ms               ▄▅▅█████
        │· · · · · · ·╭────────────────────╮ · · · · · · │ jitter 4 ms · loss 0.5%
        │· · · · · · ·│  round 1: you win  │ · · · · · · │ ROLLBACK ──────── 205 · max 9
        │· · · ━━━━━━━╰────────────────────╯━━━━━━━· · · │ window ███████████████▌─ 9/10
        │· · · · · · · · · · · · ┏━━━━━▶ · · · · · · · · │ depth  ▁▂▂▅█▃▁▁▁·  1…10
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ bob  →──░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ cat  ───░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ dan  ───░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ path ━━━          │    ━━━━━━
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │ › 2 of 5 ocean: round trip
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯ 150 ms, 1% loss
         ←↑↓→ steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the board alone`() throws {
    let screen = try Fixture.playing().canvas(
      width: 52, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10                       0:0
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
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯
         ←↑↓→ steer  space boost  1-6 preset  ? help  q quit
        """)
  }

  @Test func `the sidebar alone`() throws {
    let screen = try Fixture.playing().canvas(
      width: 52, height: 24, options: options(panel: .compact))
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10                       0:0
        PATHS ────────────────────────────────── DUAL · P2P
        ▶P2P   ↑  180 ↓  171                          168ms
         RELAY ↑  180 ↓  168                          214ms
        PEERS ───────────────────────────────────── ✓ MATCH
        ● bob ━ ✓ 150                                   5/5
        HEALTH ──────────────────────────────────── WARNING
        168 ms                                     ▄▅▅█████
        jitter 4 ms · loss 0.5%
        ROLLBACK ────────────────────────────── 205 · max 9
        window ███████████████████████████████████──── 9/10
        depth  ▁▂▂▅█▃▁▁▁·  1…10
        you    ─────────────────────────────────────────│
        bob    ──────────↓─────────────────→──░░░░░░░░░░│
        redo                 -0.2 s                     │
        path   ━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │
             ░ guess  → wrong guess  ▅ frames redone
        LOG ───────────────────────────────────────────────
        P2P up after 165 ms (host address)
        ↶2 bob turned late
        ↶8 bob turned late, 1 cell redrawn


         ←↑↓→ steer  space boost  1-6 preset  ? help  q quit
        """)
  }
}
