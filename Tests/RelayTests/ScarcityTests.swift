import Relay
import Testing
import Vocabulary

/// What there is only so much of: at the limit, and one past it.
struct ScarcityTests {
  // MARK: Connections

  @Test func `an address may try to connect 120 times a minute, and no other is asked`() {
    var bench = Bench()
    for id in UInt64(0)..<120 {
      #expect(bench.open(id).isEmpty)
      _ = bench.close(id)
    }
    #expect(bench.open(120) == [close(120, .connectingTooOften)])
    #expect(bench.open(121, from: .ipv4(2)).isEmpty)
    #expect(bench.hub.statistics.endings[.connectingTooOften] == 1)
    bench.wait(.milliseconds(500))
    #expect(bench.open(122).isEmpty)
  }

  @Test func `the last quarter of all connections is for addresses that have few`() {
    var limits = RelayLimits()
    limits.connections = 40
    var bench = Bench(limits)
    for id in UInt64(0)..<29 { #expect(bench.open(id, from: .ipv4(UInt32(id / 15))).isEmpty) }
    #expect(bench.open(29, from: .ipv4(0)).isEmpty)
    #expect(bench.open(30, from: .ipv4(0)) == [close(30, .tooManyConnections)])
    for id in UInt64(31)..<35 { #expect(bench.open(id, from: .ipv4(7)).isEmpty) }
    #expect(bench.open(35, from: .ipv4(7)) == [close(35, .tooManyConnections)])
    for id in UInt64(36)..<42 { #expect(bench.open(id, from: .ipv4(UInt32(id))).isEmpty) }
    #expect(bench.open(42, from: .ipv4(99)) == [close(42, .tooManyConnections)])
  }

  @Test func `an IPv6 site has eight times what an address has, whatever its addresses`() {
    var limits = RelayLimits()
    limits.connectionsPerAddress = 1
    var bench = Bench(limits)
    for id in UInt64(0)..<8 {
      #expect(bench.open(id, from: .ipv6(prefix: 0xABCD_0000 + id)).isEmpty)
    }
    #expect(
      bench.open(8, from: .ipv6(prefix: 0xABCD_0008)) == [close(8, .tooManyConnections)])
    #expect(bench.open(9, from: .ipv6(prefix: 0xABCE_0000)).isEmpty)
    _ = bench.close(3)
    #expect(bench.open(10, from: .ipv6(prefix: 0xABCD_0009)).isEmpty)
  }

  @Test func `one frame too many before a room ends a stranger, whatever it says`() {
    var bench = Bench()
    bench.connect(0)
    for _ in 0..<8 { #expect(!bench.ping(0).isEmpty) }
    #expect(bench.ping(0) == refusal(0, .rateLimited))
    bench.connect(1)
    for _ in 0..<7 { _ = bench.pong(1) }
    #expect(bench.say(1, create()) == [welcomed(1, 0, of: 2)])
    for _ in 0..<20 { #expect(!bench.ping(1).isEmpty) }
  }

  // MARK: Sockets and memory

  @Test func `no more connections are promised than there are descriptors`() {
    let many = RelayLimits().fitting(descriptors: 1 << 20)
    #expect(many.connections == 4_096 && many.lingering == 256)
    let few = RelayLimits().fitting(descriptors: 64)
    #expect(few.connections == 28 && few.lingering == 4)
    let spread = RelayLimits().fitting(descriptors: 64 + 12, loops: 4)
    #expect(spread == few, "an event loop has some of its own")
    let none = RelayLimits().fitting(descriptors: 0, loops: 64)
    #expect(none.connections == 1 && none.lingering == 1)
  }

  @Test func `that there are no more sockets is counted each time, and said once a minute`() {
    var bench = Bench()
    #expect(
      bench.hub.ranOutOfDescriptors(errno: 24, now: bench.now) == .outOfDescriptors(errno: 24))
    bench.wait(.seconds(60) - .nanoseconds(1))
    #expect(bench.hub.ranOutOfDescriptors(errno: 24, now: bench.now) == nil)
    bench.wait(.nanoseconds(1))
    #expect(bench.hub.ranOutOfDescriptors(errno: 23, now: bench.now) != nil)
    #expect(bench.hub.statistics.acceptancePauses == 3)
  }

  @Test func `near the memory limit nobody new is let in, until a quarter is free again`() {
    var bench = Bench.room(members: 1, capacity: 2)
    let limit = 64 << 20
    #expect(bench.hub.uses(MemoryUse(used: 56 << 20 - 1, limit: limit)) == nil)
    let scarce = MemoryUse(used: 56 << 20, limit: limit)
    #expect(bench.hub.uses(scarce) == .memoryScarce(scarce))
    #expect(bench.hub.uses(scarce) == nil)
    #expect(bench.open(7) == [close(7, .memoryScarce)])
    #expect(bench.hub.statistics.endings[.memoryScarce] == 1)
    #expect(bench.hub.uses(MemoryUse(used: 48 << 20, limit: limit)) == nil)
    let sufficient = MemoryUse(used: 48 << 20 - 1, limit: limit)
    #expect(bench.hub.uses(sufficient) == .memorySufficient(sufficient))
    #expect(bench.open(8).isEmpty)
    #expect(bench.hub.statistics.members == 1)
  }

  // MARK: Rooms

  /// A room that its creator has left, by the name of the connection.
  private func leaveRoom(
    _ id: UInt64, from address: ClientAddress, _ bench: inout Bench
  ) -> [RelayEffect] {
    bench.connect(id, from: address)
    let answer = bench.say(id, create(id))
    _ = bench.close(id)
    return answer
  }

  @Test func `an address leaves four rooms behind, and a fifth costs it the oldest`() {
    var bench = Bench()
    for id in UInt64(1)...5 {
      bench.wait(.milliseconds(1))
      _ = leaveRoom(id, from: .ipv4(1), &bench)
    }
    #expect(bench.hub.statistics.rooms == 4)
    #expect(bench.hub.statistics.roomsDisplaced == 1)
    bench.connect(10, from: .ipv4(2))
    #expect(bench.say(10, join(1)) == refusal(10, .noSuchRoom(next: .none)))
    bench.connect(11, from: .ipv4(2))
    #expect(bench.say(11, join(2)) == [welcomed(11, 1, of: 2)])
  }

  @Test func `a table full of rooms that nobody is in has space for whoever comes`() {
    var limits = RelayLimits()
    limits.rooms = 20
    var bench = Bench(limits)
    bench.connect(0, from: .ipv4(9))
    #expect(bench.say(0, create(200)) == [welcomed(0, 0, of: 2)])
    for id in UInt64(1)...100 {
      #expect(leaveRoom(id, from: .ipv4(1_000 + UInt32(id)), &bench).count == 1)
    }
    #expect(bench.hub.statistics.rooms == 20)
    bench.connect(101, from: .ipv4(1))
    #expect(bench.say(101, create(101)) == [welcomed(101, 0, of: 2)])
    bench.connect(102, from: .ipv4(2))
    #expect(bench.say(102, join(200)).count == 2, "a room with a member is none of them")
  }

  @Test func `a match that everybody has lost makes way after rooms of nobody`() {
    var limits = RelayLimits()
    limits.rooms = 2
    var bench = Bench.match(members: 2, capacity: 2, limits)
    for id in UInt64(0)...1 { _ = bench.close(id) }
    bench.wait(.seconds(1))
    _ = leaveRoom(10, from: .ipv4(3), &bench)
    _ = leaveRoom(11, from: .ipv4(4), &bench)
    bench.connect(12, from: .ipv4(1))
    let back = resume(at: 0, with: 0, expecting: [1])
    #expect(bench.say(12, back) == [welcomed(12, 0, of: 2, ticket: 0)])
    #expect(bench.hub.statistics.roomsCreated == 3, "it was not built again")
  }

  @Test func `an IPv6 site opens 80 rooms a minute, from however many addresses`() {
    var bench = Bench()
    for id in UInt64(1)...80 {
      let answer = leaveRoom(id, from: .ipv6(prefix: 0xABCD_0000 + id), &bench)
      #expect(answer.count == 1)
    }
    let wait = leaveRoom(81, from: .ipv6(prefix: 0xABCD_FFFF), &bench)
    #expect(wait == refusal(81, .tooManyRoomsFromHere(Wait(seconds: 1))))
    #expect(bench.hub.statistics.rooms == 32, "eight times what an address leaves behind")
    #expect(leaveRoom(82, from: .ipv6(prefix: 0xABCE_0000), &bench).count == 1)
  }

  // MARK: Who does not read

  @Test func `who does not read is owed 16 kB of signals, and closed for a byte more`() {
    var limits = RelayLimits()
    limits.owedBytes = 3_000
    var bench = Bench.room(members: 2, capacity: 2, limits)
    bench.stopReading(1)
    let signal = ClientMessage.signal(to: seat(1), payload: [UInt8](repeating: 1, count: 998)[...])
    for _ in 0..<3 { #expect(bench.say(0, signal).count == 1) }
    #expect(
      bench.say(0, .signal(to: seat(1), payload: [1]))
        == [close(1, .unwritable), send(0, .peerLeft(seat(1), .lost))])
  }

  @Test func `what is owed is forgotten when the client reads again`() {
    var limits = RelayLimits()
    limits.owedBytes = 1_000
    var bench = Bench.room(members: 2, capacity: 2, limits)
    let signal = ClientMessage.signal(to: seat(1), payload: [UInt8](repeating: 1, count: 998)[...])
    for _ in 0..<5 {
      bench.stopReading(1)
      #expect(bench.say(0, signal).count == 1)
      _ = bench.readAgain(1)
    }
  }
}
