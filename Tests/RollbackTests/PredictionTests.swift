import Rollback
import Testing
import Vocabulary

@Suite struct PredictionTests {
  @Test func `before the first input the guess is neutral`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<3 { session.tick(1) }
    #expect(session.usedRows() == [[1, 3], [1, 3], [1, 3]])
  }

  @Test func `the guess knows the last input and how many frames ago it was`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([7], of: seat1, from: 0)
    for _ in 0..<4 { session.tick(1) }
    #expect(session.usedRows() == [[1, 7], [1, 17], [1, 27], [1, 37]])
  }

  @Test func `by default the guess is the last input`() {
    #expect(Toy.predict(last: 9, age: 1) == 9)
    #expect(Toy.predict(last: 9, age: 15) == 9)
  }

  @Test func `L-31 prediction follows the newest contiguous input`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([7], of: seat1, from: 0)
    // Arrived last, and newer, but with a gap before it: no basis for a guess.
    session.receive([200], of: seat1, from: 3)
    for _ in 0..<6 { session.tick(1) }
    #expect(session.usedRows() == [[1, 7], [1, 17], [1, 27], [1, 200], [1, 47], [1, 57]])
  }

  @Test func `L-31 the guess moves on when the gap is closed`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([7], of: seat1, from: 0)
    session.receive([100], of: seat1, from: 2)
    for _ in 0..<5 { session.tick(1) }
    session.receive([18], of: seat1, from: 1)
    let correction = session.correct()
    #expect(correction == Correction(from: 1, depth: 4, mispredicted: 1, seats: [1]))
    #expect(session.usedRows() == [[1, 7], [1, 18], [1, 100], [1, 110], [1, 120]])
    #expect(session.frontier(of: seat1) == Frame(3))
  }

  @Test func `L-31 an older input that arrives last does not change newer guesses`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([7, 8, 9], of: seat1, from: 0)
    session.tick(1)
    let again = session.hold(7, of: seat1, at: .zero)
    #expect(again == .duplicate)
    for _ in 0..<3 { session.tick(1) }
    #expect(session.usedRows() == [[1, 7], [1, 8], [1, 9], [1, 19]])
  }

  @Test func `L-27 resimulation never predicts a held frame, contiguous or not`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<7 { session.tick(1) }
    session.receive([50], of: seat1, from: 5)
    let first = session.correct()
    #expect(first == Correction(from: 5, depth: 2, mispredicted: 1, seats: [1]))
    session.receive([40], of: seat1, from: 2)
    let second = session.correct()
    #expect(second == Correction(from: 2, depth: 5, mispredicted: 1, seats: [1]))
    let rows: [[UInt8]] = [[1, 3], [1, 3], [1, 40], [1, 3], [1, 3], [1, 50], [1, 3]]
    #expect(session.usedRows() == rows)
    #expect(session.settledFrame == .zero)
    #expect(session.confirmedFrame == .zero)
  }

  @Test func `resimulation guesses the open frames anew`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([7], of: seat1, from: 0)
    for _ in 0..<4 { session.tick(1) }
    session.receive([5], of: seat1, from: 1)
    let correction = session.correct()
    #expect(correction == Correction(from: 1, depth: 3, mispredicted: 1, seats: [1]))
    #expect(session.usedRows() == [[1, 7], [1, 5], [1, 15], [1, 25]])
  }

  @Test func `a guess is not renewed while it is not contradicted`() {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([7], of: seat1, from: 0)
    for _ in 0..<4 { session.tick(1) }
    session.receive([17], of: seat1, from: 1)
    let correction = session.correct()
    #expect(correction == nil)
    #expect(session.usedRows() == [[1, 7], [1, 17], [1, 27], [1, 37]])
    session.receive([99], of: seat1, from: 2)
    let late = session.correct()
    #expect(late == Correction(from: 2, depth: 2, mispredicted: 1, seats: [1]))
    #expect(session.usedRows() == [[1, 7], [1, 17], [1, 99], [1, 109]])
  }
}
