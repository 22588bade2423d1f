import Netplay
import Stun
import Testing
import Vocabulary

@testable import Station

/// What is told of our addresses, by each policy, and how servers are asked for more of them.
struct DirectLineTests {
  private static let home = Address(ipv4: 192, 168, 1, 2, port: 7777)
  private static let office = Address(ipv4: 10, 0, 0, 2, port: 7777)
  private static let loopback = Address(ipv4: 127, 0, 0, 1, port: 7777)
  private static let loopback6 = Address(high: 0, low: 1, port: 7777)
  private static let linkLocal = Address(high: 0xFE80_0000_0000_0000, low: 9, port: 7777)
  private static let global6 = Address(high: 0x2001_0DB8_0000_0000, low: 9, port: 7777)
  private static let seen = Address(ipv4: 203, 0, 113, 5, port: 40_000)
  private static let all = [loopback, home, linkLocal, loopback6, global6]

  private static let hosts = [
    HostPort(host: "a.test", port: 3478), HostPort(host: "b.test", port: 3478),
  ]
  private static let servers = [
    Address(ipv4: 198, 51, 100, 1, port: 3478), Address(ipv4: 198, 51, 100, 2, port: 3478),
  ]

  /// Each host with one address.
  private static let found = zip(hosts, servers).map { ResolvedHost($0, [$1]) }

  private var effects: [Effect] = []

  private func at(_ seconds: Int) -> Instant { .zero + .seconds(seconds) }

  private mutating func line(
    _ policy: DirectPolicy, own: [Address] = [home]
  ) -> DirectLine {
    DirectLine(policy, relay: Self.hosts[0], own: own, seed: 1, into: &effects)
  }

  /// A line whose servers are known since time zero, and not yet asked.
  private mutating func surveying() -> DirectLine {
    var line = line(.everywhere(stun: Self.hosts))
    line.resolved(Self.found, now: .zero)
    effects.removeAll()
    return line
  }

  /// The questions that were just asked, by server.
  private mutating func questions() -> [(server: Address, bytes: [UInt8])] {
    defer { effects.removeAll() }
    return effects.compactMap {
      if case .send(let bytes, .direct(let server), nil) = $0 { (server, bytes) } else { nil }
    }
  }

  /// Answers all that was just asked with one address.
  private mutating func answer(
    _ line: inout DirectLine, with address: Address, now: Instant
  ) throws {
    for (server, bytes) in questions() {
      let request = try StunMessage(bytes[...])
      let answer = StunMessage(.success, request.transaction, [.xorMappedAddress(address)])
      line.received(answer.encoded, from: server, now: now, into: &effects)
    }
  }

  // MARK: Policies

