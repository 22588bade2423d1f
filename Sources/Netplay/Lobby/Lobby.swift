package import Rollback

/// Brings the players of a room to the start of an episode, and of the next one.
///
/// The creator (seat 0) offers terms once all seats are taken and everyone said hello; each player
/// compares the configuration that they make with the creator's, makes the initial state and answers
/// with both digests; when all are equal the creator says start. Afterwards nobody is special. The
/// relay carries these messages in order and without loss, so nothing is repeated.
///
/// ```
///             joined, hello       offer             start
///   gathering ───────────► (all) ───────► agreeing ───────► playing ──► over
///       ▲                                  │    │             finished   │
///       └── left; a guest's own wish ──────┘    └─► failed      offer ◄──┘ again by all
/// ```
package struct Lobby: Sendable {
  package let seat: PlayerIndex
  package let capacity: Int
  package let name: DisplayText
  package private(set) var reach: Reachability
  /// What we play.
  package let identity: GameIdentity
  package private(set) var phase = Phase.gathering
  /// The other seats that are taken, in order.
  package private(set) var members: [Member] = []
  /// Messages that were none of ours.
  package private(set) var malformed = 0

  private var ownAgreement: LobbyMessage.Agreement?
  private var wantsAgain = false
  /// The episode that was played last.
  private var lastTerms: MatchTerms?

  package init(
    seat: PlayerIndex, capacity: Int, name: DisplayText, reach: Reachability,
    identity: GameIdentity
  ) {
    self.seat = seat
    self.capacity = capacity
    self.name = name
    self.reach = reach
    self.identity = identity
  }

  package var isCreator: Bool { seat.number == 0 }

  private var isPlaying: Bool {
    if case .playing = phase { true } else { false }
  }

  private var hasFailed: Bool {
    if case .failed = phase { true } else { false }
  }

  // MARK: Events

  /// The seat was taken by someone; also called for those who were there before us.
  package mutating func joined(_ other: PlayerIndex) -> [Effect] {
    guard other != seat, other.number < capacity, !hasFailed else { return [] }
    _ = left(other)
    // A newcomer knows no summary to press "again" at.
    members.append(Member(seat: other, wantsAgain: isEpisodeOnShow))
    members.sort { $0.seat < $1.seat }
    return [.send(.hello(name: name, reach, episode: lastTerms?.epoch), to: other)]
  }

  /// Our connection to the relay was lost and is there again; these seats are taken now.
  ///
  /// What was under way is said anew, so that nothing is missing that got lost.
  package mutating func reconnected(among others: [PlayerIndex]) -> [Effect] {
    let absent = members.map(\.seat).filter { !others.contains($0) }
    return absent.flatMap { left($0) } + others.flatMap { joined($0) }
  }

  /// Where we can be reached has changed.
  package mutating func reachChanged(_ reach: Reachability) -> [Effect] {
    guard reach != self.reach, !hasFailed else { return [] }
    self.reach = reach
    return tellAll(.reach(reach))
  }

  /// The other seems to speak another version: nothing that it says can be read.
  package mutating func incompatible(_ other: PlayerIndex, version: UInt8) -> [Effect] {
    // A newcomer who cannot play with us does not end the episode that goes on without it.
    guard !hasFailed, !isPlaying, members.contains(where: { $0.seat == other }) else { return [] }
    return fail(.version(other, ours: Envelope.version, theirs: version))
  }

  /// The seat is empty again.
  package mutating func left(_ other: PlayerIndex) -> [Effect] {
    guard let index = members.firstIndex(where: { $0.seat == other }) else { return [] }
    members.remove(at: index)
    switch phase {
    case .agreeing, .over: phase = .gathering
    case .gathering, .playing, .failed: break
    }
    return []
  }

  package mutating func received(_ bytes: ArraySlice<UInt8>, from other: PlayerIndex) -> [Effect] {
    guard !hasFailed else { return [] }
    do throws(WireError) {
      return try received(LobbyMessage(bytes), from: other)
    } catch .version(let theirs) {
      return incompatible(other, version: theirs)
    } catch {
      malformed += 1
      return []
    }
  }

  private mutating func received(_ message: LobbyMessage, from other: PlayerIndex) -> [Effect] {
    guard let index = members.firstIndex(where: { $0.seat == other }) else { return [] }
    switch message {
    case .hello(let name, let reach, let episode):
      let taken = members.filter { $0.seat != other }.compactMap(\.name) + [self.name]
      members[index].name = name.unique(among: taken, of: other)
      members[index].reach = reach
      return reached(index) + resumed(episode, by: index) + wantTerms() + playAgain()
    case .reach(let reach):
      members[index].reach = reach
      return reached(index)
    case .offer(let terms, let configuration):
      guard other.number == 0, terms.players == capacity, !isPlaying else { return [] }
      return consider(terms, theirs: configuration)
    case .accept(let epoch, let agreement):
      guard isCreator, case .agreeing(let terms) = phase, terms.epoch == epoch else { return [] }
      members[index].agreement = agreement
      return startIfAgreed(terms)
    case .start(let epoch):
      guard other.number == 0, case .agreeing(let terms) = phase, terms.epoch == epoch,
        ownAgreement != nil
      else { return [] }
      return begin(terms)
    case .decline(let epoch, let reason):
      guard case .agreeing(let terms) = phase, terms.epoch == epoch else { return [] }
      return declined(terms, reason, by: other)
    case .again:
      members[index].wantsAgain = true
      return playAgain()
    }
  }

  // MARK: Commands

  /// The creator puts terms on the table, while all are here and nothing is being played.
  package mutating func offer(_ terms: MatchTerms) -> [Effect] {
    precondition(isCreator, "\(seat) did not create the room")
    guard members.count == capacity - 1, !isPlaying, !hasFailed else { return [] }
    phase = .agreeing(terms)
    ownAgreement = nil
    for index in members.indices { members[index].agreement = nil }
    let configuration = identity.configurationDigest(for: terms)
    return tellAll(.offer(terms, configuration: configuration)) + [.offered(terms)]
  }

  /// The initial state of the offered terms is made; this is its digest.
  package mutating func agreed(digest: UInt64) -> [Effect] {
    guard case .agreeing(let terms) = phase else { return [] }
    let agreement = LobbyMessage.Agreement(
      configuration: identity.configurationDigest(for: terms), initialState: digest)
    ownAgreement = agreement
    guard !isCreator else { return startIfAgreed(terms) }
    return [.send(.accept(epoch: terms.epoch, agreement), to: PlayerIndex(0))]
  }

  /// The offered terms cannot be played here.
  ///
  /// A guest tells the creator alone, who decides what it means for the others.
  package func decline(_ reason: LobbyMessage.Reason) -> [Effect] {
    guard case .agreeing(let terms) = phase else { return [] }
    let message = LobbyMessage.decline(epoch: terms.epoch, reason)
    return isCreator ? tellAll(message) : [.send(message, to: PlayerIndex(0))]
  }

  /// The episode is over; a seat that emptied meanwhile has to be taken first.
  package mutating func finished() {
    guard case .playing(let terms) = phase else { return }
    phase = members.count == capacity - 1 ? .over(terms) : .gathering
  }

  /// We would play again; said once an episode, so that a late copy is not taken for the next one.
  package mutating func again() -> [Effect] {
    guard case .over = phase, !wantsAgain else { return [] }
    wantsAgain = true
    return members.map { .send(.again, to: $0.seat) } + playAgain()
  }

  // MARK: Agreement

  private func reached(_ index: Int) -> [Effect] {
    isPlaying ? [.reachable(members[index].reach, members[index].seat)] : []
  }

  /// A member who was with us in the last episode is back at its summary, or still in it: nobody
  /// has to start anew because the relay was away for a moment.
  private mutating func resumed(_ episode: UInt64?, by index: Int) -> [Effect] {
    guard let lastTerms, episode == lastTerms.epoch else { return [] }
    switch phase {
    case .gathering: phase = .over(lastTerms)
    case .over: break
    case .agreeing, .playing, .failed: return []
    }
    members[index].wantsAgain = false
    return wantsAgain ? [.send(.again, to: members[index].seat)] : []
  }

  private mutating func wantTerms() -> [Effect] {
    guard isCreator, case .gathering = phase, members.count == capacity - 1,
      members.allSatisfy({ $0.name != nil })
    else { return [] }
    return [.termsWanted]
  }

  private mutating func playAgain() -> [Effect] {
    guard isCreator, case .over = phase, wantsAgain, members.count == capacity - 1,
      members.allSatisfy({ $0.wantsAgain && $0.name != nil })
    else { return [] }
    phase = .gathering
    return [.termsWanted]
  }

  /// Compares the configuration before the shell makes a state of it.
  private mutating func consider(_ terms: MatchTerms, theirs: UInt64) -> [Effect] {
    phase = .agreeing(terms)
    ownAgreement = nil
    let ours = identity.configurationDigest(for: terms)
    guard ours == theirs else {
      return decline(.configuration(ours: ours, theirs: theirs))
        + fail(.configuration(PlayerIndex(0), ours: ours, theirs: theirs))
    }
    return [.offered(terms)]
  }

  private mutating func startIfAgreed(_ terms: MatchTerms) -> [Effect] {
    guard let ours = ownAgreement, members.allSatisfy({ $0.agreement != nil }) else { return [] }
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

  private func tellAll(_ message: LobbyMessage) -> [Effect] {
    members.map { .send(message, to: $0.seat) }
  }

  private mutating func begin(_ terms: MatchTerms) -> [Effect] {
    phase = .playing(terms)
    lastTerms = terms
    // Not when it ends: the others may end it earlier and ask before we do.
    wantsAgain = false
    for index in members.indices { members[index].wantsAgain = false }
    return [.start(terms)]
  }

  private mutating func fail(_ failure: Failure) -> [Effect] {
    phase = .failed(failure)
    return [.failed(failure)]
  }

  private var isEpisodeOnShow: Bool {
    switch phase {
    case .playing, .over: true
    case .gathering, .agreeing, .failed: false
    }
  }
}
