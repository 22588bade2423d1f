import Relay
import Testing
import Vocabulary

/// A relay with several event loops, each of which has some of the rooms.
struct HandOverTests {
  private static let count = 4

  /// The rooms below 64 that a loop has.
  private static func rooms(of index: Int) -> [UInt64] {
    (0..<64).filter { RoomHint(of: token($0).room).loop(among: count) == index }
  }

  private static func bench(
    _ index: Int, _ visitors: RoomShare.Visitors = .handedOver,
    _ limits: RelayLimits = RelayLimits()
  ) -> Bench {
    Bench(limits, share: RoomShare(index, of: count, visitors))
  }

  private static func handOver(_ effects: [RelayEffect]) -> HandOver? {
    guard effects.count == 1, case .handOver(_, let handOver) = effects[0] else { return nil }
    return handOver
  }

  private let near = rooms(of: 0)[0]
  private let far = rooms(of: 2)[0]

  @Test func `who asks for a room of ours is let in, and who asks for another is given away`()
    throws
  {
    var bench = Self.bench(0)
    bench.connect(1)
    #expect(bench.say(1, create(near)) == [welcomed(1, 0, of: 2)])
    for (id, message) in [
      (2, create(far)), (3, join(far)), (4, resume(far, at: 0, with: 4)),
    ] as [(UInt64, ClientMessage)] {
      bench.connect(id)
      let handOver = try #require(Self.handOver(bench.say(id, message)))
      #expect(handOver.loop == 2)
      #expect(bench.close(id) == [], "it is forgotten")
    }
    #expect(bench.hub.statistics.connections == 1)
    #expect(bench.hub.statistics.rooms == 1)
    #expect(bench.hub.statistics.endings.total == 0)
  }

