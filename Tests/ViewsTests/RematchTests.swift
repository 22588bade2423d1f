import Rollback
import Testing
import Views
import Vocabulary

/// What the summary says of the others, and of the next match.
@Suite struct RematchTests {
  private static let you = PlayerIndex(0)

  private static func rematch(
    _ standings: [RematchModel.Standing], _ offer: RematchModel.Offer, series: Series? = nil
  ) -> RematchModel {
    let names = ["alice", "bob", "cat", "dan"]
    let others = standings.enumerated().map { index, standing in
      RematchModel.Row(
        seat: PlayerIndex(index + 1), name: names[index + 1], isLocal: false, standing: standing)
    }
    let own = RematchModel.Row(seat: you, name: "alice", isLocal: true, standing: .atSummary)
    return RematchModel(players: [own] + others, series: series, offer: offer)
  }

  private static func series(_ wins: [Int], draws: Int = 0) -> Series {
    let names = ["alice", "bob", "cat", "dan"]
    return Series(
      tallies: wins.enumerated().map { .init(seat: PlayerIndex($0), name: names[$0], wins: $1) },
      draws: draws, matches: wins.reduce(draws, +))
  }

  private static func screen(
    _ rematch: RematchModel?, _ width: Int = 100, _ height: Int = 30,
    options: ViewOptions = ViewOptions()
  ) throws -> String {
    var model = try Fixture.playing(players: max(2, rematch?.players.count ?? 2))
    var result = Snapshots.result
    result.rematch = rematch
    model.numbers = Snapshots.final(model)
    model.overlay = .matchOver(result)
    return model.canvas(width: width, height: height, options: options).text()
  }

