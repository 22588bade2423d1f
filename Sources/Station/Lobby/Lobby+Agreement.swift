package import GridGame
import Netplay
import Vocabulary

/// How the members of a room agree on an episode, begin it, and ask for the next.
extension Lobby {
  // MARK: Commands

  /// The creator puts terms on the table, while all are here and nothing is being played.
  package mutating func offer(_ terms: MatchTerms) -> [Effect] {
    precondition(isCreator, "\(seat) did not create the room")
    guard members.count == capacity - 1, !isPlaying, !hasFailed else { return [] }
    phase = .agreeing(terms, nil)
    for index in members.indices { members[index].agreement = nil }
    let configuration = identity.configurationDigest(for: terms)
    return tellAll(.offer(terms, configuration: configuration)) + [.offered(terms)]
  }

  /// The initial state of the offered terms is made; this is its digest.
  package mutating func agreed(digest: UInt64) -> [Effect] {
    guard case .agreeing(let terms, _) = phase else { return [] }
    let agreement = LobbyMessage.Agreement(
      configuration: identity.configurationDigest(for: terms), initialState: digest)
    phase = .agreeing(terms, agreement)
    guard !isCreator else { return startIfAgreed() }
    return [.send(.accept(epoch: terms.epoch, agreement), to: PlayerIndex(0))]
  }

  /// The offered terms cannot be played here.
  ///
  /// A guest tells the creator alone, who decides what it means for the others.
  package func decline(_ reason: LobbyMessage.Reason) -> [Effect] {
    guard case .agreeing(let terms, _) = phase else { return [] }
    let message = LobbyMessage.decline(epoch: terms.epoch, reason)
    return isCreator ? tellAll(message) : [.send(message, to: PlayerIndex(0))]
  }

  /// The episode is over; nothing but the summary is on our screen now.
  ///
  /// - Parameter outcome: Who won it; nothing when it was not played to its end.
  package mutating func finished(_ outcome: Ghostline.State.Outcome?) -> [Effect] {
    guard case .playing(let terms) = phase else { return [] }
    let episode = Episode(terms: terms, isComplete: outcome != nil)
    self.episode = episode
    phase = .over(terms)
    if let outcome { series.count(outcome) }
    return tellAll(episode.over)
  }

  /// We would play again.
  package mutating func again() -> [Effect] {
    guard case .over(let terms) = phase else { return [] }
    phase = .gathering
    return tellAll(.again(epoch: terms.epoch)) + wantTerms()
  }

  // MARK: Messages

  mutating func received(_ message: LobbyMessage, from other: PlayerIndex) -> [Effect] {
    guard let index = members.firstIndex(where: { $0.seat == other }) else { return [] }
    switch message {
    case .hello(let name, let reach, let episode, let wish):
      let taken = members.filter { $0.seat != other }.compactMap(\.name) + [self.name]
      members[index].name = name.unique(among: taken, of: other)
      members[index].reach = reach
      members[index].episode = episode
      members[index].wish = wish
      if wish == .measurement { playsNot(index) }
      absent.removeAll { $0.seat == other }
      return startedWithout(episode, other) + reached(index) + wantTerms()
    case .reach(let reach):
      members[index].reach = reach
      return reached(index)
    case .offer(let terms, let configuration):
      return offered(terms, configuration, by: other)
    case .accept(let epoch, let agreement):
      guard isCreator, !members[index].isMeasuring, case .agreeing(let terms, _) = phase,
        terms.epoch == epoch
      else { return [] }
      members[index].agreement = agreement
      return startIfAgreed()
    case .start(let epoch):
      guard other.number == 0, case .agreeing(let terms, .some) = phase, terms.epoch == epoch
      else { return [] }
      return begin(terms)
    case .decline(let epoch, let reason):
      guard case .agreeing(let terms, _) = phase, terms.epoch == epoch else { return [] }
      return declined(terms, reason, by: other)
    case .again(let epoch):
      guard epoch == self.episode?.terms.epoch, !members[index].isMeasuring else { return [] }
      members[index].wish = .match
      return wantTerms()
    case .over(let epoch, let isComplete):
      if epoch == self.episode?.terms.epoch { stillReading(index) }
      // Who never played it, or is done with it, wants what follows it.
      if isReady { return [.send(.again(epoch: epoch), to: other)] }
      guard case .playing(let terms) = phase, terms.epoch == epoch else { return [] }
      return [.endedElsewhere(epoch: epoch, by: other, isComplete: isComplete)]
    }
  }

