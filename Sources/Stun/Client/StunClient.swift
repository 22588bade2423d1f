package import Vocabulary

/// Asks servers by which address a player is seen from outside, again and again during play.
///
/// `ask` begins a round; from then on `tick` whenever `nextTick` has come, which an answer may bring
/// forward, and hand over every datagram for which `StunMessage.isStun` holds. Everything goes through
/// the socket that the game uses: another one has another mapping.
///
/// A server that names a second port is asked there too, for the sake of `mapping` alone. Never at
/// another IP than the one that we were given: an answer must not send us to strangers.
package struct StunClient: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    case send([UInt8], to: Address)
    /// Seen from a server, the player has this address: the first time, and when it has changed.
    case mapped(Address, by: Address, roundTrip: Duration)
    /// A server gave no address in this round: it was silent, or refused.
    case unanswered(Address)
  }

  /// Where STUN servers listen unless told otherwise (RFC 8489, 18.6).
  package static let defaultPort: UInt16 = 3478
  package static let mostServers = 8
  /// Four tries within 1.75 s; given up after 3.75 s.
  private static let schedule = StunQuestion.Schedule(tries: 4, firstWait: .milliseconds(250))

  private struct Server: Hashable, Sendable {
    let address: Address
    /// Its second port, as it said in its newest answer.
    var alternate: Address?
    /// The newest address of ours that it told.
    var mapped: Address?
  }

  private struct Round: Hashable, Sendable {
    var questions: [StunQuestion]
    var evidence = MappingEvidence()
  }

  package private(set) var mapping = NATMapping.unknown
  package private(set) var ignored = StunIgnored()
  /// Where the game's socket can be reached without a NAT: every address of this machine with the
  /// port of that socket. May change during play.
  package var ownAddresses: [Address] {
    // Another network may see us as before: that is news all the same.
    didSet { for index in servers.indices { servers[index].mapped = nil } }
  }
  private var servers: [Server]
  private var round = Round(questions: [])
  private var dice: SplitMix64

  /// - Parameters:
  ///   - servers: Repeated ones, and those after the first `mostServers`, are not asked.
  ///   - seed: Unpredictable to others: the transaction ids are drawn from it.
  package init(servers: [Address], ownAddresses: [Address] = [], seed: UInt64) {
    self.servers = servers.distinct.prefix(Self.mostServers).map { Server(address: $0) }
    self.ownAddresses = ownAddresses
    dice = SplitMix64(seed: seed)
  }

  /// Begins a round of questions to all servers; the next tick sends them.
  ///
  /// One under way is dropped, and its answers are not waited for: they may be of the network as it
  /// was.
  package mutating func ask(now: Instant) {
    let addresses = servers.map(\.address) + servers.compactMap(\.alternate)
    round = Round(questions: addresses.distinct.map { question($0, now: now) })
  }

  /// Sends what is due, again where there was no answer, and gives up.
  package mutating func tick(now: Instant) -> [Effect] {
    var effects: [Effect] = []
    for index in round.questions.indices {
      let to = round.questions[index].to
      switch round.questions[index].tick(now: now) {
      case .send(let bytes): effects.append(.send(bytes, to: to))
      case .gaveUp:
        effects += unanswered(to)
        judge()
      case nil: break
      }
    }
    return effects
  }

  /// Takes one datagram; what is no answer to us is counted in `ignored`.
  package mutating func received(
    _ bytes: ArraySlice<UInt8>, from source: Address, now: Instant
  ) -> [Effect] {
    guard let answer = StunMessage(answer: bytes, counting: &ignored),
      let (index, roundTrip) = round.questions.asker(
        of: answer, from: source, now: now, counting: &ignored)
    else { return [] }
    guard answer.kind == .success else { return refused(index) }
    guard let mapped = answer.usableMapping(from: source) else {
      ignored.unusable += 1
      return []
    }
    round.questions[index].wasAnswered()
    round.evidence.add(server: source, mapped: mapped)
    let effects = told(answer, mapped, by: source, roundTrip: roundTrip, now: now)
    judge()
    return effects
  }

  /// When it needs a tick; nothing between rounds.
  package var nextTick: Instant? { round.questions.compactMap(\.due).min() }

  private mutating func question(_ address: Address, now: Instant) -> StunQuestion {
    StunQuestion(address, schedule: Self.schedule, dice: &dice, now: now)
  }

  /// A server gave no address: what it told before is forgotten, so that it is news when it does again.
  private mutating func unanswered(_ address: Address) -> [Effect] {
    guard let index = servers.firstIndex(where: { $0.address == address }) else { return [] }
    servers[index].mapped = nil
    return [.unanswered(address)]
  }

  private mutating func refused(_ index: Int) -> [Effect] {
    round.questions[index].wasRefused()
    judge()
    return unanswered(round.questions[index].to)
  }

  /// Draws the consequences for the server that answered; a mere alternate has none.
  private mutating func told(
    _ answer: StunMessage, _ mapped: Address, by source: Address, roundTrip: Duration, now: Instant
  ) -> [Effect] {
    guard let index = servers.firstIndex(where: { $0.address == source }) else { return [] }
    learnAlternate(of: index, from: answer, now: now)
    guard servers[index].mapped != mapped else { return [] }
    servers[index].mapped = mapped
    return [.mapped(mapped, by: source, roundTrip: roundTrip)]
  }

  private mutating func learnAlternate(of index: Int, from answer: StunMessage, now: Instant) {
    let server = servers[index].address
    let port = StunAlternate(in: answer, of: server)?.port
    servers[index].alternate = port.map { server.at(port: $0) }
    guard let alternate = servers[index].alternate,
      !round.questions.contains(where: { $0.to == alternate })
    else { return }
    round.questions.append(question(alternate, now: now))
  }

  /// Draws the conclusion at the end of the round, or as soon as two have seen us through the NAT;
  /// until then that of the last round stands. That there is no NAT may be true of one server only.
  private mutating func judge() {
    let newest = conclusion
    switch newest {
    case .endpointIndependent, .dependent: mapping = newest
    case .unknown, .open, .unanswered: if round.questions.isAllOver { mapping = newest }
    }
  }

  private var conclusion: NATMapping {
    guard !round.evidence.isEmpty else {
      return round.questions.isAllSilent ? .unanswered : .unknown
    }
    if round.evidence.isUntranslated(own: ownAddresses) { return .open }
    return NATMapping(round.evidence.behaviour(own: ownAddresses))
  }
}
