import Stun
import Testing
import Vocabulary

/// The client by itself: each event in each state of a question.
struct StunClientTests {
  private var bench = ClientBench()

  // MARK: Asking

  @Test mutating func `before the first round nothing is to be done`() {
    #expect(bench.client.nextTick == nil)
    #expect(bench.client.tick(now: at(0)) == [])
    #expect(bench.client.mapping == .unknown)
  }

  @Test mutating func `a round asks every server once, with ids of their own`() {
    bench = ClientBench([server(1), server(2), server(1)])
    bench.client.ask(now: at(5))
    #expect(bench.client.nextTick == at(5))
    let requests = bench.requests(at: 5)
    #expect(requests.map(\.to) == [server(1), server(2)])
    #expect(requests.map(\.message.kind) == [.request, .request])
    #expect(requests.map(\.message.attributes) == [[], []])
    #expect(Set(requests.map(\.message.transaction)).count == 2)
    #expect(bench.client.nextTick == at(255))
  }

  @Test mutating func `eight servers are asked, the ninth is not`() {
    bench = ClientBench((1...9).map { server($0) })
    bench.client.ask(now: at(0))
    #expect(bench.requests(at: 0).map(\.to) == (1...8).map { server($0) })
  }

  @Test mutating func `nobody to ask is no trouble`() {
    bench = ClientBench([])
    bench.client.ask(now: at(0))
    #expect(bench.client.nextTick == nil)
    #expect(bench.client.tick(now: at(9_000)) == [])
    #expect(bench.client.mapping == .unknown)
  }

  @Test func `the seed alone decides the ids`() {
    func first(_ seed: UInt64) -> [StunClient.Effect] {
      var client = StunClient(servers: [server()], seed: seed)
      client.ask(now: at(0))
      return client.tick(now: at(0))
    }
    #expect(first(1) == first(1))
    #expect(first(1) != first(2))
  }

  @Test mutating func `a silent server is asked four times, ever later, and given up`() {
    var ids: Set<StunTransaction?> = [bench.begin()]
    for (due, next) in [(250, 750), (750, 1_750), (1_750, 3_750)] {
      #expect(bench.client.nextTick == at(due))
      #expect(bench.requests(at: due - 1).isEmpty)
      let requests = bench.requests(at: due)
      #expect(requests.map(\.to) == [server()])
      ids.insert(requests.first?.message.transaction)
      #expect(bench.client.nextTick == at(next))
    }
    #expect(ids.count == 4)
    #expect(bench.client.tick(now: at(3_749)) == [])
    #expect(bench.client.mapping == .unknown)
    #expect(bench.client.tick(now: at(3_750)) == [.unanswered(server())])
    #expect(bench.client.mapping == .unanswered)
    #expect(bench.client.nextTick == nil)
    #expect(bench.client.tick(now: at(9_000)) == [])
  }

  @Test mutating func `after a pause of the machine one request goes out, not three`() {
    _ = bench.begin()
    #expect(bench.requests(at: 3_000).count == 1)
    #expect(bench.client.nextTick == at(3_500))
  }

  // MARK: Answers

