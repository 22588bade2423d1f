import Stun
import Testing
import Vocabulary

/// What the responder is asked, and what it answers.
struct ResponderTests {
  private var responder = StunResponder(primaryPort: 3_478, alternatePort: 3_479)

  private mutating func ask(
    _ bytes: [UInt8], from client: Address = player(), at socket: StunResponder.Socket = .primary,
    localAddress: Address? = nil
  ) -> StunResponder.Reply? {
    responder.received(
      bytes[...], from: client, at: socket, localAddress: localAddress, now: at(0))
  }

  private func reply(
    _ attributes: StunAttribute..., to client: Address = player(),
    from socket: StunResponder.Socket = .primary
  ) -> StunResponder.Reply? {
    StunResponder.Reply(
      bytes: StunMessage(.success, transaction(), attributes).encoded, to: client, from: socket)
  }

  private func refusal(
    _ attributes: StunAttribute..., from socket: StunResponder.Socket = .primary
  ) -> StunResponder.Reply? {
    StunResponder.Reply(
      bytes: StunMessage(.failure, transaction(), attributes).encoded, to: player(), from: socket)
  }

  // MARK: Answers

  @Test mutating func `a request is told its sender and the other port`() {
    let software = StunAttribute.software(Array("ghostline".utf8))
    #expect(ask(request()) == reply(.xorMappedAddress(player()), .alternatePort(3_479), software))
    #expect(
      ask(request(), at: .alternate)
        == reply(.xorMappedAddress(player()), .alternatePort(3_478), software, from: .alternate))
    #expect(responder.counters.answered == 2)
  }

  @Test mutating func `with one socket there is no other port to tell`() {
    responder = StunResponder(primaryPort: 3_478, software: "")
    #expect(ask(request()) == reply(.xorMappedAddress(player())))
  }

  @Test mutating func `IPv6 is answered in kind`() {
    #expect(
      ask(request(), from: ipv6(9))
        == reply(.xorMappedAddress(ipv6(9)), .alternatePort(3_479), to: ipv6(9)))
  }

  @Test mutating func `where it was asked is told back, with the port of the answer`() {
    #expect(
      ask(request(), localAddress: server(port: 1))
        == reply(
          .xorMappedAddress(player()), .alternatePort(3_479), .responseOrigin(server())))
    #expect(
      ask(request(.changeRequest(.port)), localAddress: server(port: 1))
        == reply(
          .xorMappedAddress(player()), .alternatePort(3_479),
          .responseOrigin(server(port: 3_479)), .software(Array("ghostline".utf8)),
          from: .alternate))
  }

  @Test mutating func `a change of the port is answered from the other socket`() {
    let software = StunAttribute.software(Array("ghostline".utf8))
    #expect(
      ask(request(.changeRequest(.port)))
        == reply(
          .xorMappedAddress(player()), .alternatePort(3_479), software, from: .alternate))
    #expect(
      ask(request(.changeRequest(.port)), at: .alternate)
        == reply(.xorMappedAddress(player()), .alternatePort(3_478), software, from: .primary))
    #expect(
      ask(request(.changeRequest(.nothing)))
        == reply(.xorMappedAddress(player()), .alternatePort(3_479), software))
  }

  @Test mutating func `a checksum is answered with one`() {
    #expect(
      ask(request(.fingerprint))
        == reply(
          .xorMappedAddress(player()), .alternatePort(3_479),
          .software(Array("ghostline".utf8)), .fingerprint))
  }

  @Test mutating func `padding comes back, as much as was sent`() {
    #expect(
      ask(request(.padding(100)))
        == reply(
          .xorMappedAddress(player()), .alternatePort(3_479),
          .software(Array("ghostline".utf8)), .padding(100)))
  }

  @Test mutating func `an answer has at most 1,500 bytes`() {
    let answer = ask(request(.padding(1_476)))
    #expect(answer?.bytes.count == 1_500)
  }

  @Test mutating func `known attributes that a request has no use for do not matter`() {
    #expect(
      ask(request(.xorMappedAddress(player(9)), .errorCode(400)))?.bytes.count
        == reply(
          .xorMappedAddress(player()), .alternatePort(3_479),
          .software(Array("ghostline".utf8)))?.bytes.count)
  }

  // MARK: Refusals

  @Test mutating func `a change of the IP is refused: there is one`() {
    let refusal = refusal(.errorCode(420), .unknownAttributes([0x0003]))
    #expect(ask(request(.changeRequest(.host))) == refusal)
    #expect(ask(request(.changeRequest(.hostAndPort))) == refusal)
    #expect(responder.counters.refused == 2)
    #expect(responder.counters.answered == 0)
  }

  @Test mutating func `with one socket every change is refused, none included`() {
    responder = StunResponder(primaryPort: 3_478)
    for change in [StunChange.nothing, .port, .host, .hostAndPort] {
      #expect(
        ask(request(.changeRequest(change)))
          == refusal(.errorCode(420), .unknownAttributes([0x0003])))
    }
  }

  @Test mutating func `what has to be understood and is not is named`() {
    #expect(
      ask(request(.notUnderstood(0x0027), .notUnderstood(0x0002)), at: .alternate)
        == refusal(.errorCode(420), .unknownAttributes([0x0027, 0x0002]), from: .alternate))
    #expect(
      ask(request(.changeRequest(.host), .notUnderstood(0x0027), .fingerprint))
        == refusal(.errorCode(420), .unknownAttributes([0x0003, 0x0027]), .fingerprint))
  }

  @Test mutating func `a request with as much as possible to complain about is refused`() {
    let types = (0..<32).map { StunAttribute.notUnderstood(0x4000 + $0) }
    let answer = ask(StunMessage(.request, transaction(), types).encoded)
    #expect(
      answer.flatMap { decoded($0.bytes) }?.attributes
        == [.errorCode(420), .unknownAttributes((0..<32).map { 0x4000 + $0 })])
  }

  @Test mutating func `the published ICE check is refused with its user and priority`() {
    let answer = ask(Published.request)
    #expect(
      answer.flatMap { decoded($0.bytes) }
        == StunMessage(
          .failure, Published.transaction,
          [.errorCode(420), .unknownAttributes([0x0024, 0x0006]), .fingerprint]))
  }

  // MARK: Silence

  @Test mutating func `answers are not answered, lest two servers be set on each other`() {
    #expect(ask(StunMessage(.success, transaction()).encoded) == nil)
    #expect(ask(StunMessage(.failure, transaction(), [.errorCode(400)]).encoded) == nil)
    #expect(responder.counters.unexpected == 2)
  }

  @Test mutating func `nobody is answered where nothing can be sent`() {
    let unreachable = [
      player(port: 0), Address(ipv4: 0, 1, 2, 3, port: 1), Address(ipv4: 224, 0, 0, 1, port: 1),
      Address(ipv4: 255, 255, 255, 255, port: 1), Address(high: 0, low: 0, port: 1),
      Address(high: 0xFF02 << 48, low: 1, port: 1), ipv6(1, port: 0),
    ]
    for client in unreachable { #expect(ask(request(), from: client) == nil) }
    #expect(responder.counters.unexpected == unreachable.count)
    let reachable = [
      Address(ipv4: 1, 0, 0, 0, port: 1), Address(ipv4: 223, 255, 255, 255, port: 65_535),
      Address(ipv4: 127, 0, 0, 1, port: 1), Address(high: 0, low: 1, port: 1),
      Address(high: 0xFEFF << 48, low: 1, port: 1),
    ]
    for client in reachable { #expect(ask(request(), from: client)?.to == client) }
  }

  @Test mutating func `malformed bytes are counted and left alone`() {
    #expect(ask([]) == nil)
    #expect(ask(Array(request()[..<19])) == nil)
    #expect(ask(message(attributes: hex("80280004 00000000"))) == nil)
    #expect(responder.counters.malformed == 3)
  }

  @Test(arguments: UInt64(0)..<100)
  mutating func `whatever is asked, the answer is at most three times as long and goes back`(
    seed: UInt64
  ) {
    var dice = SplitMix64(seed: seed)
    var answers = 0
    for index in 0..<100 {
      var bytes = wellFormed[dice.next(below: wellFormed.count)]
      for _ in 0..<dice.next(below: 3) {
        bytes[dice.next(below: bytes.count)] ^= 1 << UInt8(dice.next(below: 8))
      }
      let client = dice.next(below: 2) == 0 ? player(UInt8(index)) : ipv6(1, network: UInt64(index))
      let local = dice.next(below: 2) == 0 ? ipv6(2) : nil
      guard let reply = ask(bytes, from: client, localAddress: local) else { continue }
      answers += 1
      #expect(reply.bytes.count <= 3 * bytes.count)
      #expect(reply.to == client)
      #expect(decoded(reply.bytes)?.transaction == decoded(bytes)?.transaction)
    }
    #expect(answers > 0)
    let counters = responder.counters
    #expect(
      counters.answered + counters.refused + counters.malformed + counters.unexpected
        + counters.rateLimited + counters.shed == 100)
    #expect(counters.answered + counters.refused == answers)
  }

  @Test mutating func `what does not fit is left out, the padding first and the port last`() {
    // 28 bytes leave 84: 44 for the address, 8 for the port, 24 for the origin, none for the name.
    #expect(
      ask(request(.padding(4)), from: ipv6(9), localAddress: ipv6(1))
        == reply(
          .xorMappedAddress(ipv6(9)), .alternatePort(3_479), .responseOrigin(ipv6(1)),
          .padding(4), to: ipv6(9)))
    // 20 leave 60: the origin does not fit.
    #expect(
      ask(request(), from: ipv6(9), localAddress: ipv6(1))
        == reply(.xorMappedAddress(ipv6(9)), .alternatePort(3_479), to: ipv6(9)))
  }
}

