import Testing
import Views

/// The screens in fewer glyphs.
@Suite struct GlyphSetSnapshotTests {
  @Test func `a game in play in ASCII`() throws {
    let screen = try Fixture.playing().canvas(
      width: 100, height: 30, options: Snapshots.options(glyphs: .ascii))
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 . round 1      room 7QF4KM . map Test . seed 0x2A . frame 180

        +- a you alive ---------------- b bob alive -----+ PATHS -------------------------- DUAL . P2P FIRST
        |. . . . . . . . . . . . . . . . . . . . . . . . |           sent   recv  /s   RTT  share
        |. . . . . . . . . . . . . . . . . . . . . . . . | > P2P      180    171  60 168ms  ###############-
        |. . + . . . . . . . . . . . . . . . . . . . . . |   RELAY    180    168  60 214ms  #---------------
        |. . . . . . . . . . . . . . . . . . . . . . . . |
        |. . . . . . ####. . . . . . . . . . . . . . . . | PEERS ------------------------ = ALL HASHES MATCH
        |. . . . . . . . . . . . . . . . . . . . . . . . | * you   frame 180  9f3c41e2 at 150
        |. . . . . . . . . . . . . . . . . . . . . . . . | * bob - frame 171  = verified 150             5/5
        |. . . . . . . . . . . . . . . aaaaaaaaaaaaaa>A. |
        |. . . . . . . . . . . . . . . aa. . . . . . . . | HEALTH ---------------------------- bob . WARNING
        |. . . . . . . . . . . . . . . aa. . . . . . . . | RTT     168 ms                           455#####
        |. . . bbbbbbbbbbbbbbbbbbbbbb. aaaaaaaaaaaa. . . | jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        |. . . . . . . . . . . . . bb. . . . . . . . . . |
        |. . . . . . . . . . . . . bb. . . . . . . . . . | ROLLBACK ---------------------------- 205 . max 9
        |. . . . . . . . . . . . . o:::>B. . . . . . . . | window  ####################--  9/10 predicted
        |. . . . . . . . . . . guess 9 f . 150 ms  . . . | depth   1 2 2 5 # 3 1 1 1 .     resim  845
        |. . . . . . . . . . . . . . . . . . . . . . . . |         1       5       9       stalls 0
        |. . . . . . . . . . . . . . . . . . . . . . . . |
        |. . . . . . . . . . . . . . . . . . . . . . . . | LOG ---------------------------------------------
        |. . . . . . . . . . . . . . . . . . . . . . . . |       3 P2P up after 165 ms (host address)
        |. . . . . . . . . . . . . . . . . . . . . . . . |     100 R2 bob turned late
        +- confirmed 171  predicted +9 ------- boost >> -+     158 R8 bob turned late, 1 cell redrawn
        you  -------------------------^----------------->------------------------------------------|NOW ----
        bob  -------------------------------------------------------v----------------->--::::::::::|    ----
        redo      2               -1 s                                      7                      |
        path ----------------------------------------------~~~~~~~~~---------------------          |    ----
             : guess  > wrong guess  5 frames redone  > turn  - came by P2P  ~ by RELAY  * crash  > boost
         <^v> steer  space boost  1-6 net preset  x cut P2P  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the direct path is lost on a small screen in ASCII`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 80, height: 24, options: Snapshots.options(glyphs: .ascii))
    #expect(
      screen.text() == """
         ! P2P LOST: bob, frame 151, silent 300 ms - on RELAY            2.5 s . 155 in
        +- a you alive ---------------- b bob alive -----+ PATHS ------------ RELAY ONLY
        |. . . . . . . . . . . . . . . . . . . . . . . . |  P2P   ^  180 v  171     down
        |. . . . . . . . . . . . . . . . . . . . . . . . | >RELAY ^  180 v  168    214ms
        |. . + . . . . . . . . . . . . . . . . . . . . . | PEERS --------------- = MATCH
        |. . . . . . . . . . . . . . . . . . . . . . . . | * bob ~ = 150             5/5
        |. . . . . . ####. . . . . . . . . . . . . . . . | HEALTH ------------- CRITICAL
        |. . . . . . . . . . . . . . . . . . . . . . . . | 214 ms               455#####
        |. . . . . . . . . . . . . . . . . . . . . . . . | jitter 4 ms . loss 0.5%
        |. . . . . . . . . . . . . . . aaaaaaaaaaaaaa>A. | ROLLBACK -------- 205 . max 9
        |. . . . . . . . . . . . . . . aa. . . . . . . . | window ###############=- 9/10
        |. . . . . . . . . . . . . . . aa. . . . . . . . | depth  1225#3111.  1~10
        |. . . bbbbbbbbbbbbbbbbbbbbbb. aaaaaaaaaaaa. . . | you  -------------|NOW ------
        |. . . . . . . . . . . . . bb. . . . . . . . . . | bob  >--::::::::::|    ------
        |. . . . . . . . . . . . . bb. . . . . . . . . . | redo              |
        |. . . . . . . . . . . . . o:::>B. . . . . . . . | path ---          |    ------
        |. . . . . . . . . . . guess 9 f . 150 ms  . . . |      : guess  > wrong guess
        |. . . . . . . . . . . . . . . . . . . . . . . . | LOG -------------------------
        |. . . . . . . . . . . . . . . . . . . . . . . . | P2P up after 165 ms (host
        |. . . . . . . . . . . . . . . . . . . . . . . . | address)
        |. . . . . . . . . . . . . . . . . . . . . . . . | R2 bob turned late
        |. . . . . . . . . . . . . . . . . . . . . . . . | R8 bob turned late, 1 cell
        +- confirmed 171  predicted +9 ------- boost >> -+ redrawn
         <^v> steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `a game in play on the Linux console`() throws {
    let screen = try Fixture.playing().canvas(
      width: 80, height: 25, options: Snapshots.options(glyphs: .basic))
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1           seed 0x2A · frame 180
        ┌─ ■ you alive ──────────────── ■ bob alive ─────┐ PATHS ──────────── DUAL · P2P
        │· · · · · · · · · · · · · · · · · · · · · · · · │ →P2P   ↑  180 ↓  171    168ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │  RELAY ↑  180 ↓  168    214ms
        │· · + · · · · · · · · · · · · · · · · · · · · · │ PEERS ─────────────── = MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ■ bob ═ = 150             5/5
        │· · · · · · ████· · · · · · · · · · · · · · · · │ HEALTH ────────────── WARNING
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 168 ms               ▄▄▄█████
        │· · · · · · · · · · · · · · · · · · · · · · · · │ jitter 4 ms · loss 0.5%
        │· · · · · · · · · · · · · · · ╔═════════════→ · │ ROLLBACK ──────── 205 · max 9
        │· · · · · · · · · · · · · · · ║ · · · · · · · · │ window ███████████████▌─ 9/10
        │· · · · · · · · · · · · · · · ║ · · · · · · · · │ depth  ___▄█▄___·  1~10
        │· · · ════════════════════╗ · ╚═══════════· · · │ you  ─────────────│NOW ──────
        │· · · · · · · · · · · · · ║ · · · · · · · · · · │ bob  →──░░░░░░░░░░│    ──────
        │· · · · · · · · · · · · · ║ · · · · · · · · · · │ redo              │
        │· · · · · · · · · · · · · o───→ · · · · · · · · │ path ═══          │    ══════
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │      ░ guess  → wrong guess
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │ address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ R2 bob turned late
        │· · · · · · · · · · · · · · · · · · · · · · · · │ R8 bob turned late, 1 cell
        └─ confirmed 171  predicted +9 ─────── boost »» ─┘ redrawn

         ←↑↓→ steer  space boost  1-6 preset  x cut  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `a part of the board in ASCII`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 28, height: 13, options: Snapshots.options(glyphs: .ascii))
    #expect(
      screen.text() == """
         P2P 168ms =150 R205 9/10
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
         > 2 of 5  ocean: round tr~
        """)
  }
}
