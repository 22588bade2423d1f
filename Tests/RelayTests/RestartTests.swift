import Relay
import Testing
import Vocabulary

/// A relay that knows nothing of the room to which its members return, and what it refuses them.
struct RestartTests {
  // MARK: The room is built again

  @Test func `members of a room that the relay has forgotten find each other at their seats`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, resume(at: 2, of: 3, with: 50)) == [welcomed(0, 2, of: 3, ticket: 50)])
    bench.connect(1)
    #expect(
      bench.say(1, resume(at: 0, of: 3, with: 51)) == [
        welcomed(1, 0, of: 3, with: [2], ticket: 51), send(0, .peerJoined(seat(0))),
      ])
    #expect(
      bench.say(1, .data(to: seat(2), payload: [5]))
        == [send(0, .data(from: seat(0), payload: [5]))])
    #expect(bench.hub.statistics.roomsCreated == 1)
    #expect(bench.hub.statistics.resumptions == 2)
  }

  /// Its name follows from the token: there is nothing that a stranger could say to get at it.
  @Test(arguments: [create(8), resume(8, at: 0, with: 0), join(8)])
  func `L-71 after a restart a stranger makes no room but its own`(message: ClientMessage) {
    var bench = Bench()
    bench.connect(9, from: .ipv4(9))
    _ = bench.say(9, message)
    bench.connect(0)
    #expect(bench.say(0, resume(at: 0, with: 50)) == [welcomed(0, 0, of: 2, ticket: 50)])
    bench.connect(1)
    #expect(bench.say(1, join()).first == welcomed(1, 1, of: 2, with: [0]))
    bench.connect(10, from: .ipv4(9))
    #expect(bench.say(10, join(7)) == refusal(10, .noSuchRoom(next: .none)))
    bench.connect(3)
    #expect(bench.say(3, create()) == refusal(3, .roomExists), "it has its host")
  }

  @Test func `a newcomer does not sit down between members who are still to come back`() {
    var bench = Bench()
    bench.connect(0)
    _ = bench.say(0, resume(at: 1, of: 3, with: 1, expecting: [0, 2]))
    bench.wait(.seconds(30) - .nanoseconds(1))
    _ = bench.pong(0)
    bench.connect(2)
    #expect(bench.say(2, join()) == refusal(2, .roomFull))
    bench.wait(.nanoseconds(1))
    bench.connect(3)
    #expect(bench.say(3, join()).first == welcomed(3, 2, of: 3, with: [1]))
  }

  @Test func `a newcomer sits down at once where nobody is expected`() {
    var bench = Bench()
    bench.connect(0)
    _ = bench.say(0, resume(at: 0, of: 4, with: 0, expecting: [1, 3]))
    bench.connect(1)
    #expect(bench.say(1, join()).first == welcomed(1, 2, of: 4, with: [0]))
    bench.connect(2)
    #expect(bench.say(2, join()) == refusal(2, .roomFull))
    bench.connect(3)
    #expect(
      bench.say(3, resume(at: 3, of: 4, with: 50, expecting: [0, 1])).first
        == welcomed(3, 3, of: 4, with: [0, 2], ticket: 50))
  }

  @Test func `whom a later member expects keeps no seat in a room that is there`() {
    var bench = Bench()
    bench.connect(0)
    _ = bench.say(0, resume(at: 0, of: 3, with: 0))
    bench.connect(1)
    _ = bench.say(1, resume(at: 1, of: 3, with: 1, expecting: [0, 2]))
    bench.connect(2)
    #expect(bench.say(2, join()).first == welcomed(2, 2, of: 3, with: [0, 1]))
  }

  @Test func `a member may come back later than the grace if nobody took the seat`() {
    var bench = Bench()
    bench.connect(0)
    _ = bench.say(0, resume(at: 1, with: 1, expecting: [0]))
    bench.wait(.seconds(31))
    bench.connect(2)
    #expect(
      bench.say(2, resume(at: 0, with: 5)).first == welcomed(2, 0, of: 2, with: [1], ticket: 5))
  }

  @Test func `a room that expired is built again, too`() {
    var limits = RelayLimits()
    limits.roomLifetime = .seconds(4)
    var bench = Bench.room(members: 1, capacity: 2, limits)
    bench.wait(.seconds(4))
    #expect(bench.tick() == [close(0, .roomExpired)])
    bench.connect(9)
    #expect(bench.say(9, resume(at: 0, with: 0)) == [welcomed(9, 0, of: 2, ticket: 0)])
    #expect(bench.hub.statistics.roomsCreated == 2)
  }

  // MARK: What it costs, and what is refused

  @Test func `building rooms again is counted as creating them`() {
    var bench = Bench()
    for id in UInt64(0)..<10 {
      bench.connect(id)
      #expect(bench.say(id, resume(id, at: 0, with: id)) == [welcomed(id, 0, of: 2)])
    }
    bench.connect(10)
    #expect(
      bench.say(10, resume(10, at: 0, with: 10))
        == refusal(10, .tooManyRoomsFromHere(Wait(seconds: 6))))
    bench.connect(11)
    #expect(bench.say(11, create(11)) == refusal(11, .tooManyRoomsFromHere(Wait(seconds: 6))))
    bench.connect(12, from: .ipv4(2))
    #expect(bench.say(12, resume(12, at: 0, with: 12)) == [welcomed(12, 0, of: 2)])
  }

  @Test func `coming back to a room that is there costs no room`() {
    var bench = Bench.room(members: 2, capacity: 2)
    for id in UInt64(10)..<28 {
      bench.connect(id)
      #expect(
        bench.say(id, resume(at: 1, with: 1)).contains(welcomed(id, 1, of: 2, with: [0], ticket: 1))
      )
    }
    bench.connect(50)
    #expect(bench.say(50, create(2)) == [welcomed(50, 0, of: 2)])
  }

  @Test func `no room is built again beyond what the relay allows`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, resume(at: 0, of: 12, with: 0)) == [welcomed(0, 0, of: 12)])
    bench.connect(1)
    #expect(bench.say(1, resume(2, at: 0, of: 13, with: 1)) == refusal(1, .roomTooLarge(seats: 12)))
  }

  @Test func `a relay full of rooms builds none again`() {
    var limits = RelayLimits()
    limits.rooms = 1
    var bench = Bench.room(members: 1, capacity: 2, limits)
    bench.connect(1)
    #expect(bench.say(1, resume(2, at: 0, with: 1)) == refusal(1, .tooManyRooms))
  }

  @Test func `a draining relay builds no room again, and takes members back to those it has`() {
    var bench = Bench.room(members: 2, capacity: 2)
    _ = bench.close(1)
    _ = bench.drain()
    bench.connect(8)
    #expect(bench.say(8, resume(2, at: 0, with: 8)) == refusal(8, .draining(nil)))
    bench.connect(9)
    #expect(
      bench.say(9, resume(at: 1, with: 1)).first == welcomed(9, 1, of: 2, with: [0], ticket: 1))
  }
}
