import Testing
import Views

/// What is left below 52x24.
@Suite struct SmallSnapshotTests {
  @Test func `one column to a cell`() throws {
    let screen = try Fixture.playing().canvas(
      width: 28, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10
        ╭─ ● you ────── ● bob ─────╮
        │░························░│
        │░························░│
        │░··+·····················░│
        │░························░│
        │░······██················░│
        │░························░│
        │░························░│
        │░···············┏━━━━━━▶·░│
        │░···············┃········░│
        │░···············┃········░│
        │░···━━━━━━━━━━┓·┗━━━━━···░│
        │░·············┃··········░│
        │░·············┃··········░│
        │░·············◆╌▷········░│
        │░····· guess 9 f · 150 ms │
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        │░························░│
        ╰─ 171 +9 f ──── boost »» ─╯
         ←↑↓→ steer  ? help  q quit
        """)
  }

  @Test func `half blocks`() throws {
    let screen = try Fixture.playing().canvas(
      width: 26, height: 13, options: ViewOptions())
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10
        ╭─ ● you ──── ● bob ─────╮
        │                        │
        │  ▀                     │
        │      ▀▀                │
        │               ▀▀▀▀▀▀▀▀ │
        │               ▀        │
        │   ▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀   │
        │             ▀▀▀        │
        │     guess 9 f · 150 ms │
        │                        │
        │                        │
        ╰─ 171 +9 f ── boost »» ─╯
        """)
  }

  @Test func `half blocks with the sidebar beside them`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 56, height: 20, options: ViewOptions())
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10                       1:0:0:0
        ╭─ ● ── ● ── ● ── ● ─────╮ PATHS ──────────── DUAL · P2P
        │            ▀           │ ▶P2P   ↑  180 ↓  513    168ms
        │  ▀         ▀           │  RELAY ↑  180 ↓  504    214ms
        │ ╭────────────────────╮ │ PEERS ─────────────── ✓ MATCH
        │ │  round 1: you win  │ │ ● bob ━ ✓ 150             5/5
        │ ╰────────────────────╯ │ ● cat ━ ✓ 150             5/5
        │   ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀   │ ● dan ━ ✓ 150             5/5
        │            ▀           │ HEALTH ────────────── WARNING
        │            ▀           │ 168 ms               ▄▅▅█████
        │            ▀           │ jitter 4 ms · loss 0.5%
        │            ▀           │ ROLLBACK ──────── 205 · max 9
        ╰─ 171 +9 f ── boost »» ─╯ window ███████████████▌─ 9/10
                                   depth  ▁▂▂▅█▃▁▁▁·  1…10
                                   you  ─────────────│NOW ──────
                                   bob  →──░░░░░░░░░░│    ──────
                                   cat  ───░░░░░░░░░░│    ──────
                                   dan  ───░░░░░░░░░░│    ──────
                                   path ━━━          │    ━━━━━━
         › 2 of 5  ocean: round trip 150 ms, 1% loss
        """)
  }

  @Test func `a banner over half blocks`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 40, height: 14, options: ViewOptions())
    #expect(
      screen.text() == """
         ▲ P2P LOST f151, on RELAY        2.5 s
        ╭─ ● you ──── ● bob ─────╮
        │                        │
        │  ▀                     │
        │      ▀▀                │
        │               ▀▀▀▀▀▀▀▀ │
        │               ▀        │
        │   ▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀   │
        │             ▀▀▀        │
        │     guess 9 f · 150 ms │
        │                        │
        │                        │
        ╰─ 171 +9 f ── boost »» ─╯
         ←↑↓→ steer  space boost  ? help  q quit
        """)
  }

  @Test func `the smallest sidebar alone`() throws {
    let screen = try Fixture.playing().canvas(
      width: 26, height: 13, options: Snapshots.options(panel: .compact))
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10
        PATHS ──────── DUAL · P2P
        ▶P2P   ↓  171       168ms
         RELAY ↓  168       214ms
        PEERS ─────────── ✓ MATCH
        ● bob ━ ✓ 150         5/5
        HEALTH ────────── WARNING
        168 ms           ▄▅▅█████
        jitter 4 ms · loss 0.5%
        ROLLBACK ──── 205 · max 9
        window ███████████▌─ 9/10
        depth  ▁▂▂▅█▃▁▁▁·  1…10

        """)
  }

  @Test func `without colour a part of the board`() throws {
    let screen = try Fixture.playing().canvas(
      width: 28, height: 13, options: ViewOptions(theme: .mono))
    #expect(
      screen.text() == """
         P2P 168ms ✓150 ↶205 9/10
        ╭─ ━A you ──── ═B bob ─────╮
        │░························░│
        │░······██················░│
        │░························░│
        │░························░│
        │░···············┏━━━━━━▶·░│
        │░···············┃········░│
        │░···············┃········░│
        │░···══════════╗·┗━━━━━···░│
        │░·············║··········░│
        ╰─ 171 +9 f ──── boost »» ─╯
         ←↑↓→ steer  ? help  q quit
        """)
  }

  @Test func `lines of text`() throws {
    let screen = try Fixture.playing().canvas(
      width: 20, height: 6, options: ViewOptions())
    #expect(
      screen.text() == """
        P2P 168ms ✓150 ↶205
        9/10
        0:0
        Terminal 20x6, needs
        26x13 (game still
        runs)
        """)
  }
}
