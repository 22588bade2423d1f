import Rollback
import Testing
import Vocabulary

@Suite struct SettledFrameTests {
  @Test func `L-03 a predicted state is never settled, however right the guess is`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<4 { session.tick(1) }
    #expect(session.settledFrame == .zero)
    session.receive([0, 0], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction == nil)
    #expect(session.settledFrame == Frame(2))
    #expect(session.confirmedFrame == Frame(2))
  }

  @Test func `L-04 a confirmed frame is settled only after its resimulation`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<4 { session.tick(1) }
    let predicted = session.checksum(at: Frame(3))
    session.receive([0, 5, 5], of: seat1, from: 0)
    #expect(session.confirmedFrame == Frame(3))
    #expect(session.settledFrame == .zero)
    let correction = session.correct()
    #expect(correction == Correction(from: 1, depth: 3, mispredicted: 2, seats: [1]))
    #expect(session.settledFrame == Frame(3))
    let serial = SerialRun(rows: [[1, 0], [1, 5], [1, 5]], players: 2)
    #expect(session.checksum(at: Frame(3)) == Toy.checksum(serial.last))
    #expect(session.checksum(at: Frame(3)) != predicted)
  }

  @Test func `a step with held inputs of all seats is settled at once`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([3, 4], of: seat1, from: 0)
    session.tick(1)
    #expect(session.settledFrame == Frame(1))
    session.tick(1)
    session.tick(1)
    #expect(session.settledFrame == Frame(2))
  }

  @Test func `every seat must be held for a frame to be settled`() {
    var session = Session<Toy>(initial: Toy.State(), players: 4, window: 10)
    session.tick(1)
    for seat in 1...3 {
      #expect(session.settledFrame == .zero)
      session.receive([0], of: PlayerIndex(seat), from: 0)
      let correction = session.correct()
      #expect(correction == nil)
    }
    #expect(session.settledFrame == Frame(1))
  }

  @Test func `a gap holds the settled frame back, and closing it settles all`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([6, 6, 6], of: seat1, from: 1)
    for _ in 0..<4 { session.tick(1) }
    #expect(session.settledFrame == .zero)
    session.receive([0], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction == nil)
    #expect(session.settledFrame == Frame(4))
  }

  @Test func `the settled frame never goes beyond the present`() {
    var session = Session<Toy>(initial: Toy.State(), players: 1, window: 0)
    session.receive([1, 2, 3, 4], of: seat0, from: 0)
    let correction = session.correct()
    #expect(correction == nil)
    #expect(session.confirmedFrame == Frame(4))
    #expect(session.settledFrame == .zero)
    let advance = session.advance()
    #expect(advance == .advanced(to: Frame(1)))
    #expect(session.settledFrame == Frame(1))
  }

  @Test func `a wrong frame stops settling even when later frames are right`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<3 { session.tick(1) }
    // Frame 0 is contradicted, frames 1 and 2 are as guessed; nobody corrects before the step.
    session.receive([9, 0, 0], of: seat1, from: 0)
    session.submit(1, of: seat0, delay: 0)
    let advance = session.advance()
    #expect(advance == .advanced(to: Frame(4)))
    #expect(session.settledFrame == .zero)
    let correction = session.correct()
    #expect(correction == Correction(from: 0, depth: 4, mispredicted: 1, seats: [1]))
    #expect(session.settledFrame == Frame(3))
    #expect(session.present == SerialRun(rows: session.usedRows(), players: 2).last)
  }
}
