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
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test · seed 0x2A · frame 180

        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by · in sync through frame 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms    171   180
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ● bob ━ alive  late 9 frames, 150 ms        ✓ 150
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ───────────────────────── bob by P2P: GOOD
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │       ┤                                   ¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │   0 ms└10 s ago                               now
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)
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
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test · seed 0x2A · frame 180
         ▲ P2P LOST at frame 151: bob, silent 300 ms — RELAY carries on     2.5 s, 155 moves by RELAY since
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by RELAY, 214 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P down · in sync through frame 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ────────────────────── RELAY alone delivers
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· · · · · · · · · · · · · · · · · · · · · · · · │   P2P   DOWN       0    –          –    171   180
        │· · · · · · ████· · · · · · · · · · · · · · · · │ ▶ RELAY UP        60 1.0%     214 ms    168   180
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ● bob ╍ alive  late 9 frames, 150 ms        ✓ 150
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ──────────────────── bob by RELAY: WARNING
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 214 ms round trip, FAR · jitter 4 ms · lost 0.5%
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │       ┤                                   ¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │   0 ms└10 s ago                               now
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)
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

  @Test func `the direct path is back`() throws {
    let screen = try Snapshots.restored().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test · seed 0x2A · frame 180
         ✓ P2P RESTORED at frame 170, after 6.2 s — 0 moves missing, machines agree
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ P2P is being tried · in sync through frame 150
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   ON TEST   60 1.0%     168 ms    171   180
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✓ both machines agree
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ● bob ━ alive  late 9 frames, 150 ms        ✓ 150
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ───────────────────────── bob by P2P: GOOD
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │       ┤                                   ¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │   0 ms└10 s ago                               now
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)
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

  @Test func `the states differ`() throws {
    let screen = try Snapshots.desync().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins             map Test · seed 0x2A · frame 180
         ✗ DESYNC: bob, frame 144, ours 9f3c41e2 theirs 1b22d907            [e] export  [Enter] acknowledge
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves come by P2P, 168 ms round trip
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms · NOT in sync since 144
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PATHS ─────────────────── both deliver, P2P first
        │· · + · · · · · · · · · · · · · · · · · · · · · │         state in 1 s lost round trip     in  sent
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ▶ P2P   UP        60 1.0%     168 ms    171   180
        │· · · · · · ████· · · · · · · · · · · · · · · · │   RELAY UP        60 1.0%     214 ms    168   180
        │· · · · · · · · · · · · · · · · · · · · · · · · │ PEERS ───────────────────── ✗ DESYNC at frame 144
        │· · · · · · · · · · · · · · · · · · · · · · · · │ ● you   alive  180 = confirmed 171 + predicted 9
        │· · · · · · · · · · · · · · · ┏━━━━━━━━━━━━━▶ · │ ● bob ━ alive  late 9 frames, 150 ms  ✗ from f144
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ HEALTH ───────────────────────── bob by P2P: GOOD
        │· · · · · · · · · · · · · · · ┃ · · · · · · · · │ 168 ms round trip, NEAR · jitter 4 ms · lost 0.5%
        │· · · ━━━━━━━━━━━━━━━━━━━━┓ · ┗━━━━━━━━━━━· · · │ 200 ms┤                                     _¯─¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │       ┤                                   ¯¯
        │· · · · · · · · · · · · · ┃ · · · · · · · · · · │   0 ms└10 s ago                               now
        │· · · · · · · · · · · · · ◆╌╌╌▷ · · · · · · · · │ ROLLBACK ─────────── 8 guesses taken back in 10 s
        │· · · · · · · · · · · guess 9 f · 150 ms  · · · │ guessed now ████████████████████── 9 of 10 frames
        │· · · · · · · · · · · · · · · · · · · · · · · · │ taken back  1 2 3 4 5 6 7 8 9 10      frames deep
        │· · · · · · · · · · · · · · · · · · · · · · · · │             · · ▆ █ █ · · · · ·  5 at most, 83 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ LOG ──────────────────────────────── frame, event
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host address)
        │· · · · · · · · · · · · · · · · · · · · · · · · │ 158 ↶ 2 guesses taken back since 100, 8 f at most
        ╰─ confirmed 171  predicted +9 ── 2 boosts left ─╯
        you  ─────────────────────────↑─────────────────→──────────────────────────────────────────│NOW ────
        bob  ───────────────────────────────────────────────────────↓─────────────────→──░░░░░░░░░░│old→────
        redo      ▂               -1 s                                      ▇                      │
        path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╍╍╍╍╍╍╍╍╍━━━━━━━━━━━━━━━━━━━━━          │    ━━━━
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash
         ←↑↓→ steer  space boost  Enter acknowledge  1-6 network  x cut P2P  Tab panel  ? help  q quit
        """)
  }

  @Test func `waiting for players`() {
    let screen = Snapshots.waiting().canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(
      screen.text() == """
         GHOSTLINE  you  0   bob  0                     host · room 7QF4KM · map Test · seed 0x2A · frame 0

        ╭─ ● you ──────────────────────────── ● bob ─────╮ nobody plays yet
        │                                                │
        │                                                │
        │                                                │ PATHS ──────────────────────────────────── nobody
        │                  ╭─ waiting for players · room 7QF4KM ─────────────── 2 of 3 ─╮  trip     in  sent
        │                  │ ● you          ready                                       │     –      0     0
        │                  │ ○ bob          P2P connecting · map ✓                      │     –      0     0
        │                  │ ○ free seat                                                │ t proven equal yet
        │                  │                                                            │ + predicted 0
        │                  │ ←↑↓→ or WASD steer, space boosts; your trail is a wall.    │ ──────────────── –
        │                  │ Hit nothing: the last one who rides wins the round.        │
        │                  │ Hollow head, dashed trail: a guess until the move arrives. │
        │                  │                                                            │
        │                  │ the others type ghostline join and paste the line below;   │                now
        │                  │ on this machine ghostline join alone offers this room      │ taken back in 10 s
        │                  │                                                            │ ─── 0 of 10 frames
        │                  │ [c] copy the invite   [q] leave                            │ 0      frames deep
        │                  ╰────────────────────────────────────────────────────────────╯

        ghostline://10.0.0.2:7777#938NKRKAYD000G40R40

        ╰─ confirmed 0  predicted +0 frames ─────────────╯
        you
        bob
        redo
        path
             ░ guess  → wrong guess  ╳╳ taken back  ▅ frames redone  ━ came by P2P  ╍ by RELAY  * crash
         ? help  q quit
        """)
  }
}