  @Test mutating func `who wants the relay alone tells nothing and sends nothing`() {
    var line = line(.relayOnly, own: Self.all)
    #expect(line.reach == Reachability(network: .relayOnly))
    #expect(effects == [] && line.wakeTime == nil)
    for address in Self.all { #expect(!line.isOpen(to: address)) }
    let isNews = line.closed()
    #expect(!isNews)
    line.changed([Self.office], now: at(1))
    line.resolved(Self.found, now: at(1))
    line.tick(now: at(60), into: &effects)
    #expect(line.reach == Reachability(network: .relayOnly) && effects == [])
  }

  @Test mutating func `on this machine alone only loopback is told`() {
    let line = line(.loopback, own: Self.all)
    #expect(line.reach == Reachability(candidates: [Self.loopback, Self.loopback6]))
    #expect(effects == [] && line.wakeTime == nil)
    #expect(line.isOpen(to: Self.loopback) && !line.isOpen(to: Self.home))
  }

  @Test mutating func `elsewhere no loopback is told, and the servers are looked up`() {
    let line = line(.everywhere(stun: Self.hosts), own: Self.all)
    #expect(line.reach == Reachability(candidates: [Self.home, Self.global6]))
    #expect(effects == [.resolve(Self.hosts)] && line.wakeTime == nil)
    #expect(line.isOpen(to: Self.seen) && !line.isOpen(to: Self.loopback))
  }

  @Test mutating func `without servers nothing is looked up`() {
    let line = line(.everywhere(stun: []))
    #expect(line.reach == Reachability(candidates: [Self.home]))
    #expect(effects == [] && line.wakeTime == nil)
  }

  // MARK: Looking up

  @Test(arguments: [[], [loopback]])
  mutating func `a look-up that found nothing is tried again`(found: [Address]) {
    var line = line(.everywhere(stun: Self.hosts))
    effects.removeAll()
    let retryAt = at(1) + DirectLine.Limit.lookUp
    line.resolved([ResolvedHost(Self.hosts[0], found)], now: at(1))
    #expect(line.wakeTime == retryAt)
    line.tick(now: retryAt - .nanoseconds(1), into: &effects)
    #expect(effects == [])
    line.tick(now: retryAt, into: &effects)
    #expect(effects == [.resolve(Self.hosts)] && line.wakeTime == nil)
    line.tick(now: retryAt + .seconds(60), into: &effects)
    #expect(effects == [.resolve(Self.hosts)])
  }

  @Test mutating func `once servers are known they are asked, each by its address`() {
    var line = surveying()
    #expect(line.wakeTime == .zero)
    line.tick(now: .zero, into: &effects)
    #expect(questions().map(\.server) == Self.servers)
    line.resolved([Self.found[0]], now: at(1))
    line.tick(now: .zero, into: &effects)
    #expect(effects == [])
  }

  // MARK: Asking

  @Test mutating func `what all servers see is told after what is our own`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    #expect(line.reach == Reachability(candidates: [Self.home, Self.seen], network: .mapped))
    #expect(effects == [])
  }

