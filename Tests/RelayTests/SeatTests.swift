import Relay
import Testing
import Vocabulary

/// Whose seat it is once its member has gone: before, during and after a match.
struct SeatTests {
  // MARK: In the waiting room

  @Test
  func `L-56 a guest killed in the waiting room leaves its seat to the next one at once`() {
    var bench = Bench.room(members: 2, capacity: 2)
    #expect(bench.close(1) == [send(0, .peerLeft(seat(1), .lost))])
    bench.connect(9)
    #expect(
      bench.say(9, join())
        == [welcomed(9, 1, of: 2, with: [0]), send(0, .peerJoined(seat(1)))])
    bench.connect(10)
    #expect(bench.say(10, resume(at: 1, with: 1)) == refusal(10, .roomFull))
  }

  @Test
  func `L-56 after a restart while the host waits alone the next guest gets in at once`() {
    var bench = Bench()
    bench.connect(0)
    #expect(bench.say(0, resume(at: 0, with: 50)) == [welcomed(0, 0, of: 2, ticket: 50)])
    bench.connect(1)
    #expect(
      bench.say(1, join())
        == [welcomed(1, 1, of: 2, with: [0]), send(0, .peerJoined(seat(1)))])
  }

  @Test func `L-56 after a restart a guest gets in before the host is back, and not at its seat`() {
    var bench = Bench()
    bench.connect(0)
    _ = bench.say(0, resume(at: 1, of: 3, with: 51))
    bench.connect(1)
    #expect(bench.say(1, join()).first == welcomed(1, 2, of: 3, with: [1]))
    bench.connect(2)
    #expect(
      bench.say(2, resume(at: 0, of: 3, with: 50)).first
        == welcomed(2, 0, of: 3, with: [1, 2], ticket: 50))
  }

  // MARK: In a match

  @Test func `L-56 a member lost in a match keeps its seat for the grace, and no longer`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.close(1)
    bench.wait(.seconds(30) - .nanoseconds(1))
    bench.connect(8)
    #expect(bench.say(8, join()) == refusal(8, .roomFull))
    bench.wait(.nanoseconds(1))
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test func `L-56 a seat is kept for who asked for it, not for who plays without asking`() {
    var bench = Bench.room(members: 3, capacity: 3)
    #expect(bench.say(0, .hold(.kept)) == [])
    #expect(bench.say(1, .hold(.kept)) == [])
    _ = bench.close(1)
    _ = bench.close(2)
    bench.connect(8)
    #expect(bench.say(8, join()).first == welcomed(8, 2, of: 3, with: [0]))
    bench.connect(9)
    #expect(bench.say(9, join()) == refusal(9, .roomFull))
  }

  @Test func `L-56 after the match a seat is open again`() {
    var bench = Bench.match(members: 2, capacity: 2)
    #expect(bench.say(1, .hold(.open)) == [])
    _ = bench.close(1)
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test func `L-56 a kept seat is free as soon as nobody plays any longer`() {
    var bench = Bench.match(members: 3, capacity: 3)
    _ = bench.close(2)
    #expect(bench.say(0, .hold(.open)) == [])
    bench.connect(8)
    #expect(bench.say(8, join()) == refusal(8, .roomFull), "1 still plays")
    #expect(bench.say(1, .hold(.open)) == [])
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 2, of: 3, with: [0, 1]))
  }

  @Test func `L-56 a seat is not kept for who is lost when the others play no longer`() {
    var bench = Bench.match(members: 2, capacity: 2)
    #expect(bench.say(0, .hold(.open)) == [])
    _ = bench.close(1)
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test func `L-56 a kept seat is free when the last who played has left`() {
    var bench = Bench.match(members: 3, capacity: 3)
    _ = bench.close(2)
    _ = bench.say(0, .hold(.open))
    _ = bench.say(1, .leave)
    for (id, seat) in [(8, 1), (9, 2)] as [(UInt64, Int)] {
      bench.connect(id)
      let others = seat == 1 ? [0] : [0, 1]
      #expect(bench.say(id, join()).first == welcomed(id, seat, of: 3, with: others))
    }
  }

  @Test func `L-56 seats of those who all lost their connections are kept for all`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.close(0)
    _ = bench.close(1)
    bench.connect(9)
    #expect(bench.say(9, join()) == refusal(9, .roomFull))
  }

  @Test func `L-56 whoever comes back to a match keeps the seat without asking again`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.close(1)
    bench.connect(8)
    _ = bench.say(8, resume(at: 1, with: 1, expecting: [0]))
    _ = bench.close(8)
    bench.connect(9)
    #expect(bench.say(9, join()) == refusal(9, .roomFull))
  }

  @Test func `L-56 whoever comes back to a waiting room keeps no seat`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.close(1)
    bench.connect(8)
    _ = bench.say(8, resume(at: 1, with: 1))
    _ = bench.close(8)
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test func `L-56 whoever leaves a match keeps no seat`() {
    var bench = Bench.match(members: 2, capacity: 2)
    _ = bench.say(1, .leave)
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  // MARK: The host's seat

  enum HostEnding: CaseIterable { case lost, lostInMatch }

  @Test(arguments: HostEnding.allCases)
  func `L-56 a joiner never gets the host's seat, also when the host is gone`(ending: HostEnding) {
    var bench = Bench.room(members: 2, capacity: 3)
    switch ending {
    case .lost: _ = bench.close(0)
    case .lostInMatch:
      _ = bench.say(0, .hold(.kept))
      _ = bench.close(0)
      bench.wait(.seconds(31))
    }
    bench.connect(8)
    #expect(bench.say(8, join()).first == welcomed(8, 2, of: 3, with: [1]))
    bench.connect(9)
    #expect(bench.say(9, join()) == refusal(9, .roomFull))
    bench.connect(10)
    #expect(
      bench.say(10, resume(at: 0, of: 3, with: 0)).first
        == welcomed(10, 0, of: 3, with: [1, 2], ticket: 0))
  }

  @Test func `L-56 create again after a lost answer gets the same room`() {
    var bench = Bench.room(members: 1, capacity: 2)
    _ = bench.close(0)
    bench.connect(8)
    #expect(bench.say(8, create()) == [welcomed(8, 0, of: 2)])
    #expect(bench.hub.statistics.roomsCreated == 1)
    bench.connect(9)
    #expect(bench.say(9, join()).first == welcomed(9, 1, of: 2, with: [0]))
  }

  @Test func `L-56 create again finds the guest who came meanwhile`() {
    var bench = Bench.room(members: 2, capacity: 2)
    _ = bench.close(0)
    bench.connect(8)
    #expect(
      bench.say(8, create())
        == [welcomed(8, 0, of: 2, with: [1]), send(1, .peerJoined(seat(0)))])
  }

  @Test func `a room is not created again over its host, nor while its seat is kept`() {
    var bench = Bench.match(members: 1, capacity: 2)
    bench.connect(7)
    #expect(bench.say(7, create()) == refusal(7, .roomExists))
    _ = bench.close(0)
    bench.connect(9)
    #expect(bench.say(9, create()) == refusal(9, .roomExists))
    bench.wait(.seconds(30))
    bench.connect(11)
    #expect(bench.say(11, create()) == [welcomed(11, 0, of: 2)])
  }

  // MARK: What the others hear

  @Test func `L-56 peerLeft says whether a member left or was lost`() {
    var bench = Bench.room(members: 3, capacity: 3)
    #expect(
      bench.say(1, .leave)
        == [
          close(1, .left), send(0, .peerLeft(seat(1), .left)), send(2, .peerLeft(seat(1), .left)),
        ])
    #expect(bench.close(2) == [send(0, .peerLeft(seat(2), .lost))])
  }
}
