import Vocabulary

/// Names the server that answers a survey from elsewhere, and concludes from what was let in.
struct SurveySubject: Hashable, Sendable {
  struct Test: Hashable, Sendable {
    let change: StunChange
    let answeredFrom: Address
  }

  let server: Address
  /// Those that prove something, at least one.
  let tests: [Test]
  /// Its addresses beside `server`, to be asked when the tests are over.
  let others: [Address]

  /// - Parameter asked: All that was sent to so far. An answer from there is let in by any NAT.
  /// - Returns: Nothing when no test proves anything.
  init?(_ server: Address, _ alternate: StunAlternate, asked: [Address]) {
    let otherPort = server.at(port: alternate.port)
    var tests: [Test] = []
    if !asked.contains(otherPort) { tests.append(Test(change: .port, answeredFrom: otherPort)) }
    if let host = alternate.host, !asked.contains(where: { $0.hasHost(of: host) }) {
      tests.append(Test(change: .hostAndPort, answeredFrom: host))
    }
    guard !tests.isEmpty else { return nil }
    self.server = server
    self.tests = tests
    others = [otherPort] + (alternate.host.map { [$0.at(port: server.port), $0] } ?? [])
  }

  /// What is let in; that something stayed out is believed only if it can be heard when asked itself.
  func filtering(
    _ questions: [StunQuestion], _ evidence: MappingEvidence
  ) -> FilteringBehaviour {
    let port = outcome(of: .port, questions, evidence)
    let host = outcome(of: .hostAndPort, questions, evidence)
    switch (host, port) {
    case (.letIn, _): return .endpointIndependent
    case (.keptOut, .letIn): return .addressDependent
    case (.unknown, .letIn): return .portIndependent
    case (_, .keptOut): return .addressAndPortDependent
    case (_, .unknown): return .unknown
    }
  }

  private enum Outcome { case letIn, keptOut, unknown }

  private func outcome(
    of change: StunChange, _ questions: [StunQuestion], _ evidence: MappingEvidence
  ) -> Outcome {
    guard let test = tests.first(where: { $0.change == change }),
      let question = questions.first(where: {
        $0.to == server && $0.answeredFrom == test.answeredFrom
      })
    else { return .unknown }
    switch question.state {
    case .answered: return .letIn
    case .gaveUp: return evidence.hasAnswer(of: test.answeredFrom) ? .keptOut : .unknown
    case .asking, .refused: return .unknown
    }
  }
}
