import Netplay
import Rollback
import Station
import Testing
import Vocabulary

struct LobbyRoomTests {
  @Test(arguments: 2...4)
  func `all seats start the same terms once, when the last player has come`(capacity: Int) {
    var room = RoomUnderTest(capacity: capacity)
    for seat in 0..<capacity {
      #expect((0..<capacity).allSatisfy { room.started($0).isEmpty })
      room.enter(seat, name: "player \(seat)")
      room.settle()
    }
    for seat in 0..<capacity {
      #expect(room.started(seat) == [1000])
      guard case .playing(let terms) = room.phase(seat) else {
        Issue.record("seat \(seat) is not playing")
        continue
      }
      #expect(terms.players == capacity && terms.game == LobbySample.terms.game)
      let members = room.lobbies[seat]?.members ?? []
      #expect(members.map(\.seat.number) == (0..<capacity).filter { $0 != seat })
      for member in members {
        #expect(member.name == DisplayText("player \(member.seat.number)"))
        let address = Address(ipv4: 10, 0, 0, UInt8(member.seat.number), port: 7000)
        #expect(member.reach.candidates == [address])
      }
    }
  }

  @Test(arguments: 2...4)
  func `L-13 seats may be taken in any order`(capacity: Int) {
    var room = RoomUnderTest(capacity: capacity)
    for seat in (0..<capacity).reversed() { room.enter(seat, name: "\(seat)") }
    room.settle()
    for seat in 0..<capacity { #expect(room.started(seat) == [1000]) }
  }

  @Test(arguments: 2...4)
  func `L-09 different initial states refuse to start, with both digests, on all sides`(
    capacity: Int
  ) {
    var room = RoomUnderTest(capacity: capacity)
    let odd = capacity - 1
    room.digests[odd] = 0xBAD
    for seat in 0..<capacity { room.enter(seat, name: "\(seat)") }
    room.settle()
    for seat in 0..<capacity {
      #expect(room.started(seat).isEmpty)
      let failure: Lobby.Failure =
        seat == 0
        ? .initialState(PlayerIndex(odd), ours: 0xD16E, theirs: 0xBAD)
        : .declined(PlayerIndex(0), .initialState(ours: 0xD16E, theirs: 0xBAD))
      #expect(room.phase(seat) == .failed(failure))
      #expect(room.told[seat].last == .failed(failure))
    }
  }

  @Test func `another version is said on both sides with the other's number`() {
    let other = Envelope.version + 1
    var ours = LobbySample.lobby(0)
    _ = ours.joined(PlayerIndex(1), now: .zero)
    let failure = Lobby.Failure.version(PlayerIndex(1), ours: Envelope.version, theirs: other)
    #expect(ours.received([other, 1, 0, 0, 9], from: PlayerIndex(1)) == [.failed(failure)])
    #expect(ours.phase == .failed(failure))
    var theirs = LobbySample.lobby(1)
    let hello = theirs.joined(PlayerIndex(0), now: .zero)
    guard case .send(let message, to: _) = hello.first else {
      Issue.record("a version is only seen when everyone says hello")
      return
    }
    #expect(message.encoded()[0] == Envelope.version)
    let told = theirs.received([7], from: PlayerIndex(0))
    #expect(
      told == [.failed(.version(PlayerIndex(0), ours: Envelope.version, theirs: 7))])
  }

