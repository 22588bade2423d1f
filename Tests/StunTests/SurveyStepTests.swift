import Stun
import Testing
import Vocabulary

/// The survey by itself: each event in each step.
struct SurveyStepTests {
  private struct Request {
    let message: StunMessage
    let to: Address
  }

  private func requests(_ effects: [NATSurvey.Effect]) -> [Request] {
    effects.compactMap { effect in
      guard case .send(let bytes, let to) = effect, let message = decoded(bytes) else { return nil }
      return Request(message: message, to: to)
    }
  }

  private func answer(
    _ request: Request, _ attributes: StunAttribute..., kind: StunMessage.Kind = .success
  ) -> ArraySlice<UInt8> {
    StunMessage(kind, request.message.transaction, attributes).encoded[...]
  }

  @Test func `before the start nothing is to be done`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    #expect(survey.nextTick == nil)
    #expect(survey.tick(now: at(0)) == [])
    #expect(survey.verdict == nil)
  }

  @Test func `with nobody to ask it ends at once and knows nothing`() {
    var survey = NATSurvey(servers: [], ownAddresses: [], seed: 3)
    survey.start(now: at(5))
    #expect(survey.nextTick == at(5))
    let verdict = NATSurvey.Verdict(access: .unknown)
    #expect(survey.tick(now: at(5)) == [.finished(verdict)])
    #expect(survey.verdict == verdict)
  }

  @Test func `eight servers are asked, repeated ones once`() {
    var survey = NATSurvey(
      servers: [server(1)] + (1...9).map { server($0) }, ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    #expect(requests(survey.tick(now: at(0))).map(\.to) == (1...8).map { server($0) })
  }

  @Test func `a server is asked three times and given up after 1.75 s`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    for due in [0, 250, 750] {
      #expect(survey.nextTick == at(due))
      #expect(requests(survey.tick(now: at(due))).count == 1)
    }
    #expect(survey.tick(now: at(1_749)) == [])
    #expect(
      survey.tick(now: at(1_750))
        == [
          .finished(
            NATSurvey.Verdict(
              access: .unanswered, answers: [.init(server: server(), roundTrip: nil)]))
        ])
  }

  @Test func `the tests ask for what they need and accept answers only from there`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    _ = survey.received(
      answer(first[0], .xorMappedAddress(player()), .otherAddress(server(2, port: 3_479))),
      from: server(), now: at(40))
    let tests = requests(survey.tick(now: at(40)))
    #expect(tests.map(\.to) == [server(), server()])
    #expect(
      tests.map(\.message.attributes) == [[.changeRequest(.port)], [.changeRequest(.hostAndPort)]])
    let port = answer(tests[0], .xorMappedAddress(player()))
    let host = answer(tests[1], .xorMappedAddress(player()))
    for wrong in [server(2, port: 3_479), server(2)] {
      #expect(survey.received(port, from: wrong, now: at(50)) == [])
    }
    for wrong in [server(port: 3_479), server(2)] {
      #expect(survey.received(host, from: wrong, now: at(50)) == [])
    }
    #expect(survey.ignored.wrongSource == 4)
    #expect(survey.received(port, from: server(port: 3_479), now: at(50)) == [])
    #expect(survey.received(host, from: server(2, port: 3_479), now: at(50)) == [])
    #expect(survey.received(host, from: server(2, port: 3_479), now: at(50)) == [])
    #expect(survey.ignored.late == 1)
    #expect(survey.nextTick == at(50))
    #expect(
      requests(survey.tick(now: at(50))).map(\.to)
        == [server(port: 3_479), server(2), server(2, port: 3_479)])
  }

  @Test(arguments: [server(), server(port: 3_479)], [StunMessage.Kind.success, .failure])
  func `a declined test leaves a gap, from wherever it is declined`(
    source: Address, kind: StunMessage.Kind
  ) {
    // What comes from the second port and is no error is what was asked for.
    let behaviour: FilteringBehaviour =
      kind == .success && source != server() ? .portIndependent : .unknown
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    _ = survey.received(
      answer(first[0], .xorMappedAddress(player()), .alternatePort(3_479)), from: server(),
      now: at(40))
    let test = requests(survey.tick(now: at(40)))
    _ = survey.received(
      answer(test[0], .xorMappedAddress(player()), kind: kind), from: source, now: at(80))
    let last = requests(survey.tick(now: at(80)))
    let effects = survey.received(
      answer(last[0], .xorMappedAddress(player())), from: server(port: 3_479), now: at(120))
    #expect(
      effects == [
        .finished(
          NATSurvey.Verdict(
            access: .translated(.portIndependent, behaviour), mapped: [player()],
            answers: [.init(server: server(), roundTrip: .milliseconds(40))]))
      ])
  }

  @Test func `a server that refuses everything is not a blocked network`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    #expect(
      survey.received(
        answer(first[0], .errorCode(401), kind: .failure), from: server(), now: at(40))
        == [
          .finished(
            NATSurvey.Verdict(
              access: .unknown, answers: [.init(server: server(), roundTrip: nil)]))
        ])
  }

  @Test func `useless and malformed answers are counted, and the question goes on`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    #expect(survey.received(answer(first[0]), from: server(), now: at(40)) == [])
    #expect(survey.received([1, 2, 3], from: server(), now: at(40)) == [])
    #expect(survey.received(Published.responseIPv4[...], from: server(), now: at(40)) == [])
    #expect(survey.ignored.unusable == 1)
    #expect(survey.ignored.malformed == 1)
    #expect(survey.ignored.unknown == 1)
    #expect(survey.nextTick == at(250))
  }

  @Test(
    arguments: [
      .otherAddress(Address(ipv4: 127, 0, 0, 1, port: 3_479)),
      .otherAddress(Address(ipv4: 224, 0, 0, 1, port: 3_479)),
      .otherAddress(Address(ipv4: 0, 0, 0, 0, port: 3_479)), .otherAddress(ipv6(1, port: 3_479)),
      .otherAddress(server(port: 3_479)), .alternatePort(3_479),
    ] as [StunAttribute])
  func `a second IP that cannot be one is none; the port counts`(told: StunAttribute) {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    _ = survey.received(
      answer(first[0], .xorMappedAddress(player()), told), from: server(), now: at(40))
    let tests = requests(survey.tick(now: at(40)))
    #expect(tests.map(\.message.attributes) == [[.changeRequest(.port)]])
    _ = survey.received(
      answer(tests[0], .xorMappedAddress(player())), from: server(port: 3_479), now: at(80))
    #expect(requests(survey.tick(now: at(80))).map(\.to) == [server(port: 3_479)])
  }

  @Test func `it ends at six seconds, whatever is open, and stays ended`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    _ = survey.tick(now: at(0))
    _ = survey.tick(now: at(2_000))
    #expect(requests(survey.tick(now: at(5_999))).count == 1)
    #expect(survey.nextTick == at(6_000))
    #expect(
      survey.tick(now: at(6_000))
        == [
          .finished(
            NATSurvey.Verdict(
              access: .unknown, answers: [.init(server: server(), roundTrip: nil)]))
        ])
    #expect(survey.nextTick == nil)
    #expect(survey.tick(now: at(9_000)) == [])
  }

  @Test func `nothing is sent at six seconds`() {
    var survey = NATSurvey(servers: [server()], ownAddresses: [], seed: 3)
    survey.start(now: at(0))
    _ = survey.tick(now: at(5_750))
    #expect(survey.nextTick == at(6_000))
    #expect(requests(survey.tick(now: at(6_000))).isEmpty)
    #expect(survey.verdict?.access == .unknown)
  }

  @Test func `it ends at six seconds on a datagram too, with what it knows`() {
    var survey = NATSurvey(servers: [server(1), server(2)], ownAddresses: [player()], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    #expect(
      survey.received(
        answer(first[0], .xorMappedAddress(player())), from: server(1), now: at(6_000))
        == [
          .finished(
            NATSurvey.Verdict(
              access: .untranslated(.unknown), mapped: [player()],
              answers: [
                .init(server: server(1), roundTrip: .seconds(6)),
                .init(server: server(2), roundTrip: nil),
              ]))
        ])
    #expect(
      survey.received(
        answer(first[1], .xorMappedAddress(player())), from: server(2), now: at(6_001))
        == [])
  }

  @Test func `a relay on our side of the NAT is not the one that tests it`() throws {
    var survey = NATSurvey(
      servers: [server(1), server(2)], ownAddresses: [NATModel.inside], seed: 3)
    survey.start(now: at(0))
    let first = requests(survey.tick(now: at(0)))
    _ = survey.received(
      answer(first[0], .xorMappedAddress(NATModel.inside), .alternatePort(3_479)),
      from: server(1), now: at(40))
    _ = survey.received(
      answer(first[1], .xorMappedAddress(player()), .alternatePort(3_480)),
      from: server(2), now: at(40))
    #expect(requests(survey.tick(now: at(40))).map(\.to) == [server(2)])
  }
}
