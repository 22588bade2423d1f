import Netplay
import Rollback
import Station
import Testing
import Vocabulary

/// Who has come to measure plays in no match, and keeps none from being what it is.
struct LobbyMeasuringTests {
  private static let doctor = PlayerIndex(1)

  /// The creator of a room for so many, in which seat 1 has said that it measures and all others that
  /// they play.
  private func creator(of capacity: Int) -> (lobby: Lobby, effects: [Lobby.Effect]) {
    var lobby = LobbySample.lobby(0, of: capacity)
    var effects: [Lobby.Effect] = []
    for other in 1..<capacity {
      _ = lobby.joined(PlayerIndex(other), now: .zero)
      effects += say(.hello(as: other == 1 ? .measurement : .match), other, &lobby)
    }
    return (lobby, effects)
  }

  private func say(
    _ message: LobbyMessage, _ other: Int, _ lobby: inout Lobby
  ) -> [Lobby.Effect] {
    lobby.received(message.encoded()[...], from: PlayerIndex(other))
  }

  /// Two who have played a match, at the summary.
  private func summary(_ seat: Int) -> Lobby {
    var room = RoomUnderTest.playing(2)
    for seat in 0..<2 { room.finish(seat) }
    room.settle()
    guard let lobby = room.lobbies[seat] else { preconditionFailure("nobody at \(seat)") }
    return lobby
  }

  @Test(arguments: 2...4)
  func `a full room with somebody who measures begins nothing`(capacity: Int) {
    let (lobby, effects) = creator(of: capacity)
    #expect(effects.isEmpty && lobby.phase == .gathering)
    #expect(lobby.players.count == capacity - 2 && lobby.members.count == capacity - 1)
    #expect(lobby.member(at: Self.doctor)?.isMeasuring ?? false)
  }

  @Test func `the match begins when a player has taken the seat`() {
    var (lobby, _) = creator(of: 2)
    #expect(lobby.left(Self.doctor, .left, now: .zero).isEmpty)
    #expect(lobby.absent.isEmpty, "nobody is missed")
    _ = lobby.joined(Self.doctor, now: .zero)
    #expect(say(.hello(as: .match), 1, &lobby) == [.termsWanted])
  }

  @Test func `who changes its mind is a player like any other`() {
    var (lobby, _) = creator(of: 2)
    #expect(say(.hello(as: .match), 1, &lobby) == [.termsWanted])
    #expect(lobby.players.count == 1)
  }

  @Test func `terms on the table are void when one of those who had them measures`() {
    var (lobby, _) = creator(of: 3)
    _ = say(.hello(as: .match), 1, &lobby)
    var terms = LobbySample.terms
    terms.players = 3
    _ = lobby.offer(terms)
    _ = lobby.agreed(digest: 5)
    let accept = LobbyMessage.accept(
      epoch: terms.epoch, LobbySample.agreement(to: terms, state: 5))
    _ = say(accept, 1, &lobby)
    #expect(say(.hello(as: .measurement), 1, &lobby).isEmpty && lobby.phase == .gathering)
    #expect(say(accept, 1, &lobby).isEmpty && say(accept, 2, &lobby).isEmpty)
    #expect(lobby.phase == .gathering)
    #expect(lobby.offer(terms).count == 3, "not vacuous: others can be put there again")
    #expect(say(accept, 1, &lobby).isEmpty, "who measures accepts nothing")
    #expect(lobby.agreed(digest: 5).isEmpty && say(accept, 2, &lobby).isEmpty)
  }

  @Test func `a wish for the next match counts for nothing from who measures`() {
    var lobby = summary(0)
    guard let epoch = lobby.member(at: Self.doctor)?.episode else {
      Issue.record("no episode")
      return
    }
    _ = lobby.again()
    _ = say(.hello(as: .measurement), 1, &lobby)
    #expect(say(.again(epoch: epoch), 1, &lobby).isEmpty)
    #expect(say(.over(epoch: epoch, isComplete: true), 1, &lobby).count <= 1)
    #expect(lobby.member(at: Self.doctor)?.isMeasuring ?? false)
    #expect(say(.hello(as: .match), 1, &lobby) == [.termsWanted], "not vacuous")
  }

  @Test func `who says so in a match is missed in it all the same`() {
    guard var lobby = RoomUnderTest.playing(2).lobbies[0] else { return }
    let phase = lobby.phase
    #expect(say(.hello(as: .measurement), 1, &lobby).allSatisfy { $0.isReach })
    #expect(lobby.phase == phase && lobby.left(Self.doctor, .left, now: .zero).isEmpty)
    #expect(lobby.absentee(at: Self.doctor)?.manner == .left)
  }

  @Test func `who measures says so, takes no terms and never starts`() {
    var lobby = Lobby(
      seat: Self.doctor, capacity: 2, name: DisplayText("me"), reach: Reachability(),
      identity: LobbySample.identity, purpose: .measure)
    let hello = LobbyMessage.hello(
      name: DisplayText("me"), Reachability(), episode: nil, .measurement)
    #expect(lobby.joined(PlayerIndex(0), now: .zero) == [.send(hello, to: PlayerIndex(0))])
    #expect(!lobby.isReady)
    let configuration = LobbySample.identity.configurationDigest(for: LobbySample.terms)
    for message in [
      LobbySample.hello, .offer(LobbySample.terms, configuration: configuration),
      .start(epoch: LobbySample.terms.epoch), .again(epoch: 3), .over(epoch: 3, isComplete: true),
      .decline(epoch: 3, .contradiction),
    ] {
      #expect(say(message, 0, &lobby).isEmpty, "\(message)")
      #expect(lobby.phase == .gathering)
    }
  }

  @Test func `a hello of an unknown wish is none`() {
    var bytes = LobbyMessage.hello(as: .measurement).encoded()
    #expect(bytes.last == 2)
    bytes[bytes.count - 1] = 3
    #expect(throws: WireError.self) { try LobbyMessage(bytes[...]) }
  }
}

extension Lobby.Effect {
  fileprivate var isReach: Bool { if case .reachable = self { true } else { false } }
}

extension LobbyMessage {
  fileprivate static func hello(as wish: Wish) -> LobbyMessage {
    .hello(name: DisplayText("a"), Reachability(), episode: nil, wish)
  }
}
