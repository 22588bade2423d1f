import Netplay
import Rollback
import Station
import Testing
import Vocabulary

/// Every event in every situation of the machine, for the creator and for a guest among three: the
/// table lists what changes or says something, and nothing else may.
struct LobbyTableTests {
  private static let terms: MatchTerms = {
    var terms = LobbySample.terms
    terms.players = 3
    return terms
  }()

  private enum Situation: String, CaseIterable {
    /// Nobody else is here; all are here but have said nothing; all have said hello.
    case alone, full, greeted
    /// Terms are on the table; both guests accepted them, but not we; we agreed, and so did guest 1.
    case offered, accepted, agreed
    /// After the episode, and when all others would play again.
    case playing, over, asked, failed
  }

  private enum Event: CaseIterable {
    case joinedSelf, joinedBeyond, joinedKnown, leftCreator, leftGuest
    case hello, offer, offerForTwo, offerOfNewer, accept, acceptElse, acceptNewer, acceptOther
    case start, startElse, unplayable, contradiction, declineElse, states, configurations
    case again, otherVersion, nonsense, stranger, guestOffer, guestStart, guestDecline
    case weOffer, weAgree, weDecline, weFinish, weAskAgain
    /// A member who was in the episode is back; addresses change; our own connection was away.
    case helloOfEpisode, over, reach, weMove, weReconnect, weReconnectAlone
  }

  private func lobby(_ seat: Int, _ situation: Situation) -> Lobby {
    var lobby = LobbySample.lobby(seat, of: 3)
    guard situation != .alone else { return lobby }
    let others = (0..<3).filter { $0 != seat }
    for other in others { _ = lobby.joined(PlayerIndex(other), now: .zero) }
    guard situation != .full else { return lobby }
    for other in others { _ = hear(.hello(name: DisplayText("a"), candidates: []), other, &lobby) }
    guard situation != .greeted else { return lobby }
    guard situation != .failed else {
      _ = lobby.received([0], from: PlayerIndex(2))
      return lobby
    }
    if seat == 0 {
      _ = lobby.offer(Self.terms)
    } else {
      _ = hear(
        .offer(
          Self.terms, configuration: LobbySample.agreement(to: Self.terms, state: 5).configuration),
        0, &lobby)
    }
    guard situation != .offered else { return lobby }
    let accept = LobbyMessage.accept(
      epoch: Self.terms.epoch, LobbySample.agreement(to: Self.terms, state: 5))
    if seat == 0 { _ = hear(accept, 1, &lobby) }
    if seat == 0, situation == .accepted { _ = hear(accept, 2, &lobby) }
    guard situation != .accepted else { return lobby }
    _ = lobby.agreed(digest: 5)
    guard situation != .agreed else { return lobby }
    _ = seat == 0 ? hear(accept, 2, &lobby) : hear(.start(epoch: Self.terms.epoch), 0, &lobby)
    guard situation != .playing else { return lobby }
    _ = lobby.finished(nil)
    if situation == .asked {
      for other in others { _ = hear(.again(epoch: Self.terms.epoch), other, &lobby) }
    }
    return lobby
  }

  private func hear(
    _ message: LobbyMessage, _ seat: Int, _ lobby: inout Lobby
  ) -> [Lobby.Effect] {
    lobby.received(message.encoded()[...], from: PlayerIndex(seat))
  }