  /// The member has its summary on the screen; terms that it was offered meanwhile are void.
  private mutating func stillReading(_ index: Int) {
    guard !members[index].isMeasuring else { return }
    members[index].wish = .undecided
    playsNot(index)
  }

  /// The member does not play what is on the table, if anything is.
  private mutating func playsNot(_ index: Int) {
    members[index].agreement = nil
    if case .agreeing = phase, isCreator { phase = .gathering }
  }

  private func reached(_ index: Int) -> [Effect] {
    isPlaying ? [.reachable(members[index].reach, members[index].seat)] : []
  }

  /// The creator plays what we had agreed to: its word to start was lost with the connection. If it
  /// plays nothing, or something else, there is nothing to wait for.
  private mutating func startedWithout(_ episode: UInt64?, _ other: PlayerIndex) -> [Effect] {
    guard other.number == 0, case .agreeing(let terms, let agreement) = phase else { return [] }
    guard episode == terms.epoch, agreement != nil else {
      phase = .gathering
      return []
    }
    return begin(terms)
  }

  /// Compares the configuration before a state is made of it.
  private mutating func offered(
    _ terms: MatchTerms, _ theirs: UInt64, by other: PlayerIndex
  ) -> [Effect] {
    guard other.number == 0, terms.players == capacity else { return [] }
    // The creator takes us for ready: what it heard was the wish for the match that is over now.
    if case .over = phase, let episode { return [.send(episode.over, to: other)] }
    guard isReady else { return [] }
    phase = .agreeing(terms, nil)
    let ours = identity.configurationDigest(for: terms)
    guard ours == theirs else {
      return decline(.configuration(ours: ours, theirs: theirs))
        + fail(.configuration(PlayerIndex(0), ours: ours, theirs: theirs))
    }
    return [.offered(terms)]
  }

  // MARK: Agreement

  func wantTerms() -> [Effect] {
    guard isCreator, case .gathering = phase, members.count == capacity - 1,
      members.allSatisfy({ $0.name != nil && $0.isReady })
    else { return [] }
    return [.termsWanted]
  }

  private mutating func startIfAgreed() -> [Effect] {
    guard case .agreeing(let terms, .some(let ours)) = phase,
      members.allSatisfy({ $0.agreement != nil })
    else { return [] }
    for member in members {
      guard let theirs = member.agreement else { continue }
      if theirs.configuration != ours.configuration {
        let (own, other) = (ours.configuration, theirs.configuration)
        return decline(.configuration(ours: own, theirs: other))
          + fail(.configuration(member.seat, ours: own, theirs: other))
      }
      if theirs.initialState != ours.initialState {
        let (own, other) = (ours.initialState, theirs.initialState)
        return decline(.initialState(ours: own, theirs: other))
          + fail(.initialState(member.seat, ours: own, theirs: other))
      }
    }
    return tellAll(.start(epoch: terms.epoch)) + begin(terms)
  }

  private mutating func declined(
    _ terms: MatchTerms, _ reason: LobbyMessage.Reason, by other: PlayerIndex
  ) -> [Effect] {
    // What a guest cannot play is between it and the creator.
    guard isCreator else { return other.number == 0 ? fail(.declined(other, reason)) : [] }
    switch reason {
    case .contradiction, .unplayable:
      // One guest who wants something else does not close the room: the next one may fit.
      phase = .gathering
      return []
    case .initialState, .configuration:
      // The guests who could have played learn why nothing starts.
      let others = members.filter { $0.seat != other }
      return others.map { .send(.decline(epoch: terms.epoch, reason.mirrored), to: $0.seat) }
        + fail(.declined(other, reason))
    }
  }

  private mutating func begin(_ terms: MatchTerms) -> [Effect] {
    phase = .playing(terms)
    let isSameCompany = members.allSatisfy {
      $0.episode != nil && $0.episode == episode?.terms.epoch
    }
    if !isSameCompany { series = Series(players: capacity) }
    episode = Episode(terms: terms)
    for index in members.indices {
      // Not when it ends: the others may end it earlier and ask before we do.
      members[index].wish = .undecided
      members[index].episode = terms.epoch
    }
    return [.start(terms)]
  }
}