  @Test(arguments: 2...4)
  func `again by everyone makes a new epoch and one more start`(capacity: Int) {
    var room = RoomUnderTest.playing(capacity)
    for seat in 0..<capacity { room.finish(seat) }
    for seat in 0..<capacity {
      #expect(room.epochs.count == 1)
      room.again(seat)
      room.settle()
    }
    #expect(Set(room.epochs).count == 2)
    for seat in 0..<capacity { #expect(room.started(seat) == [1000, 1001]) }
  }

  @Test func `again said before the others have finished is kept`() {
    for first in 0..<2 {
      var room = RoomUnderTest.playing(2)
      room.finish(first)
      room.again(first)
      room.settle()
      room.finish(1 - first)
      room.again(1 - first)
      room.settle()
      #expect(room.started(0) == [1000, 1001] && room.started(1) == [1000, 1001])
    }
  }

  @Test func `again pressed twice is no wish for the match after the next`() {
    var room = RoomUnderTest.playing(2)
    for seat in 0..<2 { room.finish(seat) }
    for _ in 0..<3 { room.again(1) }
    room.again(0)
    room.settle()
    for seat in 0..<2 { room.finish(seat) }
    room.again(0)
    room.settle()
    #expect(room.epochs.count == 2)
    room.again(1)
    room.settle()
    #expect(room.epochs.count == 3)
  }

  @Test func `a seat that empties while terms are agreed is filled and agreed anew`() {
    var room = RoomUnderTest(capacity: 3)
    for seat in 0..<3 { room.enter(seat, name: "\(seat)") }
    while room.epochs.isEmpty { room.settleOne() }
    room.leave(2)
    room.settle()
    #expect((0..<2).allSatisfy { room.started($0).isEmpty })
    #expect(room.phase(0) == .gathering)
    room.enter(2, name: "new")
    room.settle()
    for seat in 0..<3 { #expect(room.started(seat) == [1001]) }
  }

  @Test func `a seat that empties after the episode is filled and starts`() {
    var room = RoomUnderTest.playing(2)
    for seat in 0..<2 { room.finish(seat) }
    room.leave(1)
    room.enter(1, name: "new")
    room.settle()
    #expect(room.started(0) == [1000], "whoever looks at a summary is not torn away from it")
    room.again(0)
    room.settle()
    #expect(room.started(0) == [1000, 1001] && room.started(1) == [1001])
  }

  @Test func `a seat that empties during the episode can be filled after it`() {
    var room = RoomUnderTest.playing(2)
    room.leave(1)
    room.finish(0)
    room.again(0)
    room.enter(1, name: "new")
    room.settle()
    #expect(room.started(0) == [1000, 1001] && room.started(1) == [1001])
  }

  @Test func `a seat that was refilled during the episode needs no again of the newcomer`() {
    var room = RoomUnderTest.playing(3)
    room.leave(2)
    room.enter(2, name: "new")
    room.settle()
    #expect(room.started(2).isEmpty)
    for seat in 0..<2 { room.finish(seat) }
    room.again(0)
    room.again(1)
    room.settle()
    #expect(room.started(0) == [1000, 1001] && room.started(2) == [1001])
  }

  @Test func `equal and empty names are made different, at full length too`() {
    let long = String(repeating: "n", count: 16)
    for name in ["ann", "", long, String(repeating: "\u{1F600}", count: 16)] {
      var room = RoomUnderTest(capacity: 4)
      for seat in 0..<4 { room.enter(seat, name: name) }
      room.settle()
      for lobby in room.lobbies.compactMap(\.self) {
        let names = lobby.members.compactMap(\.name) + [DisplayText(name)]
        #expect(Set(names).count == 4, "\(names)")
        #expect(lobby.members.allSatisfy { $0.name?.string.isEmpty == false })
      }
    }
  }

  @Test func `a made-up name takes nobody's real one`() {
    var room = RoomUnderTest(capacity: 3)
    for (seat, name) in ["ann", "ann3", "ann"].enumerated() { room.enter(seat, name: name) }
    room.settle()
    let names = (room.lobbies[0]?.members.compactMap(\.name) ?? []) + [DisplayText("ann")]
    #expect(Set(names).count == 3, "\(names)")
  }

  /// The relay is gone for a moment, and everybody comes back to the same seats.
  @Test func `a relay that was away while the summary is read begins no episode by itself`() {
    var room = RoomUnderTest.playing(2)
    for seat in 0..<2 { room.finish(seat) }
    room.reconnectAll()
    room.settle()
    #expect(room.phase(0) == room.phase(1) && room.epochs == [1000])
    room.again(0)
    room.again(1)
    room.settle()
    #expect(room.started(0) == [1000, 1001] && room.started(1) == [1000, 1001])
  }

  @Test func `a wish for another episode that got lost is said again`() {
    for wishing in 0..<2 {
      var room = RoomUnderTest.playing(2)
      for seat in 0..<2 { room.finish(seat) }
      room.again(wishing)
      room.wire.removeAll()
      room.reconnectAll()
      room.settle()
      room.again(1 - wishing)
      room.settle()
      #expect(room.started(0) == [1000, 1001] && room.started(1) == [1000, 1001])
    }
  }

  @Test func `terms that got lost are offered anew`() {
    var room = RoomUnderTest(capacity: 2)
    for seat in 0..<2 { room.enter(seat, name: "\(seat)") }
    while room.epochs.isEmpty { room.settleOne() }
    room.wire.removeAll()
    room.reconnectAll()
    room.settle()
    #expect(room.started(0) == [1001] && room.started(1) == [1001])
  }

  @Test func `a relay that was away during the episode changes nothing in it`() {
    var room = RoomUnderTest.playing(2)
    room.reconnectAll()
    room.settle()
    for seat in 0..<2 { room.finish(seat) }
    #expect(room.epochs == [1000])
    room.again(0)
    room.again(1)
    room.settle()
    #expect(room.started(0) == [1000, 1001] && room.started(1) == [1000, 1001])
  }
}
