import Testing
import Views

/// The screens in fewer glyphs.
@Suite struct GlyphSetSnapshotTests {
  @Test func `a game in play in ASCII`() throws {
    let screen = try Fixture.playing().canvas(
      width: 100, height: 30, options: Snapshots.options(glyphs: .ascii))
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test . seed 0x2A . frame 180

        +- a you alive ---------------- b bob alive -----+ bob's moves come by P2P, 168 ms round trip
        |. . . . . . . . . . . . . . . . . . . . . . . . | RELAY stands by . in sync through frame 150
        |. . . . . . . . . . . . . . . . . . . . . . . . | PATHS ------------------- both deliver, P2P first
        |. . + . . . . . . . . . . . . . . . . . . . . . |         state in 1 s lost round trip     in  sent
        |. . . . . . . . . . . . . . . . . . . . . . . . | > P2P   UP        60 1.0%     168 ms    171   180
        |. . . . . . ####. . . . . . . . . . . . . . . . |   RELAY UP        60 1.0%     214 ms    168   180
        |. . . . . . . . . . . . . . . . . . . . . . . . | PEERS --------------------- = both machines agree
        |. . . . . . . . . . . . . . . . . . . . . . . . | * you   alive  180 = confirmed 171 + predicted 9
        |. . . . . . . . . . . . . . . aaaaaaaaaaaaaa>A. | * bob - alive  late 9 frames, 150 ms        = 150
        |. . . . . . . . . . . . . . . aa. . . . . . . . | HEALTH ------------------------- bob by P2P: GOOD
        |. . . . . . . . . . . . . . . aa. . . . . . . . | 168 ms round trip, NEAR . jitter 4 ms . lost 0.5%
        |. . . bbbbbbbbbbbbbbbbbbbbbb. aaaaaaaaaaaa. . . | 200 ms+                                     _'-''
        |. . . . . . . . . . . . . bb. . . . . . . . . . |       +                                   ''
        |. . . . . . . . . . . . . bb. . . . . . . . . . |   0 ms+10 s ago                               now
        |. . . . . . . . . . . . . o:::>B. . . . . . . . | ROLLBACK ----------- 8 guesses taken back in 10 s
        |. . . . . . . . . . . guess 9 f . 150 ms  . . . | guessed now ####################-- 9 of 10 frames
        |. . . . . . . . . . . . . . . . . . . . . . . . | taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        |. . . . . . . . . . . . . . . . . . . . . . . . |             . . 6 # # . . . . .  5 at most, 83 ms
        |. . . . . . . . . . . . . . . . . . . . . . . . | LOG -------------------------------- frame, event
        |. . . . . . . . . . . . . . . . . . . . . . . . |   3 P2P up after 165 ms (host address)
        |. . . . . . . . . . . . . . . . . . . . . . . . | 158 R 2 guesses taken back since 100, 8 f at most
        +- confirmed 171  predicted +9 -- 2 boosts left -+
        you  -------------------------^----------------->------------------------------------------|NOW ----
        bob  -------------------------------------------------------v----------------->--::::::::::|old>----
        redo      2               -1 s                                      7                      |
        path ----------------------------------------------~~~~~~~~~---------------------          |    ----
             : guess  > wrong guess  xx taken back  5 frames redone  - came by P2P  ~ by RELAY  * crash
         <^v> steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the direct path is lost on a small screen in ASCII`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 80, height: 24, options: Snapshots.options(glyphs: .ascii))
    #expect(
      screen.text() == """
         ! P2P LOST at frame 151: bob, silent 300 ms    2.5 s, 155 moves by RELAY since
        +- a you  0 of 5  ---------- b bob  0 of 5  -----+ bob's moves: RELAY, 214 ms
        |. . . . . . . . . . . . . . . . . . . . . . . . | P2P down
        |. . . . . . . . . . . . . . . . . . . . . . . . | in sync through frame 150
        |. . + . . . . . . . . . . . . . . . . . . . . . | PATHS --- in 1 s lost    trip
        |. . . . . . . . . . . . . . . . . . . . . . . . |  P2P   DOWN    0    -       -
        |. . . . . . ####. . . . . . . . . . . . . . . . | >RELAY UP     60 1.0%  214 ms
        |. . . . . . . . . . . . . . . . . . . . . . . . | PEERS --- frame 180 = 171 + 9
        |. . . . . . . . . . . . . . . . . . . . . . . . | * bob ~ alive     9 f, 150 ms
        |. . . . . . . . . . . . . . . aaaaaaaaaaaaaa>A. | HEALTH -------- RELAY WARNING
        |. . . . . . . . . . . . . . . aa. . . . . . . . | 214 ms FAR ~4 ms lost 0.5%
        |. . . . . . . . . . . . . . . aa. . . . . . . . | 200+                -''' 10 s
        |. . . bbbbbbbbbbbbbbbbbbbbbb. aaaaaaaaaaaa. . . | ROLLBACK ----- 8 back in 10 s
        |. . . . . . . . . . . . . bb. . . . . . . . . . | guessed 9 of 10 ###########=-
        |. . . . . . . . . . . . . bb. . . . . . . . . . | deep ..6##.....         5 max
        |. . . . . . . . . . . . . o:::>B. . . . . . . . | you  -------------|NOW ------
        |. . . . . . . . . . . guess 9 f . 150 ms  . . . | bob  >--::::::::::|old>------
        |. . . . . . . . . . . . . . . . . . . . . . . . | redo              |
        |. . . . . . . . . . . . . . . . . . . . . . . . | path ---          |    ------
        |. . . . . . . . . . . . . . . . . . . . . . . . |      : guess  > wrong guess
        |. . . . . . . . . . . . . . . . . . . . . . . . |   3 P2P up after 165 ms (host
        |. . . . . . . . . . . . . . . . . . . . . . . . |     address)
        +- confirmed 171  predicted +9 -- 2 boosts left -+ 158 R 2 taken back since 100
         <^v> steer  space boost  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `a game in play on the Linux console`() throws {
    let screen = try Fixture.playing().canvas(
      width: 80, height: 25, options: Snapshots.options(glyphs: .basic))
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins    seed 0x2A · frame 180
        ┌─ ■ you alive ──────────────── ■ bob alive ─────┐ bob's moves: P2P, 168 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ in sync through frame 150
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PATHS ─── in 1 s lost    trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ →P2P   UP     60 1.0%  168 ms
        │· · · · · · ████· · · · · · · · · · · · · · · · │  RELAY UP     60 1.0%  214 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ─── frame 180 = 171 + 9
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ■ bob ═ alive     9 f, 150 ms
        │· · · · · · · · · · · · · · · ╔═════════════→ · │ HEALTH ───── bob by P2P: GOOD
        │· · · · · · · · · · · · · · · ║ · · · · · · · · │ 168 ms NEAR ±4 ms lost 0.5%
        │· · · · · · · · · · · · · · · ║ · · · · · · · · │ 200┤                ─¯¯¯ 10 s
        │· · · ════════════════════╗ · ╚═══════════· · · │ ROLLBACK ───── 8 back in 10 s
        │· · · · · · · · · · · · · ║ · · · · · · · · · · │ guessed 9 of 10 ███████████▌─
        │· · · · · · · · · · · · · ║ · · · · · · · · · · │ deep ··███·····         5 max
        │· · · · · · · · · · · · · o───→ · · · · · · · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ bob  →──░░░░░░░░░░│old→──────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ path ═══          │    ══════
        │· · · · · · · · · · · · · · · · · · · · · · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host
        └─ confirmed 171  predicted +9 ── 2 boosts left ─┘     address)
                                                           158 R 2 taken back since 100
         ←↑↓→ steer  space boost  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `a part of the board in ASCII`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 28, height: 13, options: Snapshots.options(glyphs: .ascii))
    #expect(
      screen.text() == """
         P2P . RELAY up . =150
        +- a --- b --- c --- d ----+
        | ............d........... |
        | .+--------------------+. |
        | .|  round 1: you win  |. |
        | .+--------------------+. |
        | ............aaa>........ |
        | ............a........... |
        | ............a........... |
        | ............a........... |
        | ............a........... |
        +- 171 +9 f ---- boost >> -+
         ? help  q quit  ! 150~10 ~
        """)
  }
}