  /// What the event brings about; the other guest says what both a creator and a guest hear.
  private func happen(_ event: Event, _ lobby: inout Lobby) -> [Lobby.Effect] {
    let epoch = Self.terms.epoch
    let fine = LobbySample.agreement(to: Self.terms, state: 5)
    let newer = LobbySample.agreement(to: Self.terms, state: 5, by: LobbySample.newer)
    switch event {
    case .joinedSelf: return lobby.joined(lobby.seat, now: .zero)
    case .joinedBeyond: return lobby.joined(PlayerIndex(3), now: .zero)
    case .joinedKnown: return lobby.joined(PlayerIndex(2), now: .zero)
    case .leftCreator: return lobby.left(PlayerIndex(0), .lost, now: .zero)
    case .leftGuest: return lobby.left(PlayerIndex(2), .lost, now: .zero)
    case .hello: return hear(.hello(name: DisplayText("b"), candidates: []), 2, &lobby)
    case .offer: return hear(.offer(Self.terms, configuration: fine.configuration), 0, &lobby)
    case .offerForTwo:
      return hear(
        .offer(LobbySample.terms, configuration: LobbySample.configuration), 0, &lobby)
    case .offerOfNewer:
      return hear(.offer(Self.terms, configuration: newer.configuration), 0, &lobby)
    case .guestOffer:
      return hear(.offer(Self.terms, configuration: fine.configuration), 2, &lobby)
    case .accept: return hear(.accept(epoch: epoch, fine), 2, &lobby)
    case .acceptElse: return hear(.accept(epoch: 1, fine), 2, &lobby)
    case .acceptNewer: return hear(.accept(epoch: epoch, newer), 2, &lobby)
    case .acceptOther:
      return hear(
        .accept(epoch: epoch, LobbySample.agreement(to: Self.terms, state: 6)), 2, &lobby)
    case .start: return hear(.start(epoch: epoch), 0, &lobby)
    case .startElse: return hear(.start(epoch: 1), 0, &lobby)
    case .guestStart: return hear(.start(epoch: epoch), 2, &lobby)
    case .unplayable: return decline(.unplayable, &lobby)
    case .contradiction: return decline(.contradiction, &lobby)
    case .states: return decline(.initialState(ours: 1, theirs: 2), &lobby)
    case .configurations: return decline(.configuration(ours: 1, theirs: 2), &lobby)
    case .declineElse: return hear(.decline(epoch: 1, .unplayable), 0, &lobby)
    case .guestDecline: return hear(.decline(epoch: epoch, .unplayable), 2, &lobby)
    case .again: return hear(.again(epoch: Self.terms.epoch), 2, &lobby)
    case .otherVersion: return lobby.received([0], from: PlayerIndex(2))
    case .nonsense: return lobby.received([Envelope.version, 99], from: PlayerIndex(2))
    case .stranger: return hear(.again(epoch: Self.terms.epoch), 3, &lobby)
    case .weOffer: return lobby.isCreator ? lobby.offer(Self.terms) : []
    case .weAgree: return lobby.agreed(digest: 5)
    case .weDecline: return lobby.decline(.unplayable)
    case .weFinish:
      return lobby.finished(nil)
    case .weAskAgain: return lobby.again()
    case .helloOfEpisode:
      return hear(
        .hello(name: DisplayText("b"), Reachability(), episode: epoch, .undecided), 2, &lobby)
    case .over: return hear(.over(epoch: epoch, isComplete: true), 2, &lobby)
    case .reach: return hear(.reach(Reachability(network: .open)), 2, &lobby)
    case .weMove: return lobby.reachChanged(Reachability(network: .strict))
    case .weReconnect:
      let others = (0..<3).map { PlayerIndex($0) }.filter { $0 != lobby.seat }
      return lobby.reconnected(among: others, now: .zero)
    case .weReconnectAlone: return lobby.reconnected(among: [], now: .zero)
    }
  }

  /// The creator hears it from a guest, a guest from the creator.
  private func decline(_ reason: LobbyMessage.Reason, _ lobby: inout Lobby) -> [Lobby.Effect] {
    hear(.decline(epoch: Self.terms.epoch, reason), lobby.isCreator ? 2 : 0, &lobby)
  }

  private func table(_ seat: Int) -> String {
    var lines: [String] = []
    for situation in Situation.allCases {
      for event in Event.allCases {
        var lobby = lobby(seat, situation)
        let before = phase(lobby)
        let effects = happen(event, &lobby).map(words)
        let after = phase(lobby)
        guard !effects.isEmpty || before != after else { continue }
        let change = before == after ? [] : ["-> \(after)"]
        lines.append(
          "\(situation.rawValue) \(event): " + (effects + change).joined(separator: ", "))
      }
    }
    return lines.joined(separator: "\n")
  }

  private func phase(_ lobby: Lobby) -> String {
    switch lobby.phase {
    case .gathering: "gathering"
    case .agreeing: "agreeing"
    case .playing: "playing"
    case .over: "over"
    case .failed: "failed"
    }
  }

  private func words(_ effect: Lobby.Effect) -> String {
    switch effect {
    case .send(let message, let seat): "\(words(message)) to \(seat.number)"
    case .termsWanted: "terms?"
    case .offered: "offered"
    case .start: "start!"
    case .failed(let failure): words(failure)
    case .reachable(let reach, let seat): "\(seat.number) is \(reach.network)"
    case .endedElsewhere(_, let seat, _): "\(seat.number) has ended"
    }
  }

  private func words(_ message: LobbyMessage) -> String {
    switch message {
    case .hello: "hello"
    case .offer: "offer"
    case .accept: "accept"
    case .start: "start"
    case .decline(_, let reason): "decline \(words(reason))"
    case .again: "again"
    case .over: "over"
    case .reach(let reach): "we are \(reach.network)"
    }
  }

  private func words(_ reason: LobbyMessage.Reason) -> String {
    switch reason {
    case .initialState(let ours, let theirs): "states \(ours)/\(theirs)"
    case .unplayable: "unplayable"
    case .contradiction: "contradiction"
    case .configuration(let ours, let theirs):
      ours < 3 ? "configurations \(ours)/\(theirs)" : "configurations"
    }
  }

