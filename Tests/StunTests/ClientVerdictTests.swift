import Stun
import Testing
import Vocabulary

/// What the client learns from one server with two ports, and concludes from all.
struct ClientVerdictTests {
  private var bench = ClientBench()

  // MARK: The second port

  @Test(
    arguments: [
      [.alternatePort(3_479)], [.otherAddress(server(2, port: 3_479))],
      [.otherAddress(Address(ipv4: 0, 0, 0, 0, port: 3_479))],
      [.otherAddress(Address(high: 0, low: 0, port: 3_479))],
      [.otherAddress(server(2, port: 5)), .alternatePort(3_479)],
    ] as [[StunAttribute]])
  mutating func `a second port is asked too, at the server's own IP`(told: [StunAttribute]) {
    let id = bench.begin()
    let answer = id.map {
      StunMessage(.success, $0, [.xorMappedAddress(player())] + told).encoded[...]
    }
    _ = bench.hear(answer ?? [])
    #expect(bench.client.nextTick == at(40))
    #expect(bench.requests(at: 40).map(\.to) == [server(port: 3_479)])
    // From the next round on both at once.
    bench.client.ask(now: at(15_000))
    #expect(bench.requests(at: 15_000).map(\.to) == [server(), server(port: 3_479)])
  }

  @Test(
    arguments: [
      .alternatePort(0), .alternatePort(3_478), .otherAddress(server(2)),
      .otherAddress(server(2, port: 0)),
    ] as [StunAttribute])
  mutating func `no port, or the same, is no second port`(told: StunAttribute) {
    _ = bench.hear(bench.success(bench.begin(), .xorMappedAddress(player()), told))
    #expect(bench.client.nextTick == nil)
  }

  @Test(arguments: [1, 65_535] as [UInt16])
  mutating func `any other port may be the second one`(port: UInt16) {
    _ = bench.hear(bench.success(bench.begin(), .xorMappedAddress(player()), .alternatePort(port)))
    #expect(bench.requests(at: 40).map(\.to) == [server(port: port)])
  }

  @Test mutating func `a second port says nothing but how the NAT maps`() {
    _ = bench.hear(bench.success(bench.begin(), .xorMappedAddress(player()), .alternatePort(3_479)))
    let second = bench.requests(at: 40).first?.message.transaction
    #expect(
      bench.hear(
        bench.success(second, .xorMappedAddress(player(port: 9)), .alternatePort(3_478)),
        from: server(port: 3_479), at: 80) == [])
    #expect(bench.client.mapping == .dependent)
    #expect(bench.client.nextTick == nil)
  }

  @Test mutating func `a silent second port is not reported`() {
    _ = bench.hear(bench.success(bench.begin(), .xorMappedAddress(player()), .alternatePort(3_479)))
    for milliseconds in [40, 290, 790, 1_790] {
      #expect(bench.requests(at: milliseconds).count == 1)
    }
    #expect(bench.client.tick(now: at(3_790)) == [])
    #expect(bench.client.mapping == .unknown)
  }

  @Test mutating func `a second port that is no longer named is no longer asked`() {
    _ = bench.hear(bench.success(bench.begin(), .xorMappedAddress(player()), .alternatePort(3_479)))
    bench.client.ask(now: at(15_000))
    let id = bench.requests(at: 15_000).first?.message.transaction
    _ = bench.hear(bench.success(id, .xorMappedAddress(player())), at: 15_040)
    bench.client.ask(now: at(30_000))
    #expect(bench.requests(at: 30_000).map(\.to) == [server()])
  }

  @Test mutating func `a second port that is a server anyway is asked once`() {
    bench = ClientBench([server(), server(port: 3_479)])
    let id = bench.begin()
    #expect(
      bench.hear(bench.success(id, .xorMappedAddress(player()), .alternatePort(3_479))).count == 1)
    #expect(bench.requests(at: 40).isEmpty)
    bench.client.ask(now: at(15_000))
    #expect(bench.requests(at: 15_000).map(\.to) == [server(), server(port: 3_479)])
  }

  // MARK: The verdict

  @Test(
    arguments: [
      ([(server(1), player()), (server(2), player())], .endpointIndependent),
      ([(server(1), player()), (server(2), player(port: 9))], .dependent),
      ([(server(1), player()), (server(2), player(8))], .dependent),
      // A server on our side of the NAT proves nothing.
      ([(server(1), NATModel.inside), (server(2), player())], .unknown),
      // IPv6 has no NAT; IPv4 is judged.
      ([(server(1), player()), (server(2), player()), (ipv6(1), ipv6(9))], .endpointIndependent),
      ([(server(1), player()), (ipv6(1), ipv6(9))], .unknown),
      ([(server(1), NATModel.inside), (ipv6(1), ipv6(9)), (ipv6(2), ipv6(8))], .dependent),
      ([(server(1), player())], .unknown),
      ([], .unknown),
    ] as [([(Address, Address)], NATMapping)])
  mutating func `what servers saw makes the verdict`(
    answers: [(Address, Address)], mapping: NATMapping
  ) {
    bench = ClientBench([server(1), server(2), ipv6(1), ipv6(2)])
    bench.round(answers)
    #expect(bench.client.mapping == mapping)
  }

  @Test mutating func `there is no NAT when all have seen our own address, and not before`() {
    bench = ClientBench([server(1), server(2)])
    bench.round([(server(1), NATModel.inside)])
    #expect(bench.client.mapping == .unknown)
    bench.round([(server(1), NATModel.inside), (server(2), NATModel.inside)], at: 15_000)
    #expect(bench.client.mapping == .open)
    bench.round([(server(1), NATModel.inside), (server(2), player())], at: 30_000)
    #expect(bench.client.mapping == .unknown)
  }

  @Test mutating func `a verdict stands until the next round knows better`() {
    bench = ClientBench([server(1), server(2)])
    bench.round([(server(1), player()), (server(2), player())])
    #expect(bench.client.mapping == .endpointIndependent)
    bench.round([(server(1), player(8))], at: 15_000)
    #expect(bench.client.mapping == .endpointIndependent)
    for offset in [250, 750, 1_750, 3_750] { _ = bench.client.tick(now: at(15_000 + offset)) }
    #expect(bench.client.mapping == .unknown)
    bench.round([(server(1), player(8)), (server(2), player(9))], at: 30_000)
    #expect(bench.client.mapping == .dependent)
  }

  @Test mutating func `own addresses may change during play`() {
    bench.round([(server(), player())])
    #expect(bench.client.mapping == .unknown)
    bench.client.ownAddresses = [player()]
    bench.round([(server(), player())], at: 15_000)
    #expect(bench.client.mapping == .open)
  }
}
