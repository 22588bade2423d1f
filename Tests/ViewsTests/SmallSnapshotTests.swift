import Testing
import Views

/// What is left below 52x24.
@Suite struct SmallSnapshotTests {
  @Test func `one column to a cell`() throws {
    let screen = try Fixture.playing().canvas(
      width: 28, height: 24, options: ViewOptions())
    #expect(
      screen.text() == """
         P2P 168 ms · RELAY up
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
         P2P 168 ms · RELAY up
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
         you  1   bob  0   cat  0   dan  0 ⚠ INJECTED 150±10 1%
        ╭─ ● ── ● ── ● ── ● ─────╮ all moves: P2P, 168 ms
        │            ▀           │ RELAY stands by at 214 ms
        │  ▀         ▀           │ all in sync through frame 150
        │ ╭────────────────────╮ │ PATHS ─── in 1 s lost    trip
        │ │  round 1: you win  │ │ ▶P2P   UP    180 1.0%  168 ms
        │ ╰────────────────────╯ │  RELAY UP    180 1.0%  214 ms
        │   ▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀▀   │ PEERS ─── frame 180 = 171 + 9
        │            ▀           │ ● bob ━ out  late 9 f, 150 ms
        │            ▀           │ ● cat ━ out  late 9 f, 150 ms
        │            ▀           │ ● dan ━ out  late 9 f, 150 ms
        │            ▀           │ HEALTH ───── bob by P2P: GOOD
        ╰─ 171 +9 f ── boost »» ─╯ 168 ms NEAR ±4 ms lost 0.5%
         round 1, first to 5 wins  200┤                ─¯¯¯ 10 s
                                   ROLLBACK ───── 8 back in 10 s
         ▀ a head                  guessed 9 of 10 ███████████▌─
         ▀▀▀▀ a guess, or out      deep ··▆██·····         5 max
         ▀ taken back, or crashed  › 2 of 5 ocean: round trip
                                   150 ms, 1% loss
         ←↑↓→ steer  space boost  0 clear  ? help  q quit
        """)
  }

  @Test func `a banner over half blocks`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 40, height: 14, options: ViewOptions())
    #expect(
      screen.text() == """
         ▲ P2P LOST     RELAY 214 ms · P2P down
        ╭─ ● you 0  ● bob 0 ─────╮
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
         you  0   bob  0
        bob's moves: P2P, 168 ms
        RELAY stands by at 214 ms
        in sync through frame 150
        PATHS ─── in 1 s lost tr…
        ▶P2P   UP     60 1.168 ms
         RELAY UP     60 1.214 ms
        PEERS ───── 180 = 171 + 9
        ● bob ━ alive 9 f, 150 ms
        HEALTH ─ bob by P2P: GOOD
        168 ms ±4 ms lost 0.5%
        200┤             ─¯¯ 10 s
        158 ↶ 2 back since 100
        """)
  }

  @Test func `without colour a part of the board`() throws {
    let screen = try Fixture.playing().canvas(
      width: 28, height: 13, options: ViewOptions(theme: .mono))
    #expect(
      screen.text() == """
         P2P 168 ms · RELAY up
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
        bob by P2P, 168 ms
        RELAY stands by
        in sync through 150
        you: 0, bob: 0

        Terminal 20x6, needs
        """)
  }
}