  @Test func `whom another loop gives us gets what it asked for, and is counted once`() throws {
    var (here, there) = (Self.bench(0), Self.bench(2))
    here.connect(1, from: .ipv4(7))
    let host = try #require(Self.handOver(here.say(1, create(far))))
    #expect(there.take(5, host) == [welcomed(5, 0, of: 2)])
    here.connect(2, from: .ipv4(8))
    let guest = try #require(Self.handOver(here.say(2, join(far))))
    #expect(
      there.take(6, guest)
        == [welcomed(6, 1, of: 2, with: [0]), send(5, .peerJoined(seat(1)))])
    #expect(there.hub.memberAddresses == [.ipv4(7), .ipv4(8)])
    var sum = here.hub.statistics
    sum.add(there.hub.statistics)
    #expect(sum.connectionsOpened == 2 && sum.handshakes == 2 && sum.framesIn == 2)
    #expect(sum.connections == 2 && sum.members == 2 && sum.joins == 1)
  }

  @Test func `limits of the loop that has the room count for who is given to it`() throws {
    var limits = RelayLimits()
    limits.connectionsPerAddress = 1
    var (here, there) = (Self.bench(0), Self.bench(2, .handedOver, limits))
    for id in [1, 2] as [UInt64] { here.connect(id, from: .ipv4(7)) }
    let first = try #require(Self.handOver(here.say(1, create(far))))
    let second = try #require(Self.handOver(here.say(2, join(far))))
    _ = there.take(1, first)
    #expect(there.take(2, second) == [close(2, .tooManyConnections)])
    _ = there.close(1)
    there.connect(3, from: .ipv4(7))
    #expect(there.hub.statistics.connections == 1, "the address has its place back")
  }

  @Test func `who is given away frees the place of its address`() {
    var limits = RelayLimits()
    limits.connectionsPerAddress = 1
    var bench = Self.bench(0, .handedOver, limits)
    for id in 1..<4 as Range<UInt64> {
      #expect(bench.open(id) == [])
      bench.hub.upgraded(connection(id), ticket: ticket(id), now: bench.now)
      #expect(Self.handOver(bench.say(id, join(far))) != nil)
    }
    #expect(bench.open(4) == [])
    var effects: [RelayEffect] = []
    bench.hub.handedOver(connection(4), now: bench.now, into: &effects)
    #expect(effects == [] && bench.open(5) == [])
  }

  @Test func `where a connection cannot be given away, who has no hint is refused`() {
    var bench = Self.bench(0, .refused)
    bench.connect(1)
    #expect(bench.say(1, create(far)) == refusal(1, .malformed))
    bench.connect(2)
    #expect(bench.say(2, create(near)) == [welcomed(2, 0, of: 2)])
  }

  @Test func `every room is on one loop, and one loop alone has all`() throws {
    for room in 0..<64 as Range<UInt64> {
      let owners = try (0..<Self.count).filter { index in
        var bench = Self.bench(index)
        bench.connect(1)
        let effects = bench.say(1, create(room))
        guard let handOver = Self.handOver(effects) else { return true }
        try #require(Self.rooms(of: handOver.loop).contains(room))
        return false
      }
      #expect(owners.count == 1, "room \(room): \(owners)")
      var alone = Bench()
      alone.connect(1)
      #expect(alone.say(1, create(room)) == [welcomed(1, 0, of: 2)])
    }
  }

  // MARK: The whole

  @Test func `a loop without rooms goes on while others drain, until time is over`() {
    var bench = Self.bench(0)
    _ = bench.drain(for: .seconds(60))
    #expect(bench.tick(others: .serving) == [])
    #expect(bench.readiness == .drained)
    #expect(bench.open(1) == [], "somebody comes back to another loop by us")
    _ = bench.close(1)
    #expect(bench.tick(others: .drained) == [])
    #expect(bench.readiness == .stopped)
    var late = Self.bench(0)
    _ = late.drain(for: .seconds(60))
    late.wait(.seconds(60))
    _ = late.tick(others: .serving)
    #expect(late.readiness == .stopped)
  }

  @Test func `a loop with rooms goes on when others have none`() {
    var bench = Self.bench(0)
    bench.connect(1)
    _ = bench.say(1, create(near))
    _ = bench.drain(for: .seconds(60))
    #expect(bench.tick(others: .drained) == [])
    #expect(bench.readiness == .draining)
  }

  private func pulse(_ readiness: Readiness, at time: Duration = .zero) -> RelayPulse {
    var statistics = RelayStatistics()
    statistics.rooms = 3
    var gauge = RelayGauge()
    gauge.forwarded(after: .microseconds(80))
    gauge.willWake(at: .zero)
    gauge.woke(now: .zero + time)
    return RelayPulse(at: .zero + time, readiness: readiness, statistics: statistics, gauge: gauge)
  }

  @Test(
    arguments: [
      ([.ready, .ready], .ready), ([.ready, .draining], .draining),
      ([.stopped, .ready], .draining),
      ([.drained, .draining], .draining), ([.drained, .stopped], .drained),
      ([.drained, .drained], .drained), ([.stopped, .stopped], .stopped),
    ] as [([Readiness], Readiness)])
  func `a relay is as far as the last of its loops`(parts: [Readiness], whole: Readiness) {
    #expect(RelayPulse(adding: parts.map { pulse($0) }).readiness == whole)
  }

  @Test func `what loops say is added up, and the one that hangs is not hidden`() {
    let all = RelayPulse(adding: [
      pulse(.ready, at: .seconds(9)), pulse(.ready, at: .seconds(1)),
      pulse(.ready, at: .seconds(8)),
    ])
    #expect(all.at == .zero + .seconds(1) && !all.isFresh(now: .zero + .seconds(9)))
    #expect(all.statistics.rooms == 9)
    #expect(all.gauge.newestLag == .seconds(9))
    #expect(all.gauge.latency.total == 3 && all.gauge.latency.sum == .microseconds(240))
    #expect(all.gauge.latency.counts[1] == 3 && all.gauge.lag.total == 3)
  }

  @Test func `all that is counted is added up`() {
    var one = RelayStatistics()
    for counter in RelayStatistics.counters { one[keyPath: counter] = 1 }
    let counted = Mirror(reflecting: one).children.compactMap { $0.value as? UInt64 }
    #expect(counted.allSatisfy { $0 == 1 } && counted.count == RelayStatistics.counters.count)
    (one.connections, one.rooms, one.members, one.addresses) = (1, 1, 1, 1)
    let present = Mirror(reflecting: one).children.compactMap { $0.value as? Int }
    #expect(present == [1, 1, 1, 1])
    one.add(one)
    let numbers = Mirror(reflecting: one).children.map { "\($0.value)" }.filter { Int($0) != nil }
    #expect(Set(numbers) == ["2"])
    var bench = Bench()
    for id in 1..<4 as Range<UInt64> { _ = bench.open(id) }
    _ = bench.violate(1, .badRequest)
    _ = bench.close(2)
    bench.connect(4)
    _ = bench.say(4, join(9))
    bench.connect(5)
    _ = bench.say(5, create())
    _ = bench.say(5, .data(to: seat(1), payload: [1]))
    var sum = bench.hub.statistics
    sum.add(bench.hub.statistics)
    #expect(sum.violations[.badRequest] == 2 && sum.violations.total == 2)
    #expect(sum.endings[.closedByClient] == 2 && sum.refusals[.noSuchRoom] == 2)
    #expect(sum.drops[.emptySeat] == 2)
  }

  @Test func `what a relay has so many of is divided among its loops, and never nothing`() {
    let limits = RelayLimits().divided(among: 4)
    #expect(limits.connections == 1_024 && limits.lingering == 64 && limits.rooms == 250)
    var rest = limits
    (rest.connections, rest.lingering, rest.rooms) = (4_096, 256, 1_000)
    #expect(rest == RelayLimits() && RelayLimits().divided(among: 1) == RelayLimits())
    var small = RelayLimits()
    (small.connections, small.lingering, small.rooms) = (5, 1, 3)
    small = small.divided(among: 64)
    #expect(small.connections == 1 && small.lingering == 1 && small.rooms == 1)
  }
}
