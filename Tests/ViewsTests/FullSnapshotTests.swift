import Netplay
import Testing
import Views
import Vocabulary

/// The large layout, 100x30.
@Suite struct FullSnapshotTests {
  @Test func `a game in play`() throws {
    let screen = try Fixture.playing().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1      room 7QF4KM · map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ────────────────────────── DUAL · P2P FIRST
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P      180    171  60 168ms  ███████████████─
        │· · + · · · · · · · · · · · · · · · · · · · · · │   RELAY    180    168  60 214ms  █───────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   frame 180  9f3c41e2 at 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ━ frame 171  ✓ verified 150             5/5
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ──────────────────────────── bob · WARNING
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ RTT     168 ms                           ▄▅▅█████
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ ROLLBACK ──────────────────────────── 205 · max 9
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ window  ████████████████████──  9/10 predicted
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │· · · · · · · · · · · · · · · · · · · · · · · · │         1       5       9       stalls 0
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │       3 P2P up after 165 ms (host address)
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

  @Test(
    arguments: [
      (.dual, .dual, .direct, "bob ━ "), (.directOnly, .directOnly, .direct, "bob ━ "),
      (.directOnly, .relayOnly, .direct, "bob ↓━↑╍ "), (.relayOnly, .dual, .relay, "bob ↓╍↑━ "),
      (.dual, .relayOnly, .direct, "bob ↓━↑╍ "), (.relayOnly, .dark, .relay, "bob ╍ "),
      (.dark, .relayOnly, nil, "bob ╳ "),
    ] as [(Mode, Mode, Path?, String)])
  func `how a peer hears us is shown where it differs from how we hear it`(
    mode: Mode, hearsUs: Mode, leading: Path?, row: String
  ) throws {
    var model = try Fixture.playing()
    model.numbers.peers[0].mode = mode
    if let leading { Fixture.fillRates(&model, perSecond: 60, leading: leading) }
    model.numbers.peers[0].hearsUs = hearsUs
    let screen = model.canvas(width: 100, height: 30, options: ViewOptions())
    #expect(screen.text().contains("● " + row), "\(screen.text())")
  }

  @Test func `the direct path is lost`() throws {
    let screen = try Snapshots.lost().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1      room 7QF4KM · map Test · seed 0x2A · frame 180
         ▲ P2P LOST: bob, frame 151, silent 300 ms — RELAY carries inputs, game goes on      2.5 s · 155 in
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ──────────────────────────────── RELAY ONLY
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · · · · · · · · · · · · · │   P2P      180    171   0     –  ███████████ down
        │· · + · · · · · · · · · · · · · · · · · · · · · │ ▶ RELAY    180    168  60 214ms  █───────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   frame 180  9f3c41e2 at 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ╍ frame 171  ✓ verified 150             5/5
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ─────────────────────────── bob · CRITICAL
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ RTT     214 ms                           ▄▅▅█████
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ ROLLBACK ──────────────────────────── 205 · max 9
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ window  ████████████████████──  9/10 predicted
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │· · · · · · · · · · · · · · · · · · · · · · · · │         1       5       9       stalls 0
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │       3 P2P up after 165 ms (host address)
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

  @Test func `the direct path is back`() throws {
    let screen = try Snapshots.restored().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1      room 7QF4KM · map Test · seed 0x2A · frame 180
         ✓ P2P RESTORED: frame 170 after 6.2 s on relay — 0 inputs lost, hashes match
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ────────────────────────── DUAL · P2P FIRST
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P      180    171  60 168ms  ██████ probation
        │· · + · · · · · · · · · · · · · · · · · · · · · │   RELAY    180    168  60 214ms  █───────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ PEERS ──────────────────────── ✓ ALL HASHES MATCH
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   frame 180  9f3c41e2 at 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ━ frame 171  ✓ verified 150             5/5
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ──────────────────────────── bob · WARNING
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ RTT     168 ms                           ▄▅▅█████
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ ROLLBACK ──────────────────────────── 205 · max 9
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ window  ████████████████████──  9/10 predicted
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │· · · · · · · · · · · · · · · · · · · · · · · · │         1       5       9       stalls 0
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │       3 P2P up after 165 ms (host address)
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

  @Test func `the states differ`() throws {
    let screen = try Snapshots.desync().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob  first to 5 · round 1      room 7QF4KM · map Test · seed 0x2A · frame 180
         ✗ DESYNC: bob, frame 144, ours 9f3c41e2 theirs 1b22d907            [e] export  [Enter] acknowledge
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ PATHS ────────────────────────── DUAL · P2P FIRST
        │· · · · · · · · · · · · · · · · · · · · · · · · │           sent   recv  /s   RTT  share
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P      180    171  60 168ms  ███████████████─
        │· · + · · · · · · · · · · · · · · · · · · · · · │   RELAY    180    168  60 214ms  █───────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · ████· · · · · · · · · · · · · · · · │ PEERS ───────────────────────────── ✗ DESYNC f144
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   frame 180  9f3c41e2 at 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● bob ━ frame 171  ✗ f144 9f3c41e2≠1b22d907   5/5
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ──────────────────────────── bob · WARNING
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ RTT     168 ms                           ▄▅▅█████
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │ ROLLBACK ──────────────────────────── 205 · max 9
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ window  ████████████████████──  9/10 predicted
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ depth   ▁ ▂ ▂ ▅ █ ▃ ▁ ▁ ▁ ·     resim  845
        │· · · · · · · · · · · · · · · · · · · · · · · · │         1       5       9       stalls 0
        │· · · · · · · · · · · · · · · · · · · · · · · · │
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ─────────────────────────────────────────────
        │· · · · · · · · · · · · · · · · · · · · · · · · │       3 P2P up after 165 ms (host address)
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

  @Test func `waiting for players`() {
    let screen = Snapshots.waiting().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you 0 : 0 bob                       host · room 7QF4KM · map Test · seed 0x2A · frame 0

        ╭─ ● you ──────────────────────────── ● bob ─────╮ PATHS ─────────────────────────────────── NO PEER
        │                                                │           sent   recv  /s   RTT  share
        │                                                │   P2P        0      0   0     –  ────────── never
        │                                                │   RELAY      0      0   0     –  ────────── never
        │                  ╭─ waiting for players · room 7QF4KM ─────────────── 2 of 3 ─╮
        │                  │ ● you          ready                                       │ ─────────── … WAIT
        │                  │ ○ bob          P2P connecting · map ✓                      │
        │                  │ ○ free seat                                                │
        │                  │                                                            │ ──────────────── –
        │                  │ ←↑↓→ or WASD steer, space boosts; your trail is a wall.    │
        │                  │ Hit nothing: the last one who rides wins the round.        │ d +0.0     0.0 fps
        │                  │ Hollow head, dashed trail: a guess until the move arrives. │
        │                  │                                                            │ ──────── 0 · max 0
        │                  │ the others type ghostline join and paste the line below;   │  0/10 predicted
        │                  │ on this machine ghostline join alone offers this room      │  resim  0
        │                  │                                                            │  stalls 0
        │                  │ [c] copy the invite   [q] leave                            │
        │                  ╰────────────────────────────────────────────────────────────╯ ──────────────────

        ghostline://10.0.0.2:7777#938NKRKAYD000G40R40

        ╰─ confirmed 0  predicted +0 ────────────────────╯
        you
        bob
        redo
        path
             ░ guess  → wrong guess  ▅ frames redone  → turn  ━ came by P2P  ╍ by RELAY  * crash  » boost
         ←↑↓→ steer  space boost  1-6 net preset  x cut P2P  g ghosts  Tab panel  ? help  q quit
        """)
  }
}
