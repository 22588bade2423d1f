import Netplay
import Relay
import Testing
import Vocabulary

@testable import Presentation
@testable import Station

/// What a player is told while waiting: every situation has a sentence of its own.
struct NoticeWordsTests {
  private static let bob = PlayerIndex(1)

  private static let situations: [Notice.Situation] = [
    .enteringRoom, .slowed(left: .seconds(3)), .relayAway(nil), .relayAway(.silent), .roomFull,
    .relayDraining(next: nil),
    .waitingForPlayers(missing: 1),
    .waitingForPlayers(missing: 2), .arriving([bob]), .arriving([bob, PlayerIndex(2)]), .agreeing,
    .measured(by: [bob]), .measured(by: [bob, PlayerIndex(2)]),
    .hostAway, .hostLeft, .away(bob), .left(bob), .awaitingWish([bob]), .wished([bob]),
    .wished([bob, PlayerIndex(2)]), .silent(bob), .givenUp(by: bob), .slept(.seconds(13)),
  ]

  private static func words(
    _ situation: Notice.Situation, _ remedy: Notice.Remedy = .wait, after seconds: Int = 0
  ) -> String {
    Notice(situation, remedy, since: .zero)
      .words(now: .zero + .seconds(seconds)) { $0 == bob ? "bob" : "cat" }
  }

  @Test func `every situation has a sentence of its own`() {
    let sentences = Self.situations.map { Self.words($0) }
    #expect(sentences.allSatisfy { $0.count > 8 && !$0.hasSuffix(": ") })
    #expect(Set(sentences).count == sentences.count)
  }

  @Test func `whom it is about is named`() {
    for situation in [Notice.Situation.away(Self.bob), .left(Self.bob), .silent(Self.bob)] {
      #expect(Self.words(situation).contains("bob"), "\(situation)")
    }
    #expect(Self.words(.wished([Self.bob])).contains("bob wants another match"))
    #expect(Self.words(.wished([Self.bob, PlayerIndex(2)])).contains("bob, cat want another"))
  }

  @Test(arguments: [
    (2, "waiting for another player"), (3, "waiting for another player for 3 s"),
    (119, "waiting for another player for 119 s"), (120, "waiting for another player for 2 min"),
  ])
  func `a wait says how long it has lasted, from three seconds on`(seconds: Int, words: String) {
    let sentence = Self.words(.waitingForPlayers(missing: 1), .invite, after: seconds)
    #expect(sentence == words + ": they need the invite")
  }

  @Test func `who has to wait for the relay is told how many seconds, and why`() {
    let sentence = Self.words(.slowed(left: .milliseconds(3_001)))
    #expect(sentence.contains("4 seconds") && sentence.contains("too many attempts"))
    #expect(Self.words(.slowed(left: .milliseconds(200))).contains("1 second"))
  }

  @Test func `who measures does not pass for who has come to play`() {
    #expect(
      Self.words(.measured(by: [Self.bob]), after: 60)
        == "bob measures the connection and does not play; the seat is free again afterwards")
    #expect(
      Self.words(.measured(by: [Self.bob, PlayerIndex(2)]))
        == "bob, cat measure the connection and do not play; the seats are free again afterwards")
  }

  @Test func `what helps is said where something does`() {
    #expect(Self.words(.hostAway, .waitOrAskForInvite).contains("ask them for another invite"))
    #expect(Self.words(.hostLeft, .leave).contains("leave"))
    #expect(Self.words(.givenUp(by: Self.bob), .ready).contains("Enter"))
    #expect(Self.words(.roomFull).contains("ask again"))
    #expect(Self.words(.relayAway(.lost)).contains("it was lost"))
    #expect(
      Self.words(.relayDraining(next: nil))
        == "the relay will stop soon: play on; it opens no new rooms")
    #expect(
      Self.words(.relayDraining(next: NextRelay("ghostline://b:1")))
        == "the relay will stop soon: play on, and open the next room with --relay ghostline://b:1")
  }
}
