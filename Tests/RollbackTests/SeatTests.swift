import Rollback
import Testing
import Vocabulary

@Suite struct SeatTests {
  @Test func `everyone is present up to eight seats`() {
    #expect(Presence.all(1).bits == 0b1)
    #expect(Presence.all(2).bits == 0b11)
    #expect(Presence.all(8).bits == 0xFF)
  }

  @Test func `L-13 seat 0 can be present or absent like any other`() {
    let others = Presence(bits: 0b1111_1110)
    #expect(!others.contains(seat0))
    #expect(Presence(bits: 1).contains(seat0))
    for seat in 1..<8 {
      #expect(others.contains(PlayerIndex(seat)))
      #expect(!Presence(bits: 1).contains(PlayerIndex(seat)))
    }
  }

  @Test func `seats are ordered and described by number`() {
    #expect(seat0 < seat1)
    #expect(!(seat1 < seat1))
    #expect("\(seat0)" == "seat 0")
    #expect("\(Frame(12))" == "f12")
  }

  @Test(arguments: [1, 2, 3, 4, 8])
  func `the step gets one input per seat in order, and everyone's presence`(players: Int) {
    var session = Session<Toy>(initial: Toy.State(), players: players, window: 0)
    let row = (0..<players).map { UInt8($0 * 3 + 1) }
    for seat in 0..<players { session.receive([row[seat]], of: PlayerIndex(seat), from: 0) }
    let advance = session.advance()
    #expect(advance == .advanced(to: Frame(1)))
    #expect(session.present == SerialRun(rows: [row], players: players).last)
    let moved = (0..<8).map { session.present.positions[$0] }
    #expect(moved == (0..<8).map { $0 < players ? Int32($0 * 3 + 1) : 0 })
  }
}
