import Netplay
import Rollback
import Station
import Testing
import Vocabulary

/// One case per phase and event, for the creator and for a joiner.
struct LobbyPhaseTests {
  private static let terms = LobbySample.terms
  private let creator = PlayerIndex(0)
  private let joiner = PlayerIndex(1)

  enum Situation: CaseIterable {
    case gathering, agreeing, playing, over, failed
  }

  private func lobby(_ seat: Int, _ situation: Situation) -> Lobby {
    var lobby = LobbySample.lobby(seat)
    let other = PlayerIndex(1 - seat)
    _ = lobby.joined(other, now: .zero)
    if situation == .gathering { return lobby }
    receive(.hello(name: DisplayText("you"), candidates: []), &lobby)
    if situation == .failed {
      _ = lobby.received([9], from: other)
      return lobby
    }
    if seat == 0 { _ = lobby.offer(Self.terms) } else { receive(offer(Self.terms), &lobby) }
    if situation == .agreeing { return lobby }
    _ = lobby.agreed(digest: 5)
    receive(
      seat == 0
        ? .accept(epoch: Self.terms.epoch, LobbySample.agreement(state: 5))
        : .start(epoch: Self.terms.epoch), &lobby)
    if situation == .over { _ = lobby.finished(nil) }
    return lobby
  }

  private func offer(_ terms: MatchTerms) -> LobbyMessage {
    .offer(terms, configuration: LobbySample.identity.configurationDigest(for: terms))
  }

  @discardableResult
  private func receive(_ message: LobbyMessage, _ lobby: inout Lobby) -> [Lobby.Effect] {
    lobby.received(message.encoded()[...], from: PlayerIndex(1 - lobby.seat.number))
  }

  @Test func `every situation is reached on both sides`() {
    for seat in 0...1 {
      #expect(lobby(seat, .gathering).phase == .gathering)
      #expect(lobby(seat, .agreeing).phase == .agreeing(Self.terms, nil))
      #expect(lobby(seat, .playing).phase == .playing(Self.terms))
      #expect(lobby(seat, .over).phase == .over(Self.terms))
      #expect(
        lobby(seat, .failed).phase
          == .failed(.version(PlayerIndex(1 - seat), ours: Envelope.version, theirs: 9)))
      #expect(lobby(seat, .over).isCreator == (seat == 0))
    }
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `hello asks the creator for terms only while gathering`(situation: Situation, seat: Int) {
    var lobby = lobby(seat, situation)
    let before = lobby.phase
    let effects = receive(.hello(name: DisplayText("x"), candidates: []), &lobby)
    let expected: [Lobby.Effect] =
      switch situation {
      case .gathering: seat == 0 ? [.termsWanted] : []
      case .playing: [.reachable(Reachability(), PlayerIndex(1 - seat))]
      case .agreeing, .over, .failed: []
      }
    #expect(effects == expected)
    let name = situation == .failed ? "you" : "x"
    #expect(lobby.members.first?.name == DisplayText(name))
    // What the creator says anew begins with hello; a guest waits for the terms to be said anew too.
    let isSetBack = seat == 1 && situation == .agreeing
    #expect(lobby.phase == (isSetBack ? .gathering : before))
  }

  @Test(arguments: Situation.allCases)
  func `an offer is taken from the creator alone, by who wants to play`(
    situation: Situation
  ) {
    var joining = lobby(1, situation)
    var terms = Self.terms
    terms.epoch = 77
    let isTaken = situation == .gathering || situation == .agreeing
    let played = joining.phase
    let answer: [Lobby.Effect] =
      switch situation {
      case .gathering, .agreeing: [.offered(terms)]
      case .over: [.send(.over(epoch: Self.terms.epoch, isComplete: false), to: creator)]
      case .playing, .failed: []
      }
    #expect(receive(offer(terms), &joining) == answer)
    #expect(joining.phase == (isTaken ? .agreeing(terms, nil) : played))
    var creating = lobby(0, situation)
    let before = creating.phase
    #expect(receive(offer(terms), &creating).isEmpty && creating.phase == before)
  }