  @Test func `the sheet with a series and a wish for more`() throws {
    let screen = try Self.screen(
      Self.rematch([.wantsRematch], .playAgain, series: Self.series([2, 1])), 80, 24)
    #expect(
      screen == """
         GHOSTLINE  you  0   bob  0   round 1, first to 5 wins   seed 0x2A · frame 5640
        ╭─ ● you alive ──────────────── ● bob alive ─────╮ bob's moves: P2P, 168 ms
        │· · · · · · · · · · · · · · · · · · · · · · · · │ RELAY stands by at 214 ms
        ╭─ match over ───────────────────────────────────────────────── you win 5 : 3 ─╮
        │ 8 rounds · 94.0 s · 5,640 frames                                             │
        │                                                                              │
        │ hashes   every frame verified, 188 of 188 reports compared with bob          │
        │ inputs   P2P 5,640 sent 5,198 recv   RELAY 5,640 sent 5,631 recv   0 missing │
        │ first    P2P brought 89% of the moves first, RELAY 11%                       │
        │ fallback 1: frame 2610, silent 300 ms, 6.2 s on relay, recovered             │
        │ health   P2P round trip 86 ms, 95% below 121 ms · jitter 4 ms · lost 0.5%    │
        │ rollback 471 guesses taken back (5.0/s), 4.2 frames on average, 9 at most    │
        │          1,978 frames stepped again (+35%) · 0 stalls                        │
        │ depth    ▂▄█▇▅▂▁▁▁ frames: 1…9                                               │
        │                                                                              │
        │ series   you 2 : 1 bob · 3 matches                                           │
        │ rematch  bob wants to play again                                             │
        │                                                                              │
        │ [Enter] play again   [e] export   [q] quit                                   │
        ╰──────────────────────────────────────────────────────────────────────────────╯
        │· · · · · · · · · · · · · · · · · · · · · · · · │   3 P2P up after 165 ms (host
        │· · · · · · · · · · · · · · · · · · · · · · · · │     address)
        ╰─ confirmed 5640  predicted +0 ─ 2 boosts left ─╯ 158 ↶ 2 taken back since 100
         Tab panel  ? help  q quit
        """)
  }

  @Test(arguments: [
    (RematchModel.Standing.wantsRematch, "bob wants to play again"),
    (.measuring, "bob measures the connection"),
    (.atSummary, "bob looks at the summary"),
    (.connecting, "bob is coming in"),
    (.away(seconds: 12), "bob is away for 12 s and may come back"),
    (.left, "bob has left"), (.empty, "a seat is free for whoever has the invite"),
  ])
  func `every player has a line`(standing: RematchModel.Standing, words: String) throws {
    let screen = try Self.screen(Self.rematch([standing, .left], .playAgain))
    #expect(screen.contains("│ rematch  \(words) "), "\(screen)")
    #expect(screen.contains("│          cat has left "), "\(screen)")
    #expect(!screen.contains("alice"))
  }

  @Test(arguments: [
    (RematchModel.Offer.playAgain, "│ [Enter] play again   [e] export   [q] quit "),
    (.playWithNewcomer(name: "zoe"), "│ [Enter] play with zoe   [e] export   [q] quit "),
    (.waitForSomebody, "│ [Enter] wait for somebody   [e] export   [q] quit "),
    (.waitingFor(names: ["bob"]), "│ waiting for bob   [e] export   [q] quit "),
    (
      .waitingFor(names: ["bob", "cat", "dan"]),
      "│ waiting for bob, cat and dan   [e] export   [q] quit "
    ), (.none(why: "the host has left: this room is over"), "│ [e] export   [q] quit "),
  ])
  func `the last line tells what Enter does`(offer: RematchModel.Offer, words: String) throws {
    let screen = try Self.screen(Self.rematch([.atSummary], offer))
    #expect(screen.contains(words), "\(screen)")
    let isOver = !words.contains("Enter") && !words.contains("waiting")
    #expect(screen.contains("│ the host has left: this room is over ") == isOver)
  }

  @Test(arguments: [
    ([2, 1], 0, "you 2 : 1 bob · 3 matches"), ([0, 1], 0, "you 0 : 1 bob · 1 match"),
    ([2, 1, 0], 2, "you 2 : 1 bob : 0 cat · 5 matches, 2 drawn"),
  ])
  func `the series counts matches and draws`(wins: [Int], draws: Int, words: String) throws {
    let rematch = Self.rematch(
      Array(repeating: .atSummary, count: wins.count - 1), .playAgain,
      series: Self.series(wins, draws: draws))
    let screen = try Self.screen(rematch)
    #expect(screen.contains("│ series   \(words) "), "\(screen)")
  }

  @Test func `the series begins with us in every seat`() throws {
    var model = try Fixture.playing()
    var result = Snapshots.result
    result.rematch = Self.rematch([.atSummary], .playAgain, series: Self.series([2, 1]))
    model.localSeat = Fixture.bob
    model.numbers = Snapshots.final(model)
    model.overlay = .matchOver(result)
    let screen = model.canvas(width: 100, height: 30, options: ViewOptions()).text()
    #expect(screen.contains("series   you 1 : 2 alice · 3 matches"), "\(screen)")
  }

  @Test(arguments: [(28, 24), (28, 13), (52, 24), (79, 24)])
  func `where there is little room the figures make way, not what can be done`(
    size: (Int, Int)
  ) throws {
    let rematch = Self.rematch(
      [.wantsRematch, .away(seconds: 5), .left], .waitingFor(names: ["cat"]),
      series: Self.series([1, 0, 0, 0]))
    let screen = try Self.screen(rematch, size.0, size.1)
    let line = screen.replacing("│", with: " ").split(separator: "\n").joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    #expect(line.contains("waiting for cat [e] export [q] quit"), "\(screen)")
    #expect(line.contains("dan has left"), "\(screen)")
  }

  @Test func `without a room the summary is as ever`() throws {
    #expect(try Self.screen(nil).contains("│ [Enter] again   [e] export   [q] quit "))
  }

  @Test func `in ASCII everything is still told`() throws {
    let screen = try Self.screen(
      Self.rematch([.away(seconds: 3)], .playAgain, series: Self.series([1, 0])),
      options: Snapshots.options(glyphs: .ascii))
    for words in [
      "series   you 1 : 0 bob . 1 match", "bob is away for 3 s and may come back",
      "[Enter] play again",
    ] {
      #expect(screen.contains(words), "\(screen)")
    }
  }
}
