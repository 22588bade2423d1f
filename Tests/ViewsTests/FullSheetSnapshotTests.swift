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
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1      room 7QF4KM · map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ────────────────────────── DUAL · P2P FIRST
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        ╭─ help ────────────────────────────────────────╮  ▶ P2P      180    171  60 168ms  ███████████████─
        │ READ   ━ confirmed      ╌ guess               │    RELAY    180    168  60 214ms  █───────────────
        │        ◁ guessed head   ◆ last confirmed      │
        │        ╳╳ taken back  ** crash  ?? unsure     │  PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │ STRIP  a column per frame, arrows = turns     │  ● you   frame 180  9f3c41e2 at 150
        │        ░ guess          red = wrong guess     │  ● bob ━ frame 171  ✓ verified 150             5/5
        │        ━ P2P was first  ╍ RELAY was first     │
        │ PLAY   ←↑↓→ WASD steer  space boost  ^P pause │  HEALTH ──────────────────────────── bob · WARNING
        │ NET    1-6 LAN home coast ocean wifi space    │  RTT     168 ms                           ▄▅▅█████
        │        [ ] latency  { } jitter  - = loss      │  jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │        x cut P2P    ^X cut RELAY  0 clear all │
        │        f hold 2 s   n slow  ^D corrupt me     │  ROLLBACK ──────────────────────────── 205 · max 9
        │ VIEW   g ghosts  p predicted  i strip         │  window  ████████████████████──  9/10 predicted
        │        Tab panel  t theme  ^F freeze          │  depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │        e export  ^L redraw  ^Z suspend        │          1       5       9       stalls 0
        │        ? close  q leave  v second board       │
        │        , . scroll log  / filter log           │  LOG ─────────────────────────────────────────────
        ╰───────────────────────────────────────────────╯        3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │     100 ↶2 bob turned late
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯     158 ↶8 bob turned late, 1 cell redrawn
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│    ────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ▅ frames redone  → turn  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 net preset  x cut P2P  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `the match is over`() throws {
    let screen = try Snapshots.over().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1     room 7QF4KM · map Test · seed 0x2A · frame 5640

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ────────────────────────── DUAL · P2P FIRST
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P     5640   5198  60 168ms  ██████████████──
        │· · + · · · · · · · · · · · · · · · · · · · · · │   RELAY   5640   5631  60 214ms  ██──────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   frame 5640  9f3c41e2 at 5640
        │· · · ·  ╭─ match over ───────────────────────────────────────────────── you win 5 : 3 ─╮   188/188
        │· · · ·  │ 8 rounds · 94.0 s · 5,640 frames                                             │
        │· · · ·  │                                                                              │ · WARNING
        │· · · ·  │ hashes   every frame verified, 188/188 compared with bob                     │  ▄▅▅█████
        │· · · ━━ │ inputs   P2P 5,640 sent 5,198 recv   RELAY 5,640 sent 5,631 recv   0 missing │  60.0 fps
        │· · · ·  │ fallback 1: frame 2610, silent 300 ms, 6.2 s on relay, recovered             │
        │· · · ·  │ health   RTT p50 86 p95 121 ms   jitter 4 ms   loss 0.5%                     │ 1 · max 9
        │· · · ·  │ rollback 471 (5.0/s)  mean depth 4.2  max 9  resim 1,978 (+35%)  stalls 0    │ dicted
        │· · · ·  │ depth    ▂▄█▇▅▂▁▁▁                                                           │ 978
        │· · · ·  │                                                                              │
        │· · · ·  │ [Enter] again   [e] export   [q] quit                                        │
        │· · · ·  ╰──────────────────────────────────────────────────────────────────────────────╯ ─────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │       3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │     100 ↶2 bob turned late
        ╰─ confirmed 5640  predicted +0 ────── boost »» ─╯     158 ↶8 bob turned late, 1 cell redrawn
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│    ────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ▅ frames redone  → turn  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 net preset  x cut P2P  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `no path is left`() throws {
    let screen = try Snapshots.stalled().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1      room 7QF4KM · map Test · seed 0x2A · frame 180
         ■ NO PATH to bob 3.2 s (giving up at 10 s) — window full, frozen at frame 180, inputs kept
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ────────────────────────────────────── DARK
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · · · · · · · · · · · · · │   P2P      180    171  60 168ms  ███████████ down
        │· · + · · · · · · · · · · · · · · · · · · · · · │   RELAY    180    168  60 214ms  █─────── suspect
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   frame 180  9f3c41e2 at 150
        │· · ╭─ connection lost ────────────────────╮  · │ ● bob ╳ frame 171  ✓ verified 150             5/5
        │· · │ bob  no path for 3.2 s               │  · │
        │· · │ ████████────────────────  10.0 s     │  · │ HEALTH ─────────────────────────────── bob · DOWN
        │· · │ frozen at frame 180, inputs are kept │  · │ RTT     168 ms                           ▄▅▅█████
        │· · │ P2P probing · RELAY connecting       │  · │ jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │· · │                                      │  · │
        │· · │ [q] leave                            │  · │ ROLLBACK ──────────────────────────── 205 · max 9
        │· · ╰──────────────────────────────────────╯  · │ window  ██████████████████████  10/10 STALLED
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │· · · · · · · · · · · · · · · · · · · · · · · · │         1       5       9       stalls 1
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │       3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │     100 ↶2 bob turned late
        ╰─ confirmed 170  predicted +10 ────── boost »» ─╯     158 ↶8 bob turned late, 1 cell redrawn
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│    ────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ▅ frames redone  → turn  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 net preset  x cut P2P  g ghosts  Tab panel  ? help  q quit
        """)
  }

  @Test func `four players in a demo`() throws {
    let screen = try Snapshots.demo().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 1 : 0 bob : 0 cat : 0 dan  first to 5 · round 1    frame 180 · ⚠ INJECTED 150±10 1%
         › 2 of 5  ocean: round trip 150 ms, 1% loss
        ╭─ ● you ──── ● bob ──── ● cat ──── ● dan ───────╮ PATHS ────────────────────────── DUAL · P2P FIRST
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ▶ P2P      180    513 180 168ms  ███████████████─
        │· · + · · · · · · · · · ┃ · · · · · · · · · · · │   RELAY    180    504 180 214ms  █───────────────
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │
        │· · · · · · ████· · · · ┃ · · · · · · · · · · · │ PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● you   frame 180  9f3c41e2 at 150
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● bob ━ frame 171  ✓ verified 150             5/5
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ● cat ━ frame 171  ✓ verified 150             5/5
        │· · · · · · ·╭────────────────────╮ · · · · · · │ ● dan ━ frame 171  ✓ verified 150             5/5
        │· · · · · · ·│  round 1: you win  │ · · · · · · │
        │· · · ━━━━━━━╰────────────────────╯━━━━━━━· · · │ HEALTH ──────────────────────────── bob · WARNING
        │· · · · · · · · · · · · ┏━━━━━▶ · · · · · · · · │ RTT     168 ms                           ▄▅▅█████
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ ROLLBACK ──────────────────────────── 205 · max 9
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ window  ████████████████████──  9/10 predicted
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │         1       5       9       stalls 0
        │· · · · · · · · · · · · ┃ · · · · · · · · · · · │ LOG ─────────────────────────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │     100 ↶2 bob turned late
        ╰─ confirmed 171  predicted +9 ─────── boost »» ─╯     158 ↶8 bob turned late, 1 cell redrawn
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│    ────
        cat  ────────────────────────────────────────────────────────────────────────────░░░░░░░░░░│    ────
        dan  ────────────────────────────────────────────────────────────────────────────░░░░░░░░░░│    ────
        path ━━━━━━━━━━━━━━━━━━━━━-1 s━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
         ←↑↓→ steer  space boost  1-6 net preset  x cut P2P  g ghosts  Tab panel  ? help  q quit
        """)
  }
}
