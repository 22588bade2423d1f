import Relay
import Testing
import Vocabulary

/// Coming back to a seat after the connection was lost.
struct ResumeTests {
  /// A match of two whose second member has just lost the connection, from its own address.
  private func roomWithLostMember(_ limits: RelayLimits = RelayLimits()) -> Bench {
    var bench = Bench.match(members: 2, capacity: 2, limits)
    _ = bench.close(1)
    return bench
  }

  // MARK: The way back

  @Test func `a lost member is announced as gone, and comes back to its seat by its ticket`() {
    var bench = Bench.match(members: 3, capacity: 3)
    #expect(
      bench.close(1)
        == [send(0, .peerLeft(seat(1), .lost)), send(2, .peerLeft(seat(1), .lost))])
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, of: 3, with: 1)) == [
        welcomed(9, 1, of: 3, with: [0, 2], ticket: 1), send(0, .peerJoined(seat(1))),
        send(2, .peerJoined(seat(1))),
      ])
    #expect(
      bench.say(9, .data(to: seat(0), payload: [5]))
        == [send(0, .data(from: seat(1), payload: [5]))])
    let statistics = bench.hub.statistics
    #expect(statistics.resumptions == 1)
    #expect(statistics.joins == 2)
    #expect(statistics.roomsCreated == 1)
    #expect(statistics.members == 3)
  }

  @Test func `a ticket opens its seat again and again`() {
    var bench = roomWithLostMember()
    for id in UInt64(10)..<14 {
      bench.connect(id)
      #expect(
        bench.say(id, resume(at: 1, with: 1, expecting: [0])).first
          == welcomed(id, 1, of: 2, with: [0], ticket: 1))
      _ = bench.close(id)
    }
  }

  @Test func `the creator comes back to seat 0`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.close(0)
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 0, with: 0))
        == [welcomed(9, 0, of: 2, with: [1], ticket: 0), send(1, .peerJoined(seat(0)))])
  }

  @Test func `a kept seat is nobody to those in the room`() {
    var bench = Bench.match(members: 3, capacity: 4)
    _ = bench.close(1)
    #expect(bench.say(0, .data(to: seat(1), payload: [1])) == [])
    #expect(bench.say(0, .signal(to: seat(1), payload: [1])) == [])
    #expect(bench.hub.statistics.drops[.emptySeat] == 2)
    #expect(bench.hub.statistics.members == 2)
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 3, of: 4, with: [0, 2]))
  }

  // MARK: Which endings keep the seat

  enum Ending: CaseIterable {
    case closed, silent, unwritable, violation, malformed, flood
    case left

    var departure: RelayMessage.Departure {
      switch self {
      case .closed, .silent, .unwritable, .violation, .malformed, .flood: .lost
      case .left: .left
      }
    }
  }

  private func end(_ ending: Ending, _ bench: inout Bench) -> [RelayEffect] {
    switch ending {
    case .closed: return bench.close(1)
    case .silent:
      bench.wait(.seconds(15))
      _ = bench.pong(0)
      return bench.tick()
    case .unwritable:
      bench.stopReading(1)
      bench.wait(.seconds(2))
      return bench.tick()
    case .left: return bench.say(1, .leave)
    case .violation: return bench.violate(1, .fragment)
    case .malformed: return bench.say(1, bytes: [0xFF])
    case .flood:
      var effects: [RelayEffect] = []
      for _ in 0..<1_500 { effects += bench.ping(1) }
      return effects
    }
  }

  @Test(arguments: Ending.allCases)
  func `in a match a joiner gets the seat at once only of who said goodbye`(ending: Ending) {
    var bench = Bench.match(members: 2, capacity: 2)
    #expect(end(ending, &bench).contains(send(0, .peerLeft(seat(1), ending.departure))))
    bench.connect(9)
    let effects = bench.say(9, join())
    switch ending.departure {
    case .lost: #expect(effects == refusal(9, .roomFull))
    case .left: #expect(effects.first == welcomed(9, 1, of: 2, with: [0]))
    }
  }

  @Test(arguments: Ending.allCases)
  func `without a match a joiner gets the seat at once, however it ended`(ending: Ending) {
    var bench = Bench.room(members: 2, capacity: 2)
    #expect(end(ending, &bench).contains(send(0, .peerLeft(seat(1), ending.departure))))
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test(arguments: Ending.allCases)
  func `whoever ended in any way gets a seat that nobody took`(ending: Ending) {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = end(ending, &bench)
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, with: 1)).first == welcomed(9, 1, of: 2, with: [0], ticket: 1))
  }

  // MARK: The grace

  @Test func `a seat is kept for thirty seconds`() {
    var bench = roomWithLostMember()
    bench.wait(.seconds(30) - .nanoseconds(1))
    _ = bench.pong(0)
    bench.connect(8)
    #expect(bench.say(8, join()) == refusal(8, .roomFull))
    bench.wait(.nanoseconds(1))
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test func `after the grace the seat is still its former holder's if nobody took it`() {
    var bench = roomWithLostMember()
    bench.wait(.seconds(30))
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, with: 1)).first == welcomed(9, 1, of: 2, with: [0], ticket: 1))
  }

  @Test func `after the grace a joiner has the seat, and keeps it`() {
    var bench = roomWithLostMember()
    bench.wait(.seconds(30))
    bench.connect(8)
    _ = bench.say(8, join())
    bench.connect(9)
    #expect(bench.say(9, resume(at: 1, with: 1)) == refusal(9, .roomFull))
    #expect(bench.say(8, .leave).first == close(8, .left))
  }

  @Test func `the grace begins anew with every loss`() {
    var bench = roomWithLostMember()
    bench.wait(.seconds(20))
    bench.connect(8)
    _ = bench.say(8, resume(at: 1, with: 1, expecting: [0]))
    _ = bench.close(8)
    bench.wait(.seconds(30) - .nanoseconds(1))
    bench.connect(9)
    #expect(bench.say(9, join()) == refusal(9, .roomFull))
  }

  @Test func `a room of kept seats alone is gone with the last of them`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.close(0)
    bench.wait(.seconds(10))
    _ = bench.close(1)
    bench.wait(.seconds(30) - .nanoseconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.rooms == 1)
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [])
    #expect(bench.hub.statistics.rooms == 0)
  }

  @Test func `a room to which a member came back is not empty`() {
    var bench = Bench.room(members: 1, capacity: 2)
    _ = bench.close(0)
    bench.wait(.seconds(29))
    bench.connect(9)
    _ = bench.say(9, resume(at: 0, with: 0))
    for _ in 0..<4 {
      bench.wait(.seconds(10))
      _ = bench.pong(9)
      _ = bench.tick()
    }
    #expect(bench.hub.statistics.rooms == 1)
  }

  // MARK: Whose seat it is

  @Test func `a kept seat is not given to another ticket`() {
    var bench = roomWithLostMember()
    bench.connect(9)
    #expect(bench.say(9, resume(at: 1, with: 77)) == refusal(9, .roomFull))
    bench.connect(10)
    #expect(
      bench.say(10, resume(at: 1, with: 1)).first == welcomed(10, 1, of: 2, with: [0], ticket: 1))
  }

  @Test func `a taken seat is not given to another ticket`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.connect(9)
    #expect(bench.say(9, resume(at: 0, with: 1)) == refusal(9, .roomFull))
    #expect(bench.hub.statistics.members == 2)
  }

  @Test func `a free seat is given to any ticket, which is then the seat's`() {
    var bench = Bench.match(members: 1, capacity: 2)
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, with: 77, expecting: [0])).first
        == welcomed(9, 1, of: 2, with: [0], ticket: 77))
    _ = bench.close(9)
    bench.connect(10)
    #expect(bench.say(10, resume(at: 1, with: 9)) == refusal(10, .roomFull))
    bench.connect(11)
    #expect(
      bench.say(11, resume(at: 1, with: 77)).first
        == welcomed(11, 1, of: 2, with: [0], ticket: 77))
  }

  @Test func `a seat that the room does not have is refused as taken`() {
    var bench = Bench.room(members: 1, capacity: 2)
    bench.connect(9)
    #expect(bench.say(9, resume(at: 2, of: 3, with: 0)) == refusal(9, .roomFull))
  }

  @Test func `the room knows its seats better than a member`() {
    var bench = Bench.room(members: 1, capacity: 3)
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, of: 8, with: 1)).first
        == welcomed(9, 1, of: 3, with: [0], ticket: 1))
  }

  @Test func `whoever comes back while the old connection seems alive replaces it`() {
    var bench = Bench.room(members: 3, capacity: 3)
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, of: 3, with: 1)) == [
        close(1, .replaced), send(0, .peerLeft(seat(1), .lost)),
        send(2, .peerLeft(seat(1), .lost)),
        welcomed(9, 1, of: 3, with: [0, 2], ticket: 1), send(0, .peerJoined(seat(1))),
        send(2, .peerJoined(seat(1))),
      ])
    let statistics = bench.hub.statistics
    #expect(statistics.endings[.replaced] == 1)
    #expect(statistics.resumptions == 1)
    #expect(statistics.members == 3)
    #expect(statistics.connections == 3)
    #expect(bench.say(1, .data(to: seat(0), payload: [1])) == [])
    #expect(bench.close(1) == [])
    #expect(
      bench.say(0, .data(to: seat(1), payload: [2]))
        == [send(9, .data(from: seat(0), payload: [2]))])
  }

  @Test func `a client whose welcome was lost on the way comes back by the same ticket`() {
    var bench = roomWithLostMember()
    bench.connect(8)
    _ = bench.say(8, resume(at: 1, with: 1))
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, with: 1)) == [
        close(8, .replaced), send(0, .peerLeft(seat(1), .lost)),
        welcomed(9, 1, of: 2, with: [0], ticket: 1), send(0, .peerJoined(seat(1))),
      ])
  }

  @Test func `the only member replaces itself`() {
    var bench = Bench.room(members: 1, capacity: 2)
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 0, with: 0))
        == [close(0, .replaced), welcomed(9, 0, of: 2, ticket: 0)])
    bench.wait(.seconds(60))
    _ = bench.pong(9)
    _ = bench.tick()
    #expect(bench.hub.statistics.rooms == 1)
  }
}