  @Test mutating func `an answer to nothing that was asked changes nothing`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    effects.removeAll()
    let answer = StunMessage(
      .success, StunTransaction(high: 1, low: 2), [.xorMappedAddress(Self.seen)])
    line.received(answer.encoded, from: Self.servers[0], now: .zero, into: &effects)
    #expect(line.reach == Reachability(candidates: [Self.home]) && effects == [])
  }

  @Test mutating func `servers are asked again in each round`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    let next = Instant.zero + DirectLine.Limit.round
    #expect(line.wakeTime == next)
    line.tick(now: next - .nanoseconds(1), into: &effects)
    #expect(effects == [])
    line.tick(now: next, into: &effects)
    #expect(questions().map(\.server) == Self.servers)
  }

  @Test mutating func `a missed path hurries the next round, and no more than that`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    let hurried = Instant.zero + DirectLine.Limit.hurriedRound
    line.hurry(now: hurried - .nanoseconds(1))
    line.tick(now: hurried - .nanoseconds(1), into: &effects)
    #expect(effects == [])
    line.hurry(now: hurried)
    line.tick(now: hurried, into: &effects)
    #expect(questions().map(\.server) == Self.servers)
  }

  @Test mutating func `another port at the NAT is told`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    let moved = Self.seen.with(port: 40_001)
    line.tick(now: at(15), into: &effects)
    try answer(&line, with: moved, now: at(15))
    #expect(line.reach == Reachability(candidates: [Self.home, moved], network: .mapped))
  }

  @Test mutating func `an address that servers saw is told again after a round without answers`()
    throws
  {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    // Four tries and the wait for the last are over within this.
    for second in 15..<29 { line.tick(now: at(second), into: &effects) }
    #expect(line.reach == Reachability(candidates: [Self.home], network: .blocked))
    effects.removeAll()
    line.tick(now: at(30), into: &effects)
    try answer(&line, with: Self.seen, now: at(30))
    #expect(line.reach == Reachability(candidates: [Self.home, Self.seen], network: .mapped))
  }

  // MARK: Places and opinions

  @Test(arguments: [0, 1, 15, 17, 40])
  mutating func `what servers saw is told whatever a machine has of bridges`(bridges: Int) throws {
    let own =
      [Self.home] + (0..<bridges).map { Address(ipv4: 172, UInt8(17 + $0), 0, 1, port: 7777) }
    var line = line(.everywhere(stun: Self.hosts), own: own)
    line.resolved(Self.found, now: .zero)
    effects.removeAll()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    let told = line.reach.candidates
    #expect(told.first == Self.home && told.prefix(3).contains(Self.seen))
    #expect(told.count == min(bridges + 2, Reachability.maxCandidates))
  }

  @Test func `a host with many addresses leaves others their turn`() {
    let many = (1...9).map { Address(ipv4: 198, 51, 100, UInt8($0), port: 3478) }
    let turns = ResolvedHost.inTurn([
      ResolvedHost(Self.hosts[0], many), ResolvedHost(Self.hosts[1], [Self.seen]),
      ResolvedHost(Self.hosts[1], []),
    ])
    #expect(turns == [many[0], Self.seen] + many.dropFirst())
  }

  /// Four tries and the wait for the last are over within this.
  private mutating func keepSilent(_ line: inout DirectLine) {
    for second in 0..<14 { line.tick(now: at(second), into: &effects) }
  }

  @Test mutating func `one host's silence is no diagnosis, however many addresses it has`() {
    for (index, observer) in [(0, StunObserver.relay), (1, .named)] {
      var line = line(.everywhere(stun: [Self.hosts[index]]))
      line.resolved([ResolvedHost(Self.hosts[index], Self.servers)], now: .zero)
      keepSilent(&line)
      #expect(line.network == .unanswered(by: observer, at: Self.servers))
      #expect(line.reach.network == .unknown, "others are told nothing that is not certain")
    }
  }

  @Test mutating func `a host that could not be looked up is no observer`() {
    var line = line(.everywhere(stun: Self.hosts))
    line.resolved([Self.found[0], ResolvedHost(Self.hosts[1], [])], now: .zero)
    keepSilent(&line)
    #expect(line.network == .unanswered(by: .relay, at: [Self.servers[0]]))
  }

  @Test mutating func `the silence of two hosts is`() {
    var line = surveying()
    keepSilent(&line)
    #expect(line.network == .known(.blocked) && line.reach.network == .blocked)
  }

  // MARK: Changes

  @Test mutating func `other addresses are told instead`() {
    var line = line(.everywhere(stun: []))
    line.changed([Self.loopback, Self.office], now: at(1))
    #expect(line.reach == Reachability(candidates: [Self.office]))
    #expect(effects == [])
  }

  @Test mutating func `other addresses forget what servers saw, and ask anew`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    line.changed([Self.office], now: at(1))
    #expect(line.reach.candidates == [Self.office])
    line.tick(now: at(1), into: &effects)
    #expect(questions().map(\.server) == Self.servers)
  }

  @Test mutating func `what servers see after a change is told, also if it is the same`() throws {
    var line = surveying()
    line.tick(now: .zero, into: &effects)
    try answer(&line, with: Self.seen, now: .zero)
    line.changed([Self.office], now: at(1))
    line.tick(now: at(1), into: &effects)
    try answer(&line, with: Self.seen, now: at(1))
    #expect(line.reach == Reachability(candidates: [Self.office, Self.seen], network: .mapped))
  }

  @Test mutating func `a closed socket is told once, and nothing is sent by it`() {
    var line = surveying()
    #expect(line.isOpen(to: Self.seen))
    let news = [line.closed(), line.closed()]
    #expect(news == [true, false])
    #expect(!line.isOpen(to: Self.seen) && line.wakeTime == nil)
    line.resolved(Self.found, now: at(1))
    line.tick(now: at(60), into: &effects)
    #expect(effects == [])
  }
}
