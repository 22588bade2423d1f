import Rollback
import Testing
import Vocabulary

@Suite struct CorrectionTests {
  @Test func `S-26 a late input equal to the guess does not roll back`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([4], of: seat1, from: 0)
    for _ in 0..<4 { session.tick(1) }
    session.receive([4, 4, 4], of: seat1, from: 1)
    #expect(session.plan().correction == nil)
    let correction = session.correct()
    #expect(correction == nil)
    #expect(session.statistics == noRollbacks)
    #expect(session.settledFrame == Frame(4))
  }

  @Test func `S-26 a late input that differs rolls back to its frame`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([4], of: seat1, from: 0)
    for _ in 0..<5 { session.tick(1) }
    session.receive([4, 7], of: seat1, from: 1)
    let expected = Correction(from: 2, depth: 3, mispredicted: 1, seats: [1])
    #expect(session.plan().correction == expected)
    let correction = session.correct()
    #expect(correction == expected)
    #expect(session.usedRows() == [[1, 4], [1, 4], [1, 7], [1, 7], [1, 7]])
    #expect(session.present == SerialRun(rows: session.usedRows(), players: 2).last)
  }

  @Test func `a correction counts every wrong input and names every wrong seat`() {
    var session = Session<Toy>(initial: Toy.State(), players: 4, window: 10)
    for _ in 0..<6 { session.tick(1) }
    session.receive([0, 0, 5, 5], of: seat1, from: 0)
    session.receive([0, 0, 0, 0, 8], of: seat2, from: 0)
    session.receive([0, 0, 0, 0, 0, 0], of: seat3, from: 0)
    let correction = session.correct()
    #expect(correction == Correction(from: 2, depth: 4, mispredicted: 3, seats: [1, 2]))
  }

  @Test func `a correction is made once`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<3 { session.tick(1) }
    session.receive([2], of: seat1, from: 0)
    let first = session.correct()
    let second = session.correct()
    #expect(first?.depth == 3)
    #expect(second == nil)
    #expect(session.statistics.rollbacks == 1)
  }

  @Test func `S-27 resimulation leads to the state that was never mispredicted`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for input in UInt8(1)...6 { session.tick(input) }
    session.receive([9, 8, 7, 6, 5, 4], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction?.depth == 6)
    let rows = (0..<6).map { [UInt8($0 + 1), UInt8(9 - $0)] }
    let serial = SerialRun(rows: rows, players: 2)
    for frame in 0...6 { #expect(session.state(at: Frame(frame)) == serial.states[frame]) }
  }

  @Test
  func `case 2 a peer whose inputs end at the current frame causes no rollback of length zero`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 3)
    for frame in 0..<5 {
      session.receive([UInt8(frame)], of: seat1, from: frame)
      session.tick(1)
    }
    #expect(session.frontier(of: seat1) == session.currentFrame)
    #expect(session.plan().correction == nil)
    // Its very last input is for the frame that is not yet simulated.
    session.receive([77], of: seat1, from: 5)
    #expect(session.plan().correction == nil)
    let tick = session.tick(1)
    #expect(tick == .smooth(to: 6))
    #expect(session.usedInput(of: seat1, at: Frame(5)) == 77)
    #expect(session.statistics == noRollbacks)
  }

  @Test func `case 4 frame 0 is corrected when it was mispredicted without input delay`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    let initial = session.present
    session.tick(1)
    session.receive([6], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction == Correction(from: 0, depth: 1, mispredicted: 1, seats: [1]))
    #expect(session.state(at: .zero) == initial)
    #expect(session.present == SerialRun(rows: [[1, 6]], players: 2).last)
  }

  @Test func `L-24 L-28 a plan that is looked at and dropped loses nothing`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<3 { session.tick(1) }
    session.receive([0, 5], of: seat1, from: 0)
    let before = session.present
    let plans = (0..<3).map { _ in session.plan() }
    #expect(session.present == before)
    #expect(Set(plans).count == 1)
    let correction = session.correct()
    #expect(correction == plans[0].correction)
    #expect(correction == Correction(from: 1, depth: 2, mispredicted: 1, seats: [1]))
  }

  @Test
  func `L-23 inputs that arrive after the correction wait for the next tick, nothing is lost`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 2)
    session.tick(1)
    session.tick(1)
    session.submit(1, of: seat0, delay: 0)
    let early = session.correct()
    session.receive([5, 6], of: seat1, from: 0)
    let advance = session.advance()
    #expect(early == nil)
    #expect(advance == .advanced(to: Frame(3)))
    #expect(session.settledFrame == .zero)
    let late = session.correct()
    #expect(late == Correction(from: 0, depth: 3, mispredicted: 2, seats: [1]))
    #expect(session.usedRows() == [[1, 5], [1, 6], [1, 6]])
    #expect(session.settledFrame == Frame(2))
  }

  @Test func `L-25 L-26 counters and dice are rolled back with the rest of the state`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<8 { session.tick(1) }
    session.receive([1, 0, 1, 0, 1, 0, 1, 0], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction?.depth == 8)
    let rows = (0..<8).map { [1, UInt8(1 - $0 % 2)] }
    let serial = SerialRun(rows: rows, players: 2).last
    #expect(session.present.steps == 8)
    #expect(session.present.dice == serial.dice)
    #expect(session.present.score == serial.score)
  }
}