  @Test mutating func `an answer tells the address and ends the question`() {
    let id = bench.begin()
    #expect(
      bench.hear(bench.success(id, .xorMappedAddress(player())))
        == [.mapped(player(), by: server(), roundTrip: .milliseconds(40))])
    #expect(bench.client.nextTick == nil)
    #expect(bench.client.tick(now: at(250)) == [])
    #expect(bench.client.ignored == StunIgnored())
    #expect(bench.client.mapping == .unknown)
  }

  @Test mutating func `an old server's unmasked address will do`() {
    let id = bench.begin()
    #expect(
      bench.hear(bench.success(id, .mappedAddress(player())))
        == [.mapped(player(), by: server(), roundTrip: .milliseconds(40))])
  }

  @Test mutating func `the round trip is that of the try which was answered`() {
    let first = bench.begin()
    let second = bench.requests(at: 250).first?.message.transaction
    var other = bench
    #expect(
      bench.hear(bench.success(first, .xorMappedAddress(player())), at: 260)
        == [.mapped(player(), by: server(), roundTrip: .milliseconds(260))])
    #expect(
      other.hear(bench.success(second, .xorMappedAddress(player())), at: 260)
        == [.mapped(player(), by: server(), roundTrip: .milliseconds(10))])
  }

  @Test mutating func `a second answer is late, also to another try`() {
    let first = bench.begin()
    let second = bench.requests(at: 250).first?.message.transaction
    _ = bench.hear(bench.success(first, .xorMappedAddress(player())))
    #expect(bench.hear(bench.success(first, .xorMappedAddress(player(8)))) == [])
    #expect(bench.hear(bench.success(second, .xorMappedAddress(player(8)))) == [])
    #expect(bench.client.ignored.late == 2)
  }

  @Test mutating func `an answer after giving up is late`() {
    let id = bench.begin()
    for milliseconds in [250, 750, 1_750, 3_750] { _ = bench.client.tick(now: at(milliseconds)) }
    #expect(bench.hear(bench.success(id, .xorMappedAddress(player())), at: 3_760) == [])
    #expect(bench.client.ignored.late == 1)
    #expect(bench.client.mapping == .unanswered)
  }

  @Test mutating func `an answer from elsewhere is ignored, and the true one still counts`() {
    let id = bench.begin()
    let answer = bench.success(id, .xorMappedAddress(player()))
    #expect(bench.hear(answer, from: server(2)) == [])
    #expect(bench.hear(answer, from: server(port: 3_479)) == [])
    #expect(bench.client.ignored.wrongSource == 2)
    #expect(bench.hear(answer).count == 1)
  }

  @Test mutating func `an answer with an id that was not sent is ignored`() throws {
    let begun = bench.begin()
    let id = try #require(begun)
    let strangers = [
      StunTransaction(high: id.high, low: id.low &+ 1),
      StunTransaction(high: id.high, low: id.low &- 1),
      StunTransaction(high: id.high ^ 1, low: id.low),
    ]
    for stranger in strangers {
      #expect(bench.hear(bench.success(stranger, .xorMappedAddress(player()))) == [])
    }
    #expect(bench.client.ignored.unknown == 3)
  }

  @Test mutating func `what is no answer is malformed`() {
    _ = bench.begin()
    #expect(bench.hear([]) == [])
    #expect(bench.hear(request()[...]) == [])
    #expect(bench.hear(Published.responseIPv4[..<40]) == [])
    #expect(bench.client.ignored.malformed == 3)
  }

  @Test mutating func `an address that nobody could reach us at is not believed`() {
    let id = bench.begin()
    let useless = [
      player(port: 0), Address(ipv4: 0, 0, 0, 0, port: 9), Address(ipv4: 239, 1, 2, 3, port: 9),
      Address(ipv4: 255, 255, 255, 255, port: 9), Address(ipv4: 127, 0, 0, 1, port: 22),
      Address(high: 0, low: 1, port: 22), Address(high: 0xFF0E << 48, low: 1, port: 9),
    ]
    for address in useless {
      #expect(bench.hear(bench.success(id, .xorMappedAddress(address))) == [])
    }
    #expect(bench.hear(bench.success(id)) == [])
    #expect(
      bench.hear(bench.success(id, .xorMappedAddress(player()), .notUnderstood(0x0027))) == [])
    #expect(bench.client.ignored.unusable == useless.count + 2)
    #expect(bench.hear(bench.success(id, .xorMappedAddress(player()))).count == 1)
  }

  @Test mutating func `a server on loopback may say loopback, which is no NAT`() {
    let local = Address(ipv4: 127, 0, 0, 1, port: 3_478)
    let ours = Address(ipv4: 127, 0, 0, 1, port: 7_777)
    bench = ClientBench([local])
    let id = bench.begin()
    #expect(
      bench.hear(bench.success(id, .xorMappedAddress(ours)), from: local)
        == [.mapped(ours, by: local, roundTrip: .milliseconds(40))])
    #expect(bench.client.mapping == .open)
  }

  @Test mutating func `a refusal ends the question; UDP is not blocked`() {
    let id = bench.begin()
    let refusal = id.map { StunMessage(.failure, $0, [.errorCode(420)]).encoded[...] } ?? []
    #expect(bench.hear(refusal) == [.unanswered(server())])
    #expect(bench.client.nextTick == nil)
    #expect(bench.client.mapping == .unknown)
    #expect(bench.hear(refusal) == [])
    #expect(bench.client.ignored.late == 1)
  }

  @Test mutating func `a refusal may end the round, and so bring the verdict`() {
    bench = ClientBench([server(1), server(2)])
    bench.client.ask(now: at(0))
    let ids = bench.requests(at: 0).map(\.message.transaction)
    _ = bench.hear(bench.success(ids[0], .xorMappedAddress(NATModel.inside)), from: server(1))
    #expect(bench.client.mapping == .unknown)
    let refusal = StunMessage(.failure, ids[1], [.errorCode(500)]).encoded
    #expect(bench.hear(refusal[...], from: server(2)) == [.unanswered(server(2))])
    #expect(bench.client.mapping == .open)
  }

  // MARK: Rounds

  @Test mutating func `in a later round an unchanged address is no news, a changed one is`() {
    _ = bench.hear(bench.success(bench.begin(), .xorMappedAddress(player())))
    #expect(
      bench.hear(bench.success(bench.begin(at: 15_000), .xorMappedAddress(player())), at: 15_040)
        == [])
    #expect(
      bench.hear(bench.success(bench.begin(at: 30_000), .xorMappedAddress(player(8))), at: 30_050)
        == [.mapped(player(8), by: server(), roundTrip: .milliseconds(50))])
    #expect(
      bench.hear(bench.success(bench.begin(at: 45_000), .xorMappedAddress(player())), at: 45_050)
        == [.mapped(player(), by: server(), roundTrip: .milliseconds(50))])
  }

  @Test mutating func `a new round drops the old one and its answers`() {
    let old = bench.begin()
    let new = bench.begin(at: 100)
    #expect(bench.client.nextTick == at(350))
    #expect(bench.hear(bench.success(old, .xorMappedAddress(player())), at: 120) == [])
    #expect(bench.client.ignored.unknown == 1)
    #expect(bench.hear(bench.success(new, .xorMappedAddress(player())), at: 120).count == 1)
  }

  @Test mutating func `a silent server is reported in every round`() {
    for start in [0, 15_000] {
      _ = bench.begin(at: start)
      for offset in [250, 750, 1_750] { _ = bench.client.tick(now: at(start + offset)) }
      #expect(bench.client.tick(now: at(start + 3_750)) == [.unanswered(server())])
    }
  }
}
