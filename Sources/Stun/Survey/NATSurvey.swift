package import Vocabulary

/// Finds out how the NAT before us maps and filters, for `ghostline doctor` (RFC 5780 4).
///
/// First every server is asked for our address. Then one of them, best one with two IPs, answers from
/// addresses that we never sent to: what arrives tells what is let in. Only then are those addresses
/// asked themselves, which opens the way for good, and tells how the mapping depends on whom we send
/// to. Each step takes a round trip, or 1.75 s where something stays out; the end is at 6 s.
///
/// It needs a socket of its own, from which nothing else was ever sent: what a NAT already lets in for
/// other reasons would look like its habit. `start` it, tick it whenever `nextTick` has come, and hand
/// over what arrives, until `finished`. Absent: hairpinning, lifetimes of mappings, fragments.
package struct NATSurvey: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    case send([UInt8], to: Address)
    /// The last effect.
    case finished(Verdict)
  }

  package static let mostServers = StunClient.mostServers
  /// All is over then, whatever is still open.
  package static let length = Duration.seconds(6)
  static let schedule = StunQuestion.Schedule(tries: 3, firstWait: .milliseconds(250))

  private enum Phase: Hashable, Sendable {
    case idle
    case running(Step, deadline: Instant)
    case finished(Verdict)
  }

  private enum Step: Hashable, Sendable {
    /// What do servers see?
    case reaching
    /// What of the subject's answers from elsewhere is let in?
    case filtering(SurveySubject)
    /// What do the subject's other addresses see?
    case mapping(SurveySubject)

    var subject: SurveySubject? {
      switch self {
      case .reaching: nil
      case .filtering(let subject), .mapping(let subject): subject
      }
    }
  }

  package private(set) var ignored = StunIgnored()
  private let servers: [Address]
  private let ownAddresses: [Address]
  private var phase = Phase.idle
  /// All that were asked, the servers' first.
  private var questions: [StunQuestion] = []
  private var evidence = MappingEvidence()
  private var alternates: [Address: StunAlternate] = [:]
  private var roundTrips: [Address: Duration] = [:]
  private var dice: SplitMix64

  /// - Parameters:
  ///   - servers: Repeated ones, and those after the first `mostServers`, are not asked.
  ///   - ownAddresses: Every address of this machine, with the port of the survey's socket; without
  ///     them every address looks like a NAT's.
  ///   - seed: Unpredictable to others: the transaction ids are drawn from it.
  package init(servers: [Address], ownAddresses: [Address], seed: UInt64) {
    self.servers = Array(servers.distinct.prefix(Self.mostServers))
    self.ownAddresses = ownAddresses
    dice = SplitMix64(seed: seed)
  }

  /// Begins; the next tick sends. Once only.
  package mutating func start(now: Instant) {
    precondition(phase == .idle, "a survey that has begun does not begin again")
    phase = .running(.reaching, deadline: now + Self.length)
    for server in servers { ask(server, now: now) }
  }

  /// Sends what is due, and goes on to the next step when this one has nothing to wait for.
  package mutating func tick(now: Instant) -> [Effect] {
    guard case .running(_, let deadline) = phase, now < deadline else { return advance(now: now) }
    var effects: [Effect] = []
    for index in questions.indices {
      guard case .send(let bytes) = questions[index].tick(now: now) else { continue }
      effects.append(.send(bytes, to: questions[index].to))
    }
    return effects + advance(now: now)
  }

  /// Takes one datagram; what is no answer to us is counted in `ignored`.
  package mutating func received(
    _ bytes: ArraySlice<UInt8>, from source: Address, now: Instant
  ) -> [Effect] {
    guard let answer = StunMessage(answer: bytes, counting: &ignored),
      let (index, roundTrip) = questions.asker(
        of: answer, from: source, now: now, counting: &ignored)
    else { return [] }
    // A server that answers a change from where it was asked has not understood it.
    guard answer.kind == .success, source == questions[index].answeredFrom else {
      questions[index].wasRefused()
      return advance(now: now)
    }
    guard let mapped = answer.usableMapping(from: source) else {
      ignored.unusable += 1
      return []
    }
    questions[index].wasAnswered()
    note(answer, mapped, to: questions[index], roundTrip: roundTrip)
    return advance(now: now)
  }

  /// When it needs a tick; nothing before the start and after the end.
  package var nextTick: Instant? {
    guard case .running(_, let deadline) = phase else { return nil }
    // Without a question there is nothing to wait for since the start.
    return min(questions.compactMap(\.due).min() ?? deadline - Self.length, deadline)
  }

  /// What it found, when it is over.
  package var verdict: Verdict? {
    if case .finished(let verdict) = phase { verdict } else { nil }
  }

  private mutating func ask(
    _ to: Address, _ change: StunChange = .nothing, answeredFrom: Address? = nil, now: Instant
  ) {
    questions.append(
      StunQuestion(
        to, change, answeredFrom: answeredFrom, schedule: Self.schedule, dice: &dice, now: now))
  }

  /// An answer from elsewhere saw what the server itself had seen: no news.
  private mutating func note(
    _ answer: StunMessage, _ mapped: Address, to question: StunQuestion, roundTrip: Duration
  ) {
    let server = question.to
    guard question.answeredFrom == server else { return }
    evidence.add(server: server, mapped: mapped)
    roundTrips[server] = roundTrip
    alternates[server] = StunAlternate(in: answer, of: server)
  }

  /// Takes the next step when this one has nothing left to wait for.
  private mutating func advance(now: Instant) -> [Effect] {
    guard case .running(let step, let deadline) = phase else { return [] }
    guard now < deadline else { return finish(step) }
    guard questions.isAllOver else { return [] }
    switch step {
    case .reaching:
      guard let subject = chooseSubject() else { return finish(step) }
      phase = .running(.filtering(subject), deadline: deadline)
      for test in subject.tests {
        ask(subject.server, test.change, answeredFrom: test.answeredFrom, now: now)
      }
      return []
    case .filtering(let subject):
      phase = .running(.mapping(subject), deadline: deadline)
      for address in subject.others where !servers.contains(address) { ask(address, now: now) }
      return []
    case .mapping: return finish(step)
    }
  }

  /// One that can answer from most places; among those beyond our NAT, if there is one.
  private func chooseSubject() -> SurveySubject? {
    let judged = evidence.judged(own: ownAddresses)
    let subjects = (judged.isEmpty ? evidence.observations : judged).compactMap { observation in
      alternates[observation.server].flatMap {
        SurveySubject(observation.server, $0, asked: servers)
      }
    }
    let most = subjects.map(\.tests.count).max()
    return subjects.first { $0.tests.count == most }
  }

  private mutating func finish(_ step: Step) -> [Effect] {
    let verdict = Verdict(
      access: access(step), mapped: evidence.mapped,
      answers: servers.map { Verdict.Answer(server: $0, roundTrip: roundTrips[$0]) })
    phase = .finished(verdict)
    return [.finished(verdict)]
  }

  private func access(_ step: Step) -> Verdict.Access {
    guard !evidence.isEmpty else { return questions.isAllSilent ? .unanswered : .unknown }
    let filtering = step.subject?.filtering(questions, evidence) ?? .unknown
    return evidence.isUntranslated(own: ownAddresses)
      ? .untranslated(filtering)
      : .translated(evidence.behaviour(own: ownAddresses), filtering)
  }
}
