import Netplay
import Rollback
import Station
import Testing
import Vocabulary

/// Who learns what when programs or terms do not fit.
struct LobbyAgreementTests {
  private func configuration(_ room: RoomUnderTest, _ identity: GameIdentity) -> UInt64 {
    var terms = LobbySample.terms
    terms.epoch = 999 + UInt64(room.epochs.count)
    terms.players = room.capacity
    return identity.configurationDigest(for: terms)
  }

  @Test(arguments: 2...4)
  func `L-09 another version of the game refuses to start, with both digests, on all sides`(
    capacity: Int
  ) {
    for odd in 0..<capacity {
      var room = RoomUnderTest(capacity: capacity)
      room.identities[odd] = LobbySample.newer
      for seat in 0..<capacity { room.enter(seat, name: "\(seat)") }
      room.settle()
      let usual = configuration(room, LobbySample.identity)
      let other = configuration(room, LobbySample.newer)
      let (creators, guests) = odd == 0 ? (other, usual) : (usual, other)
      for seat in 0..<capacity {
        #expect(room.started(seat).isEmpty)
        guard case .failed(let failure) = room.phase(seat) else {
          Issue.record("seat \(seat) of \(capacity) waits for ever")
          continue
        }
        #expect(room.told[seat].last == .failed(failure))
        switch failure {
        case .configuration(PlayerIndex(0), let ours, let theirs):
          #expect(ours == guests && theirs == creators && seat > 0)
        case .declined(let by, .configuration(let ours, let theirs)):
          #expect((by.number == 0) == (seat > 0))
          #expect(by.number == 0 ? ours == creators : ours == guests)
          #expect(by.number == 0 ? theirs == guests : theirs == creators)
        default: Issue.record("\(failure)")
        }
      }
      // Nobody made a state of terms that it could not play.
      if odd > 0 {
        #expect(!room.told[odd].contains { if case .offered = $0 { true } else { false } })
      }
    }
  }

  @Test func `the creator does not believe a guest that accepts another configuration`() {
    var lobby = LobbySample.lobby(0)
    _ = lobby.joined(PlayerIndex(1), now: .zero)
    _ = lobby.offer(LobbySample.terms)
    _ = lobby.agreed(digest: 5)
    let theirs = LobbySample.agreement(state: 5, by: LobbySample.newer)
    let accept = LobbyMessage.accept(epoch: LobbySample.terms.epoch, theirs)
    let (own, other) = (LobbySample.configuration, theirs.configuration)
    let decline = LobbyMessage.decline(
      epoch: LobbySample.terms.epoch, .configuration(ours: own, theirs: other))
    #expect(
      lobby.received(accept.encoded()[...], from: PlayerIndex(1)) == [
        .send(decline, to: PlayerIndex(1)),
        .failed(.configuration(PlayerIndex(1), ours: own, theirs: other)),
      ])
  }

  @Test func `a newcomer with another program after the episode is told as well`() {
    var room = RoomUnderTest.playing(2)
    for seat in 0..<2 { room.finish(seat) }
    room.leave(1)
    room.identities[1] = LobbySample.newer
    room.enter(1, name: "new")
    room.again(0)
    room.settle()
    #expect(room.started(0) == [1000] && room.started(1).isEmpty)
    let usual = configuration(room, LobbySample.identity)
    let other = configuration(room, LobbySample.newer)
    #expect(
      room.phase(1)
        == .failed(.configuration(PlayerIndex(0), ours: other, theirs: usual)))
    #expect(
      room.phase(0)
        == .failed(.declined(PlayerIndex(1), .configuration(ours: other, theirs: usual))))
  }

  @Test func `again with an initial state that differs is refused on both sides`() {
    var room = RoomUnderTest.playing(2)
    for seat in 0..<2 { room.finish(seat) }
    room.digests[1] = 0xBAD
    room.again(1)
    room.again(0)
    room.settle()
    #expect(room.started(0) == [1000] && room.started(1) == [1000])
    #expect(
      room.phase(0) == .failed(.initialState(PlayerIndex(1), ours: 0xD16E, theirs: 0xBAD)))
    #expect(
      room.phase(1)
        == .failed(.declined(PlayerIndex(0), .initialState(ours: 0xD16E, theirs: 0xBAD))))
  }

  @Test func `a guest's own wish does not disturb the other guests`() {
    var room = RoomUnderTest(capacity: 3)
    for seat in 0..<3 { room.enter(seat, name: "\(seat)") }
    while room.epochs.isEmpty { room.settleOne() }
    while room.phase(1) == .gathering { room.settleOne() }
    room.apply(room.lobbies[1]?.decline(.contradiction) ?? [], at: 1)
    room.leave(1)
    room.settle()
    #expect(room.phase(0) == .gathering)
    room.enter(1, name: "fits")
    room.settle()
    for seat in 0..<3 { #expect(room.started(seat) == [1001]) }
  }
}
