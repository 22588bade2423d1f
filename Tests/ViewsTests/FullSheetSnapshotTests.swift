import Rollback
import Testing
import Views
import Vocabulary

/// The large layout with something in front of it.
@Suite struct FullSheetSnapshotTests {
  private func options(
    sheet: ViewOptions.Sheet = .none, panel: ViewOptions.Panel = .full
  ) -> ViewOptions {
    var options = ViewOptions()
    options.sheet = sheet
    options.panel = panel
    return options
  }

  @Test func `the sheets of an agreed pause`() throws {
    var model = try Fixture.playing()
    for (overlay, words) in [
      (
        .paused(AgreedPause(by: PlayerIndex(1), secondsLeft: 43)),
        [
          "─ paused ─", "bob asked for it", "it ends by itself in 43 s", "[^P] go on, for all",
        ]
      ),
      (
        .paused(AgreedPause(by: PlayerIndex(0), secondsLeft: nil)),
        ["─ paused ─", "you asked for it"]
      ),
      (.goingOn(seconds: 2), ["─ going on ─", "in 2 s"]),
    ] as [(Overlay, [String])] {
      model.overlay = overlay
      let text = model.canvas(width: 100, height: 30, options: ViewOptions()).text()
      for word in words { #expect(text.contains(word), "\(text)") }
    }
  }

  @Test func `help`() throws {
    let screen = try Fixture.playing().canvas(
      width: 100, height: 30, options: options(sheet: .help))
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by · in sync through frame 150
        ╭─ help · the game goes on ─────────────────────╮  PATHS ─────────────────── both deliver, P2P first
        │ READ   ━ confirmed      ╌ guess               │          state in 1 s lost round trip     in  sent
        │        ◁ guessed head   ◆ last confirmed      │  ▶ P2P   UP        60 1.0%     168 ms    171   180
        │        ╳╳ taken back  ** crash  ?? unsure     │    RELAY UP        60 1.0%     214 ms    168   180
        │ STRIP  a column per frame, arrows = turns     │  PEERS ───────────────────── ✓ both machines agree
        │        ░ guess          red = wrong guess     │  ● you   alive  180 = confirmed 171 + predicted 9
        │        ━ P2P was first  ╍ RELAY was first     │  ● bob ━ alive  late 9 frames, 150 ms        ✓ 150
        │ PLAY   ←↑↓→ WASD steer  space boost  ^P pause │  HEALTH ───────────────────────── bob by P2P: GOOD
        │ NET    1-6 LAN home coast ocean wifi space    │  168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │        [ ] latency  { } jitter  - = loss      │  200 ms┤                                     _¯─¯¯
        │        x cut P2P    ^X cut RELAY  0 clear all │        ┤                                   ¯¯
        │        f hold 2 s   n slow  ^D corrupt me     │    0 ms└10 s ago                               now
        │ VIEW   g ghosts  p predicted  i strip         │  ROLLBACK ─────────── 8 guesses taken back in 10 s
        │        Tab panel  t theme  ^F freeze          │  guessed now ████████████████████── 9 of 10 frames
        │        e export  ^L redraw  ^Z suspend        │  taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │        ? close  q leave  v second board       │              · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │        , . scroll log  / filter log           │  LOG ──────────────────────────────── frame, event
        ╰───────────────────────────────────────────────╯    3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│old→────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash
         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the match is over`() throws {
    let screen = try Snapshots.over().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins            map Test · seed 0x2A · frame 5640

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms · in sync through 5640
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms   5198  5640
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms   5631  5640
        │· · · ·  ╭─ match over ───────────────────────────────────────────────── you win 5 : 3 ─╮ nes agree
        │· · · ·  │ 8 rounds · 94.0 s · 5,640 frames                                             │ sed
        │· · · ·  │                                                                              │ e to 5640
        │· · · ·  │ hashes   every frame verified, 188 of 188 reports compared with bob          │ P2P: GOOD
        │· · · ·  │ inputs   P2P 5,640 sent 5,198 recv   RELAY 5,640 sent 5,631 recv   0 missing │ lost 0.5%
        │· · · ━━ │ first    P2P brought 89% of the moves first, RELAY 11%                       │     _¯─¯¯
        │· · · ·  │ fallback 1: frame 2610, silent 300 ms, 6.2 s on relay, recovered             │   ¯¯
        │· · · ·  │ health   P2P round trip 86 ms, 95% below 121 ms · jitter 4 ms · lost 0.5%    │       now
        │· · · ·  │ rollback 471 guesses taken back (5.0/s), 4.2 frames on average, 9 at most    │ k in 10 s
        │· · · ·  │          1,978 frames stepped again (+35%) · 0 stalls                        │ 10 frames
        │· · · ·  │ depth    ▂▄█▇▅▂▁▁▁ frames: 1…9                                               │ ames deep
        │· · · ·  │                                                                              │ st, 83 ms
        │· · · ·  │ [Enter] again   [e] export   [q] quit                                        │ me, event
        │· · · ·  ╰──────────────────────────────────────────────────────────────────────────────╯
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most
        ╰─ confirmed 5640  predicted +0 ─ 2 boosts left ─╯
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│old→────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash
         Tab panel  ? help  q quit
        """)
  }

  @Test func `no path is left`() throws {
    let screen = try Snapshots.stalled().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test · seed 0x2A · frame 180
         ■ NO PATH to bob 3.2 s (giving up at 10 s) — window full, frozen at frame 180, inputs kept
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ nothing comes from bob for 3.2 s, by any path
        │· · · · · · · · · · · · · · · · · · · · · · · · │ still at 180 · in sync through frame 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ────────────────────────── NO PATH delivers
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· · · · · · · · · · · · · · · · · · · · · · · · │   P2P   DOWN      60 1.0%     168 ms    171   180
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY SILENT    60 1.0%     214 ms    168   180
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree
        │· · ╭─ connection lost ────────────────────╮  · │ ● you   alive  180 = confirmed 170 + predicted 10
        │· · │ bob  no path for 3.2 s               │  · │ ● bob ╳ alive  late 10 frames, 167 ms       ✓ 150
        │· · │ ████████────────────────  10.0 s     │  · │ HEALTH ──────────────────────────── NO PATH: DOWN
        │· · │ frozen at frame 180, inputs are kept │  · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │· · │ P2P probing · RELAY connecting       │  · │ 200 ms┤                                     _¯─¯¯
        │· · │                                      │  · │       ┤                                   ¯¯
        │· · │ [q] leave                            │  · │   0 ms└10 s ago                               now
        │· · ╰──────────────────────────────────────╯  · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · guess 10 f · 167 ms · · · │ guessed now ████████████ STALLED: 10 of 10 frames
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most
        ╰─ confirmed 170  predicted +10 ─ 2 boosts left ─╯
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│old→────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash
         ←↑↓→ steer  space boost  1-6 fake network  x cut P2P  g hide ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `four players in a demo`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  1   bob  0   cat  0   dan  0   first to 5         frame 180 · ⚠ INJECTED 150±10 1%
         › 2 of 5  ocean: round trip 150 ms, 1% loss
        ╭─ ● you ──── ● bob ──── ● cat ──── ● dan ───────╮ all moves come by P2P, 168 ms round trip at most
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms · in sync through 150
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first
        │· · + · · · · · · · · · ┃ · · · · · · · · · · · │         state in 1 s lost round trip from 3  sent
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ▶ P2P   UP       180 1.0%     168 ms    513   180
        │· · · · · · ████· · · · ┃ · · · · · · · · · · · │   RELAY UP       180 1.0%     214 ms    504   180
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ PEERS ────────────────────── ✓ all machines agree
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● bob ━ out    late 9 frames, 150 ms        ✓ 150
        │· · · · · · ·╭────────────────────╮ · · · · · · │ ● cat ━ out    late 9 frames, 150 ms        ✓ 150
        │· · · · · · ·│  round 1: you win  │ · · · · · · │ ● dan ━ out    late 9 frames, 150 ms        ✓ 150
        │· · · ━━━━━━━╰────────────────────╯━━━━━━━· · · │ HEALTH ───────────────────────── bob by P2P: GOOD
        │· · · · · · · · · · · · ┏━━━━━▶ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ 200 ms┤                                   ───¯¯¯¯
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │   0 ms└10 s ago                               now
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ guessed now ████████████████████── 9 of 10 frames
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │   3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│old→────
        cat  ────────────────────────────────────────────────────────────────────────────░░░░░░░░░░│    ────
        dan  ────────────────────────────────────────────────────────────────────────────░░░░░░░░░░│    ────
        path ━━━━━━━━━━━━━━━━━━━━━-1 s━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
         ←↑↓→ steer  space boost  1-6 network  x cut P2P  0 clear  g ghosts  Tab panel  ? help  q quit
        """)
  }
}