/// How often it answers.
struct ResponderRateTests {
  private var responder = StunResponder(primaryPort: 3_478, alternatePort: 3_479)

  private mutating func answers(
    _ count: Int, from client: Address = player(), at milliseconds: Int = 0
  ) -> Int {
    (0..<count).count { _ in
      responder.received(request()[...], from: client, at: .primary, now: at(milliseconds)) != nil
    }
  }

  @Test mutating func `20 are answered at once, and one more after 100 ms`() {
    #expect(answers(21) == 20)
    #expect(responder.counters.rateLimited == 1)
    #expect(answers(1, at: 99) == 0)
    #expect(answers(2, at: 100) == 1)
    #expect(answers(30, at: 2_100) == 20)
  }

  @Test mutating func `10 a second are answered for ever`() {
    for tenth in 0..<100 { #expect(answers(1, at: 100 * tenth) == 1) }
  }

  @Test mutating func `the ports of an address, and the addresses of a /64, share their rate`() {
    for port in 1...20 { #expect(answers(1, from: player(port: UInt16(port))) == 1) }
    #expect(answers(1, from: player(port: 21)) == 0)
    #expect(answers(1, from: player(8, port: 21)) == 1)
    for host in 1...20 { #expect(answers(1, from: ipv6(UInt64(host))) == 1) }
    #expect(answers(1, from: ipv6(21)) == 0)
    #expect(answers(1, from: ipv6(21, network: 1)) == 1)
    #expect(responder.sources(now: at(0)) == 4)
  }

  @Test mutating func `refusals count, malformed bytes do not`() {
    for _ in 0..<20 {
      let bytes = request(.changeRequest(.host))
      #expect(responder.received(bytes[...], from: player(), at: .primary, now: at(0)) != nil)
    }
    #expect(answers(1) == 0)
    for _ in 0..<30 {
      _ = responder.received([1], from: player(8), at: .primary, now: at(0))
    }
    #expect(answers(1, from: player(8)) == 1)
  }

  /// A set has eight places: with so few sources there is one set.
  private static var oneSet: StunResponder.Limits {
    var limits = StunResponder.Limits()
    limits.sources = 8
    return limits
  }

  @Test mutating func `a newcomer to a full table is answered, and who asked least makes way`() {
    responder = StunResponder(primaryPort: 3_478, limits: Self.oneSet)
    for host in UInt8(1)...8 { #expect(answers(host == 5 ? 1 : 20, from: player(host)) > 0) }
    #expect(responder.counters.displacedSources == 0)
    #expect(answers(1, from: player(9)) == 1)
    #expect(responder.counters.displacedSources == 1)
    // Nobody who is over the rate was let off.
    for host in UInt8(1)...8 where host != 5 { #expect(answers(1, from: player(host)) == 0) }
    #expect(responder.sources(now: at(0)) == 8)
  }

  @Test mutating func `a source is forgotten as soon as nothing is held against it`() {
    responder = StunResponder(primaryPort: 3_478, limits: Self.oneSet)
    for host in UInt8(1)...8 { #expect(answers(1, from: player(host)) == 1) }
    #expect(responder.sources(now: at(99)) == 8)
    #expect(responder.sources(now: at(100)) == 0)
    #expect(answers(1, from: player(9), at: 100) == 1)
    #expect(responder.counters.displacedSources == 0)
  }

  @Test func `other rates are kept as well`() {
    var limits = StunResponder.Limits()
    limits.answersPerSecond = 1
    limits.burst = 2
    var responder = StunResponder(primaryPort: 3_478, limits: limits)
    let answered = [0, 0, 0, 999, 1_000].map { milliseconds in
      responder.received(request()[...], from: player(), at: .primary, now: at(milliseconds)) != nil
    }
    #expect(answered == [true, true, false, false, true])
  }

  /// Forged senders, each within its rate: what filled a table and turned everybody else away.
  @Test(arguments: UInt64(0)..<8)
  func `a flood from everywhere leaves members their answers, and a bounded table`(
    key: UInt64
  ) {
    var responder = StunResponder(primaryPort: 3_478, key: key)
    var dice = SplitMix64(seed: key)
    var missed = 0
    for index in 0..<60_000 {
      let now = Instant.zero + .microseconds(16 * index)
      let forged = Address(high: 0x2001 << 48 | UInt64(dice.next(below: 16_000)), low: 1, port: 9)
      _ = responder.received(request()[...], from: forged, at: .primary, now: now)
      guard index % 600 == 0 else { continue }
      let honest = player(UInt8(index / 600 % 10))
      let answer = responder.received(
        request()[...], from: honest, at: .primary, standing: .known, now: now)
      missed += answer == nil ? 1 : 0
    }
    #expect(missed == 0)
    #expect(responder.sources(now: .zero + .seconds(1)) <= 16_384)
  }

  @Test func `5,000 strangers a second are answered, and known addresses always`() {
    var limits = StunResponder.Limits()
    limits.strangersPerSecond = 100
    var responder = StunResponder(primaryPort: 3_478, limits: limits)
    var answered = (strangers: 0, known: 0)
    for index in 0..<200 {
      let stranger = ipv6(1, network: UInt64(index))
      let answer = responder.received(request()[...], from: stranger, at: .primary, now: at(0))
      answered.strangers += answer == nil ? 0 : 1
      let member = responder.received(
        request()[...], from: player(UInt8(index)), at: .primary, standing: .known, now: at(0))
      answered.known += member == nil ? 0 : 1
    }
    #expect(answered == (100, 200))
    #expect(responder.counters.shed == 100)
    let later = responder.received(request()[...], from: ipv6(9), at: .primary, now: at(10))
    #expect(later != nil)
  }

  @Test func `who is flooded under one address stays limited while others come and go`() {
    var limits = StunResponder.Limits()
    limits.strangersPerSecond = 1_000_000
    var responder = StunResponder(primaryPort: 3_478, limits: limits)
    var dice = SplitMix64(seed: 1)
    var answered = 0
    for index in 0..<60_000 {
      let now = Instant.zero + .microseconds(16 * index)
      let forged = Address(high: 0x2001 << 48 | dice.next() >> 16, low: 1, port: 9)
      _ = responder.received(request()[...], from: forged, at: .primary, now: now)
      guard index % 10 == 0 else { continue }
      let reply = responder.received(request()[...], from: player(), at: .primary, now: now)
      answered += reply == nil ? 0 : 1
    }
    // 20 at once, and 10 in the second that this takes.
    #expect((29...30).contains(answered))
    #expect(responder.counters.displacedSources > 0)
  }
}
