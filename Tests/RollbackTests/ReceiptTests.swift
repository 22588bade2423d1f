import Rollback
import Testing
import Vocabulary

@Suite struct ReceiptTests {
  @Test func `a new input is accepted and then held`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    let receipt = session.hold(5, of: seat0, at: .zero)
    #expect(receipt == .accepted)
    #expect(session.input(of: seat0, at: .zero) == 5)
    #expect(session.input(of: seat1, at: .zero) == nil)
    #expect(session.frontier(of: seat0) == Frame(1))
    #expect(session.frontier(of: seat1) == .zero)
  }

  @Test func `the same input again is a duplicate and changes nothing`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([5], of: seat0, from: 4)
    let receipt = session.hold(5, of: seat0, at: Frame(4))
    #expect(receipt == .duplicate)
    #expect(session.frontier(of: seat0) == .zero)
  }

  @Test func `L-30 a different second input is a conflict, and the first one stays`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([5], of: seat0, from: 0)
    let receipt = session.hold(6, of: seat0, at: .zero)
    #expect(receipt == .conflict)
    #expect(session.input(of: seat0, at: .zero) == 5)
  }

  @Test func `L-30 a conflict for a simulated frame does not roll back`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([5], of: seat1, from: 0)
    session.tick(1)
    let receipt = session.hold(6, of: seat1, at: .zero)
    #expect(receipt == .conflict)
    #expect(session.plan().correction == nil)
    #expect(session.usedInput(of: seat1, at: .zero) == 5)
  }

  @Test func `seats are kept apart in one frame`() {
    var session = Session<Toy>(initial: Toy.State(), players: 8, window: 10)
    for seat in 0..<8 { session.receive([UInt8(seat + 1)], of: PlayerIndex(seat), from: 3) }
    for seat in 0..<8 {
      #expect(session.input(of: PlayerIndex(seat), at: Frame(3)) == UInt8(seat + 1))
    }
  }

  @Test func `an input is taken 127 frames ahead, and one further is too far`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    let last = session.hold(1, of: seat1, at: Frame(127))
    let beyond = session.hold(1, of: seat1, at: Frame(128))
    let absurd = session.hold(1, of: seat1, at: Frame(Int.max))
    #expect(last == .accepted)
    #expect(beyond == .tooFar)
    #expect(absurd == .tooFar)
    #expect(session.input(of: seat1, at: Frame(128)) == nil)
  }

  @Test func `the limit ahead moves with the frames that are confirmed and simulated`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([UInt8](repeating: 1, count: 128), of: seat1, from: 0)
    let early = session.hold(1, of: seat1, at: Frame(128))
    session.tick(1)
    let now = session.hold(1, of: seat1, at: Frame(128))
    let beyond = session.hold(1, of: seat1, at: Frame(129))
    #expect(early == .tooFar)
    #expect(now == .accepted)
    #expect(beyond == .tooFar)
    #expect(session.frontier(of: seat1) == Frame(129))
  }

  @Test func `the limit ahead waits for the slowest seat while frames are predicted`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for _ in 0..<10 { session.tick(1) }
    #expect(session.currentFrame == Frame(10))
    let beyond = session.hold(1, of: seat0, at: Frame(128))
    session.receive([0], of: seat1, from: 0)
    let now = session.hold(1, of: seat0, at: Frame(128))
    #expect(beyond == .tooFar)
    #expect(now == .accepted)
  }

  @Test func `inputs are kept 128 frames behind the final one, and one older is stale`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for frame in 0..<200 {
      session.receive([2], of: seat1, from: frame)
      session.tick(1)
    }
    #expect(session.oldestInputFrame == Frame(72))
    let oldest = session.hold(2, of: seat1, at: Frame(72))
    let older = session.hold(2, of: seat1, at: Frame(71))
    let negative = session.hold(2, of: seat1, at: Frame(-1))
    let absurd = session.hold(2, of: seat1, at: Frame(Int.min))
    #expect(oldest == .duplicate)
    #expect(older == .stale)
    #expect(negative == .stale)
    #expect(absurd == .stale)
    #expect(session.input(of: seat1, at: Frame(72)) == 2)
    #expect(session.input(of: seat1, at: Frame(71)) == nil)
  }

  @Test func `an input that is no longer kept is not mistaken for a newer one in its place`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for frame in 0..<200 {
      session.receive([2], of: seat1, from: frame)
      session.tick(1)
    }
    session.receive([9], of: seat1, from: 71 + 256)
    #expect(session.input(of: seat1, at: Frame(71 + 256)) == 9)
    #expect(session.input(of: seat1, at: Frame(71)) == nil)
    #expect(session.input(of: seat1, at: Frame(-1)) == nil)
  }

  @Test func `L-27 peers far ahead do not push out what the present still needs`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    let ahead = (0..<128).map { UInt8($0 % 5) }
    session.receive(ahead, of: seat0, from: 0)
    session.receive(ahead, of: seat1, from: 0)
    let beyond = session.hold(1, of: seat1, at: Frame(128))
    #expect(beyond == .tooFar)
    #expect(session.confirmedFrame == Frame(128))
    #expect(session.oldestInputFrame == .zero)
    for frame in 1...128 {
      let advance = session.advance()
      #expect(advance == .advanced(to: Frame(frame)))
    }
    #expect(session.present == SerialRun(rows: ahead.map { [$0, $0] }, players: 2).last)
  }

  @Test func `the limit ahead moves with a submission that was waited for`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    session.receive([UInt8](repeating: 1, count: 128), of: seat1, from: 0)
    let advance = session.advance()
    #expect(advance == .advanced(to: Frame(1)))
    let early = session.hold(1, of: seat1, at: Frame(128))
    session.submit(1, of: seat0, delay: 0)
    let now = session.hold(1, of: seat1, at: Frame(128))
    #expect(early == .tooFar)
    #expect(now == .accepted)
  }

  @Test func `nothing is stale in the first frames`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for frame in 0..<128 {
      session.receive([2], of: seat1, from: frame)
      session.tick(1)
    }
    #expect(session.oldestInputFrame == .zero)
    let again = session.hold(2, of: seat1, at: .zero)
    #expect(again == .duplicate)
    session.receive([2], of: seat1, from: 128)
    session.tick(1)
    #expect(session.oldestInputFrame == Frame(1))
  }

  @Test func `L-13 seat 0 is received, predicted and corrected like any other`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for frame in 0..<3 { session.receive([1], of: seat0, from: frame) }
    for _ in 0..<5 { session.tick(4, of: seat1) }
    session.receive([1, 0], of: seat0, from: 3)
    let correction = session.correct()
    #expect(correction == Correction(from: 4, depth: 1, mispredicted: 1, seats: [0]))
    session.receive([9], of: seat0, from: 5)
    let tick = session.tick(4, of: seat1)
    #expect(tick == .smooth(to: 6))
    let rows: [[UInt8]] = [[1, 4], [1, 4], [1, 4], [1, 4], [0, 4], [9, 4]]
    #expect(session.present == SerialRun(rows: rows, players: 2).last)
  }
}
