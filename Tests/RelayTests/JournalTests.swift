import Relay
import Testing
import Vocabulary

/// What a relay notes for its operator.
struct JournalTests {
  private static let salt = [UInt8](repeating: 5, count: 16)

  private func mark(_ number: UInt64 = 1, salt: [UInt8] = Self.salt) -> RoomMark {
    RelayJournal(salt: salt).mark(of: token(number).room)
  }

  @Test func `nothing is noted unless somebody wants to read it`() {
    var bench = Bench.room(members: 2, capacity: 2)
    #expect(bench.hub.takeEvents() == [])
  }

  @Test func `a room is told from its first member to its end`() {
    var limits = RelayLimits()
    limits.roomIdle = .seconds(5)
    var bench = Bench(limits)
    bench.hub.keepJournal(salt: Self.salt)
    bench.connect(0)
    _ = bench.say(0, create())
    bench.connect(1)
    _ = bench.say(1, join())
    #expect(
      bench.hub.takeEvents() == [
        .roomOpened(mark(), capacity: 2), .seated(mark(), seat(0)), .seated(mark(), seat(1)),
      ])
    #expect(bench.hub.takeEvents() == [], "each is told once")
    _ = bench.say(0, .leave)
    _ = bench.close(1)
    bench.wait(.seconds(5))
    _ = bench.tick()
    #expect(
      bench.hub.takeEvents() == [
        .left(mark(), seat(0), .left), .left(mark(), seat(1), .lost), .roomClosed(mark()),
      ])
  }

  @Test func `who is refused or breaks a rule is told with address and reason`() {
    var bench = Bench()
    bench.hub.keepJournal(salt: Self.salt)
    bench.connect(0, from: .ipv4(7))
    _ = bench.say(0, join())
    bench.connect(1, from: .ipv6(prefix: 8))
    _ = bench.violate(1, .fragment)
    bench.connect(2)
    _ = bench.say(2, .leave)
    #expect(
      bench.hub.takeEvents() == [
        .ended(.ipv4(7), .refused(.noSuchRoom(next: .none))),
        .ended(.ipv6(prefix: 8), .violation(.fragment)),
      ])
  }

  @Test func `marks tell rooms apart, and say nothing without the salt`() {
    #expect(mark(1) == mark(1) && mark(1) != mark(2))
    #expect(mark(1) != mark(1, salt: [UInt8](repeating: 6, count: 16)))
    #expect(mark().text.count == 8)
    #expect(mark().text.allSatisfy { $0.isHexDigit })
  }

  @Test func `a flood is told as its number`() {
    var journal = RelayJournal(salt: Self.salt)
    let event = RelayEvent.ended(.ipv4(1), .silent)
    for _ in 0..<RelayJournal.linesPerSecond + 7 { journal.note(event, now: .zero) }
    #expect(journal.take() == Array(repeating: event, count: RelayJournal.linesPerSecond))
    journal.note(event, now: .zero + .seconds(1))
    #expect(journal.take() == [.leftOut(lines: 7), event])
    journal.note(event, now: .zero + .seconds(1))
    #expect(journal.take() == [event])
  }
}