  @Test func `terms offered to who still reads the summary are void, and follow its wish`() {
    var creating = lobby(0, .over)
    _ = creating.again()
    let (epoch, hello) = (
      Self.terms.epoch, LobbyMessage.hello(name: DisplayText("you"), candidates: [])
    )
    #expect(receive(hello, &creating) == [.termsWanted], "an old wish")
    _ = creating.offer(Self.terms)
    #expect(
      receive(.over(epoch: epoch, isComplete: true), &creating) == [
        .send(.again(epoch: epoch), to: joiner)
      ])
    #expect(creating.phase == .gathering)
    #expect(receive(.again(epoch: epoch), &creating) == [.termsWanted])
  }

  @Test func `an offer for another number of players is ignored`() {
    var lobby = lobby(1, .gathering)
    var terms = Self.terms
    terms.players = 3
    #expect(receive(offer(terms), &lobby).isEmpty && lobby.phase == .gathering)
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `accept counts for the creator while agreeing`(situation: Situation, seat: Int) {
    var lobby = lobby(seat, situation)
    let before = lobby.phase
    let agreement = LobbySample.agreement(state: 5)
    #expect(receive(.accept(epoch: 1, agreement), &lobby).isEmpty)
    #expect(receive(.accept(epoch: Self.terms.epoch, agreement), &lobby).isEmpty)
    #expect(lobby.phase == before)
    guard seat == 0, situation == .agreeing else { return }
    #expect(
      lobby.agreed(digest: 5)
        == [.send(.start(epoch: Self.terms.epoch), to: joiner), .start(Self.terms)])
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `start counts for a joiner who has agreed to these terms`(situation: Situation, seat: Int) {
    var lobby = lobby(seat, situation)
    let before = lobby.phase
    #expect(receive(.start(epoch: Self.terms.epoch), &lobby).isEmpty && lobby.phase == before)
    guard seat == 1, situation == .agreeing else { return }
    #expect(
      lobby.agreed(digest: 5)
        == [
          .send(
            .accept(epoch: Self.terms.epoch, LobbySample.agreement(state: 5)), to: creator)
        ])
    #expect(receive(.start(epoch: 1), &lobby).isEmpty)
    #expect(receive(.start(epoch: Self.terms.epoch), &lobby) == [.start(Self.terms)])
  }

  @Test func `the digest of earlier terms does not agree to new ones`() {
    var lobby = lobby(1, .over)
    _ = lobby.again()
    var terms = Self.terms
    terms.epoch = 78
    receive(offer(terms), &lobby)
    #expect(receive(.start(epoch: 78), &lobby).isEmpty)
    #expect(lobby.phase == .agreeing(terms, nil))
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `decline fails a guest, and the creator waits for the next one`(
    situation: Situation, seat: Int
  ) {
    var lobby = lobby(seat, situation)
    let before = lobby.phase
    #expect(receive(.decline(epoch: 1, .unplayable), &lobby).isEmpty && lobby.phase == before)
    let effects = receive(.decline(epoch: Self.terms.epoch, .unplayable), &lobby)
    let failure = Lobby.Failure.declined(PlayerIndex(1 - seat), .unplayable)
    #expect(effects == (situation == .agreeing && seat == 1 ? [.failed(failure)] : []))
    if situation == .agreeing, seat == 0 { #expect(lobby.phase == .gathering) }
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `declining tells the other while agreeing`(situation: Situation, seat: Int) {
    var lobby = lobby(seat, situation)
    let message = LobbyMessage.decline(epoch: Self.terms.epoch, .contradiction)
    #expect(
      lobby.decline(.contradiction)
        == (situation == .agreeing ? [.send(message, to: PlayerIndex(1 - seat))] : []))
    #expect(situation == .agreeing || lobby.agreed(digest: 1).isEmpty)
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `again is said once and after the episode`(situation: Situation, seat: Int) {
    var lobby = lobby(seat, situation)
    let said = lobby.again()
    #expect(
      said
        == (situation == .over
          ? [.send(.again(epoch: Self.terms.epoch), to: PlayerIndex(1 - seat))] : []))
    #expect(lobby.again().isEmpty)
    let answer = receive(.again(epoch: Self.terms.epoch), &lobby)
    #expect(answer == (situation == .over && seat == 0 ? [.termsWanted] : []))
  }

  @Test(arguments: Situation.allCases, 0...1)
  func `a seat that empties ends an agreement, and nothing else`(situation: Situation, seat: Int) {
    var lobby = lobby(seat, situation)
    let before = lobby.phase
    #expect(lobby.left(PlayerIndex(1 - seat), .lost, now: .zero).isEmpty && lobby.members.isEmpty)
    // A guest who has heard terms may have missed the start: the creator's next hello tells.
    let isWaiting = situation == .agreeing && seat == 0
    #expect(lobby.phase == (isWaiting ? .gathering : before))
  }

  @Test(arguments: Situation.allCases)
  func `finishing ends play and nothing else`(situation: Situation) {
    var lobby = lobby(0, situation)
    let before = lobby.phase
    _ = lobby.finished(nil)
    #expect(lobby.phase == (situation == .playing ? .over(Self.terms) : before))
  }

  @Test func `our own seat and one beyond the room join nothing`() {
    var lobby = lobby(0, .gathering)
    #expect(
      lobby.joined(PlayerIndex(0), now: .zero).isEmpty
        && lobby.joined(PlayerIndex(2), now: .zero).isEmpty)
    #expect(lobby.members.map(\.seat) == [joiner])
  }

  @Test func `strangers are not listened to and nonsense is counted`() {
    var lobby = lobby(0, .gathering)
    let hello = LobbyMessage.hello(name: DisplayText("x"), candidates: []).encoded()
    #expect(lobby.received(hello[...], from: PlayerIndex(3)).isEmpty)
    #expect(lobby.received([Envelope.version, 99], from: joiner).isEmpty)
    #expect(lobby.received([], from: joiner).isEmpty)
    #expect(lobby.malformed == 2 && lobby.phase == .gathering)
  }
}
