import Relay
import Testing
import Vocabulary

struct RoomTests {
  @Test func `the creator sits at seat 0, joiners at the lowest free seat`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, create(capacity: 3)) == [welcomed(0, 0, of: 3)])
    bench.connect(1)
    #expect(
      bench.say(1, join())
        == [welcomed(1, 1, of: 3, with: [0]), send(0, .peerJoined(seat(1)))])
    bench.connect(2)
    #expect(
      bench.say(2, join()) == [
        welcomed(2, 2, of: 3, with: [0, 1]), send(0, .peerJoined(seat(2))),
        send(1, .peerJoined(seat(2))),
      ])
  }

  @Test func `a seat that is left is the next to be taken`() {
    var bench = Bench.room(members: 3, capacity: 3)
    #expect(
      bench.say(1, .leave)
        == [
          close(1, .left), send(0, .peerLeft(seat(1), .left)), send(2, .peerLeft(seat(1), .left)),
        ])
    bench.connect(3)
    #expect(bench.say(3, join()).first == welcomed(3, 1, of: 3, with: [0, 2]))
  }

  @Test func `L-56 whoever comes after the host has left is told so, until there is a host`() {
    var bench = Bench.room(members: 2, capacity: 2)
    #expect(bench.say(0, .leave) == [close(0, .left), send(1, .peerLeft(seat(0), .left))])
    bench.connect(2)
    #expect(bench.say(2, join()) == refusal(2, .hostLeft))
    bench.connect(3)
    #expect(
      bench.say(3, create())
        == [welcomed(3, 0, of: 2, with: [1]), send(1, .peerJoined(seat(0)))])
    bench.connect(4)
    #expect(bench.say(4, join()) == refusal(4, .roomFull))
  }

  @Test func `a room of one seat has none for joiners`() {
    var bench = Bench.room(members: 1, capacity: 1)
    bench.connect(1)
    #expect(bench.say(1, join()) == refusal(1, .roomFull))
    _ = bench.close(0)
    bench.connect(2)
    #expect(bench.say(2, join()) == refusal(2, .roomFull))
  }

  @Test func `a full room is full only for those who have the token`() {
    var bench = Bench.room(members: 2, capacity: 2)
    bench.connect(2)
    #expect(bench.say(2, join()) == refusal(2, .roomFull))
    bench.connect(3)
    #expect(bench.say(3, join(8)) == refusal(3, .noSuchRoom(next: .none)))
  }

  @Test func `a token that opens no room is refused, and counted`() {
    var bench = Bench.room(members: 1, capacity: 2)
    bench.connect(1)
    #expect(bench.say(1, join(99)) == refusal(1, .noSuchRoom(next: .none)))
    #expect(bench.hub.statistics.failedJoins == 1)
  }

  @Test func `a room exists once`() {
    var bench = Bench.room(members: 1, capacity: 2)
    bench.connect(1)
    #expect(bench.say(1, create()) == refusal(1, .roomExists))
  }

  @Test func `rooms do not hear each other`() {
    var bench = Bench.room(members: 2, capacity: 2)
    for id in UInt64(2)...3 {
      bench.connect(id)
      _ = bench.say(id, id == 2 ? create(2) : join(2))
    }
    #expect(
      bench.say(2, .data(to: seat(1), payload: [9]))
        == [send(3, .data(from: seat(0), payload: [9]))])
    #expect(bench.close(3) == [send(2, .peerLeft(seat(1), .lost))])
  }

  @Test func `the number of rooms is limited`() {
    var limits = RelayLimits()
    limits.rooms = 1
    var bench = Bench.room(members: 1, capacity: 2, limits)
    bench.connect(1)
    #expect(bench.say(1, create(2)) == refusal(1, .tooManyRooms))
    _ = bench.close(0)
    bench.wait(.seconds(60))
    _ = bench.tick()
    bench.connect(2)
    #expect(bench.say(2, create(2)) == [welcomed(2, 0, of: 2)])
  }

  /// Each try passed for a room opened, so that the eleventh was told of another limit.
  @Test
  func `a full relay says so however often it is asked`() {
    var limits = RelayLimits()
    limits.rooms = 1
    var bench = Bench.room(members: 1, capacity: 2, limits)
    for id in UInt64(1)..<30 {
      bench.connect(id)
      let message =
        id % 3 == 0 ? create(2, capacity: 13) : id % 3 == 1 ? create(2) : resume(2, at: 0, with: id)
      let reason = id % 3 == 0 ? RefusalReason.roomTooLarge(seats: 12) : .tooManyRooms
      #expect(bench.say(id, message) == refusal(id, reason))
    }
  }

  @Test func `a room has at most the seats that the relay allows`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, create(capacity: 12)) == [welcomed(0, 0, of: 12)])
    bench.connect(1)
    #expect(bench.say(1, create(2, capacity: 13)) == refusal(1, .roomTooLarge(seats: 12)))
  }

  @Test func `an empty room can be joined for ten seconds`() {
    var bench = Bench.room(members: 1, capacity: 2)
    _ = bench.close(0)
    bench.wait(.seconds(10) - .nanoseconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.rooms == 1)
    bench.connect(1)
    #expect(bench.say(1, join()) == [welcomed(1, 1, of: 2)])
  }

  @Test func `a room empty for ten seconds is gone`() {
    var bench = Bench.room(members: 1, capacity: 2)
    _ = bench.close(0)
    bench.wait(.seconds(10))
    #expect(bench.tick() == [])
    #expect(bench.hub.statistics.rooms == 0)
    #expect(bench.hub.statistics.roomsClosed == 1)
    bench.connect(1)
    #expect(bench.say(1, join()) == refusal(1, .noSuchRoom(next: .none)))
  }

  @Test func `a room that was joined again is not empty`() {
    var bench = Bench.room(members: 1, capacity: 2)
    _ = bench.close(0)
    bench.wait(.seconds(59))
    bench.connect(1)
    _ = bench.say(1, join())
    bench.wait(.seconds(1))
    _ = bench.tick()
    #expect(bench.hub.statistics.rooms == 1)
  }

  @Test func `a room ends after its lifetime, with everyone in it`() {
    var limits = RelayLimits()
    limits.roomLifetime = .seconds(10)
    var bench = Bench.room(members: 2, capacity: 2, limits)
    bench.wait(.seconds(10) - .nanoseconds(1))
    #expect(bench.tick() == [.ping(connection(0)), .ping(connection(1))])
    bench.wait(.nanoseconds(1))
    #expect(bench.tick() == [close(0, .roomExpired), close(1, .roomExpired)])
    #expect(bench.hub.statistics.rooms == 0)
    #expect(bench.hub.statistics.connections == 0)
  }
}