  private func words(_ failure: Lobby.Failure) -> String {
    switch failure {
    case .version(let seat, let ours, let theirs):
      "failed: version of \(seat.number) \(ours == Envelope.version)/\(theirs)"
    case .declined(let seat, let reason): "failed: \(seat.number) declined \(words(reason))"
    case .configuration(let seat, _, _): "failed: configuration of \(seat.number)"
    case .initialState(let seat, let ours, let theirs):
      "failed: state of \(seat.number) \(ours)/\(theirs)"
    }
  }

  @Test func `the creator's table`() { #expect(table(0) == Self.creator, "\n\(table(0))") }

  @Test func `a guest's table`() { #expect(table(1) == Self.guest, "\n\(table(1))") }

  private static let creator = """
    alone joinedKnown: hello to 2
    alone weReconnect: hello to 1, hello to 2
    full joinedKnown: hello to 2
    full otherVersion: failed: version of 2 true/0, -> failed
    full weOffer: offer to 1, offer to 2, offered, -> agreeing
    full over: again to 2
    full weMove: we are strict to 1, we are strict to 2
    full weReconnect: hello to 1, hello to 2
    greeted joinedKnown: hello to 2
    greeted hello: terms?
    greeted otherVersion: failed: version of 2 true/0, -> failed
    greeted weOffer: offer to 1, offer to 2, offered, -> agreeing
    greeted over: again to 2
    greeted weMove: we are strict to 1, we are strict to 2
    greeted weReconnect: hello to 1, hello to 2
    offered joinedKnown: hello to 2, -> gathering
    offered leftGuest: -> gathering
    offered unplayable: -> gathering
    offered contradiction: -> gathering
    offered states: decline states 2/1 to 1, failed: 2 declined states 1/2, -> failed
    offered configurations: decline configurations 2/1 to 1, failed: 2 declined configurations \
    1/2, -> failed
    offered otherVersion: failed: version of 2 true/0, -> failed
    offered guestDecline: -> gathering
    offered weOffer: offer to 1, offer to 2, offered
    offered weDecline: decline unplayable to 1, decline unplayable to 2
    offered over: again to 2
    offered weMove: we are strict to 1, we are strict to 2
    offered weReconnect: hello to 1, hello to 2, -> gathering
    offered weReconnectAlone: -> gathering
    accepted joinedKnown: hello to 2, -> gathering
    accepted leftGuest: -> gathering
    accepted unplayable: -> gathering
    accepted contradiction: -> gathering
    accepted states: decline states 2/1 to 1, failed: 2 declined states 1/2, -> failed
    accepted configurations: decline configurations 2/1 to 1, failed: 2 declined configurations \
    1/2, -> failed
    accepted otherVersion: failed: version of 2 true/0, -> failed
    accepted guestDecline: -> gathering
    accepted weOffer: offer to 1, offer to 2, offered
    accepted weAgree: start to 1, start to 2, start!, -> playing
    accepted weDecline: decline unplayable to 1, decline unplayable to 2
    accepted over: again to 2
    accepted weMove: we are strict to 1, we are strict to 2
    accepted weReconnect: hello to 1, hello to 2, -> gathering
    accepted weReconnectAlone: -> gathering
    agreed joinedKnown: hello to 2, -> gathering
    agreed leftGuest: -> gathering
    agreed accept: start to 1, start to 2, start!, -> playing
    agreed acceptNewer: decline configurations to 1, decline configurations to 2, failed: \
    configuration of 2, -> failed
    agreed acceptOther: decline states 5/6 to 1, decline states 5/6 to 2, failed: state of 2 5/6, \
    -> failed
    agreed unplayable: -> gathering
    agreed contradiction: -> gathering
    agreed states: decline states 2/1 to 1, failed: 2 declined states 1/2, -> failed
    agreed configurations: decline configurations 2/1 to 1, failed: 2 declined configurations \
    1/2, -> failed
    agreed otherVersion: failed: version of 2 true/0, -> failed
    agreed guestDecline: -> gathering
    agreed weOffer: offer to 1, offer to 2, offered
    agreed weDecline: decline unplayable to 1, decline unplayable to 2
    agreed over: again to 2
    agreed weMove: we are strict to 1, we are strict to 2
    agreed weReconnect: hello to 1, hello to 2, -> gathering
    agreed weReconnectAlone: -> gathering
    playing joinedKnown: hello to 2
    playing hello: 2 is unknown
    playing weFinish: over to 1, over to 2, -> over
    playing helloOfEpisode: 2 is unknown
    playing over: 2 has ended
    playing reach: 2 is open
    playing weMove: we are strict to 1, we are strict to 2
    playing weReconnect: hello to 1, hello to 2
    over joinedKnown: over to 2, hello to 2
    over otherVersion: failed: version of 2 true/0, -> failed
    over weOffer: offer to 1, offer to 2, offered, -> agreeing
    over weAskAgain: again to 1, again to 2, -> gathering
    over weMove: we are strict to 1, we are strict to 2
    over weReconnect: over to 1, hello to 1, over to 2, hello to 2
    asked joinedKnown: over to 2, hello to 2
    asked otherVersion: failed: version of 2 true/0, -> failed
    asked weOffer: offer to 1, offer to 2, offered, -> agreeing
    asked weAskAgain: again to 1, again to 2, terms?, -> gathering
    asked weMove: we are strict to 1, we are strict to 2
    asked weReconnect: over to 1, hello to 1, over to 2, hello to 2
    """

  private static let guest = """
    alone joinedKnown: hello to 2
    alone weReconnect: hello to 0, hello to 2
    full joinedKnown: hello to 2
    full offer: offered, -> agreeing
    full offerOfNewer: decline configurations to 0, failed: configuration of 0, -> failed
    full otherVersion: failed: version of 2 true/0, -> failed
    full over: again to 2
    full weMove: we are strict to 0, we are strict to 2
    full weReconnect: hello to 0, hello to 2
    greeted joinedKnown: hello to 2
    greeted offer: offered, -> agreeing
    greeted offerOfNewer: decline configurations to 0, failed: configuration of 0, -> failed
    greeted otherVersion: failed: version of 2 true/0, -> failed
    greeted over: again to 2
    greeted weMove: we are strict to 0, we are strict to 2
    greeted weReconnect: hello to 0, hello to 2
    offered joinedKnown: hello to 2
    offered offer: offered
    offered offerOfNewer: decline configurations to 0, failed: configuration of 0, -> failed
    offered unplayable: failed: 0 declined unplayable, -> failed
    offered contradiction: failed: 0 declined contradiction, -> failed
    offered states: failed: 0 declined states 1/2, -> failed
    offered configurations: failed: 0 declined configurations 1/2, -> failed
    offered otherVersion: failed: version of 2 true/0, -> failed
    offered weAgree: accept to 0
    offered weDecline: decline unplayable to 0
    offered over: again to 2
    offered weMove: we are strict to 0, we are strict to 2
    offered weReconnect: hello to 0, hello to 2
    accepted joinedKnown: hello to 2
    accepted offer: offered
    accepted offerOfNewer: decline configurations to 0, failed: configuration of 0, -> failed
    accepted unplayable: failed: 0 declined unplayable, -> failed
    accepted contradiction: failed: 0 declined contradiction, -> failed
    accepted states: failed: 0 declined states 1/2, -> failed
    accepted configurations: failed: 0 declined configurations 1/2, -> failed
    accepted otherVersion: failed: version of 2 true/0, -> failed
    accepted weAgree: accept to 0
    accepted weDecline: decline unplayable to 0
    accepted over: again to 2
    accepted weMove: we are strict to 0, we are strict to 2
    accepted weReconnect: hello to 0, hello to 2
    agreed joinedKnown: hello to 2
    agreed offer: offered
    agreed offerOfNewer: decline configurations to 0, failed: configuration of 0, -> failed
    agreed start: start!, -> playing
    agreed unplayable: failed: 0 declined unplayable, -> failed
    agreed contradiction: failed: 0 declined contradiction, -> failed
    agreed states: failed: 0 declined states 1/2, -> failed
    agreed configurations: failed: 0 declined configurations 1/2, -> failed
    agreed otherVersion: failed: version of 2 true/0, -> failed
    agreed weAgree: accept to 0
    agreed weDecline: decline unplayable to 0
    agreed over: again to 2
    agreed weMove: we are strict to 0, we are strict to 2
    agreed weReconnect: hello to 0, accept to 0, hello to 2
    playing joinedKnown: hello to 2
    playing hello: 2 is unknown
    playing weFinish: over to 0, over to 2, -> over
    playing helloOfEpisode: 2 is unknown
    playing over: 2 has ended
    playing reach: 2 is open
    playing weMove: we are strict to 0, we are strict to 2
    playing weReconnect: hello to 0, hello to 2
    over joinedKnown: over to 2, hello to 2
    over offer: over to 0
    over offerOfNewer: over to 0
    over otherVersion: failed: version of 2 true/0, -> failed
    over weAskAgain: again to 0, again to 2, -> gathering
    over weMove: we are strict to 0, we are strict to 2
    over weReconnect: over to 0, hello to 0, over to 2, hello to 2
    asked joinedKnown: over to 2, hello to 2
    asked offer: over to 0
    asked offerOfNewer: over to 0
    asked otherVersion: failed: version of 2 true/0, -> failed
    asked weAskAgain: again to 0, again to 2, -> gathering
    asked weMove: we are strict to 0, we are strict to 2
    asked weReconnect: over to 0, hello to 0, over to 2, hello to 2
    """
}
