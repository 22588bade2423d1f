import Testing
import Views

/// The layout with a right column, from 132x30.
@Suite struct WideSnapshotTests {
  @Test func `the confirmed board in a right column`() throws {
    let screen = try Fixture.playing().canvas(
      width: 132, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins                        host · room 7QF4KM · map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip        ╭─ CONFIRMED ────────────╮
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by · in sync through frame 150       │                        │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first │  ▀                     │
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent │      ▀▀                │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms    171   180 │               ▀▀▀▀▀▀   │
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180 │               ▀        │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree │   ▀▀▀▀▀▀▀▀▀▀▀ ▀▀▀▀▀▀   │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9  │             ▀          │
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ● bob ━ alive  late 9 frames, 150 ms        ✓ 150 │                        │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ───────────────────────── bob by P2P: GOOD │                        │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5% │                        │
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯ ╰─ frame 171 ────────────╯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │       ┤                                   ¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │   0 ms└10 s ago                               now LOG ────────────── frame, event
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s   3 P2P up after 165 ms (host
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames     address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep 158 ↶ 2 taken back since 100
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯
        you  ───────────→──────────────────────────────────────────│NOW ─────────────────────────────────────────────────────────────↑──────
        bob  ───────────────────────↓─────────────────→──░░░░░░░░░░│old→────────────────────────────────────────────────────────────────────
        redo                                ▇                      │                                             ▂               -1 s
        path ━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the other player's screen in a narrow right column`() throws {
    let screen = try Snapshots.mirrored().canvas(
      width: 132, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins                        host · room 7QF4KM · map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip        ╭─ BOB'S SCREEN ──────────────╮
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by · in sync through frame 150       │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first │░░························░░░│
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent │░░··+·····················░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms    171   180 │░░························░░░│
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180 │░░······██················░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9  │░░························░░░│
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ● bob ━ alive  late 9 frames, 150 ms        ✓ 150 │░░···············┏━━━━◆▷··░░░│
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ───────────────────────── bob by P2P: GOOD │░░···············┃········░░░│
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5% │░░···············┃········░░░│
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯ │░░···━━━━━━━━━━┓·┗━━━━━···░░░│
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │       ┤                                   ¯¯      │░░·············┃··········░░░│
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │   0 ms└10 s ago                               now │░░·············┃··········░░░│
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s │░░·············┗▶·········░░░│
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)            │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most │░░························░░░│
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯                                                   ╰─ 169 +9 f ─────── boost »» ─╯
        you  ───────────→──────────────────────────────────────────│NOW ─────────────────────────────────────────────────────────────↑──────
        bob  ───────────────────────↓─────────────────→──░░░░░░░░░░│old→────────────────────────────────────────────────────────────────────
        redo                                ▇                      │                                             ▂               -1 s
        path ━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the other player's screen beside ours`() throws {
    let screen = try Snapshots.mirrored().canvas(
      width: 160, height: 40, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins                                                    host · room 7QF4KM · map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip                 ╭─ BOB'S SCREEN ─────────────────────────────────╮
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms · in sync through frame 150      │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │                                                            │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PATHS ──────────────────────────── both deliver, P2P first │· · + · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent          │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms    171   180          │· · · · · · ████· · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180          │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │                                                            │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ PEERS ────────────────────────────── ✓ both machines agree │· · · · · · · · · · · · · · · ┏━━━━━━━━━◆╌▷ · · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ ● you   alive  frame 180 = confirmed 171 + predicted 9     │· · · · · · · · · · · · · · · ┃ · · · · · · · · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ ● bob ━ alive  late 9 frames, 150 ms         ✓ same to 150 │· · · · · · · · · · · · · · · ┃ · · · · · · · · │
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │                                                            │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ HEALTH ────────────────────────────────── bob by P2P: GOOD │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5% in 5 s   │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ 200 ms┤                                             _¯──¯¯ │· · · · · · · · · · · · · ┗━▶ · · · · · · · · · │
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │       ┤                                           ¯¯       │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │   0 ms└10 s ago                                        now │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │                                                            │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ROLLBACK ──────────────────── 8 guesses taken back in 10 s │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ guessed now ████████████████████████████─── 9 of 10 frames │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10               frames deep │· · · · · · · · · · · · · · · · · · · · · · · · │
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯             · · ▆ █ █ · · · · ·           5 at most, 83 ms ╰─ confirmed 169  predicted +9 ── 2 boosts left ─╯

                                                                                                                      LOG ───────────────────────────────── frame, event
                                                                                                                        3 P2P up after 165 ms (host address)
                                                                                                                      158 ↶ 2 guesses taken back since 100, 8 f at most





        you  ──────────────────────────│NOW ─────────────────────────────────────────────────────────────────────────────────────────↑─────────────────→────────────────
        bob  ─────────────→──░░░░░░░░░░│old→───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────↓────
        redo    ▇                      │                                                                         ▂               -1 s
        path ━━━━━━━━━━━━━━━━          │    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash  » boost

         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the confirmed board without colour`() throws {
    let screen = try Fixture.playing().canvas(
      width: 132, height: 30, options: ViewOptions(theme: .mono))
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins                        host · room 7QF4KM · map Test · seed 0x2A · frame 180

        ╭─ ━A you alive ────────────── ═B bob alive ─────╮ bob's moves come by P2P, 168 ms round trip        ╭─ CONFIRMED ─────────────────╮
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by · in sync through frame 150       │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first │░░························░░░│
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent │░░··+·····················░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms    171   180 │░░························░░░│
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180 │░░······██················░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9  │░░························░░░│
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶A· │ ● bob ━ alive  late 9 frames, 150 ms        ✓ 150 │░░···············┏━━━━▶···░░░│
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ───────────────────────── bob by P2P: GOOD │░░···············┃········░░░│
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5% │░░···············┃········░░░│
        │· · · ════════════════════╗ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯ │░░···══════════╗·┗━━━━━···░░░│
        │· · · · · · · · · · · · · ║ · · · · · · · · · · │       ┤                                   ¯¯      │░░·············║··········░░░│
        │· · · · · · · · · · · · · ║ · · · · · · · · · · │   0 ms└10 s ago                               now │░░·············║··········░░░│
        │· · · · · · · · · · · · · ◆╌╌╌▷B· · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s │░░·············▼··········░░░│
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)            │░░························░░░│
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most │░░························░░░│
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯                                                   ╰─ frame 171 ─────────────────╯
        you  ───────────→──────────────────────────────────────────│NOW ─────────────────────────────────────────────────────────────↑──────
        bob  ───────────────────────↓─────────────────→──░░░░░░░░░░│old→────────────────────────────────────────────────────────────────────
        redo                                ▇                      │                                             ▂               -1 s
        path ━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }
}
