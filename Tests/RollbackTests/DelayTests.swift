import Rollback
import Testing
import Vocabulary

@Suite struct DelayTests {
  @Test(arguments: [0, 1, 2, 15])
  func `L-29 the first frames under an input delay are neutral and held`(delay: Int) {
    var session = Session<RevealingToy>(initial: Toy.State(), players: 1, window: 0)
    for input in UInt8(100)..<110 { session.tick(input, delay: delay) }
    #expect(session.currentFrame == Frame(10))
    #expect(session.confirmedFrame == Frame(10 + delay))
    for frame in 0..<delay { #expect(session.input(of: seat0, at: Frame(frame)) == 3) }
    for frame in 0..<10 {
      #expect(session.input(of: seat0, at: Frame(frame + delay)) == UInt8(100 + frame))
    }
  }

  @Test func `L-29 the peer of a delayed player gets the neutral frames like all others`() {
    var sender = Session<Toy>(initial: Toy.State(), players: 2, window: 5)
    sender.submit(9, of: seat1, delay: 3)
    let inputs = (0..<4).map { sender.input(of: seat1, at: Frame($0)) }
    #expect(inputs == [0, 0, 0, 9])
    #expect(sender.frontier(of: seat1) == Frame(4))
    #expect(sender.input(of: seat1, at: Frame(4)) == nil)
  }

  @Test func `a delay that grows in play repeats the last input over the gap`() {
    var session = Session<Toy>(initial: Toy.State(), players: 1, window: 0)
    session.tick(1, delay: 1)
    session.tick(2, delay: 1)
    session.tick(3, delay: 4)
    session.tick(4, delay: 4)
    let inputs = (0..<8).map { session.input(of: seat0, at: Frame($0)) }
    #expect(inputs == [0, 1, 2, 2, 2, 2, 3, 4])
    #expect(session.frontier(of: seat0) == Frame(8))
  }

  @Test func `a delay that shrinks in play passes over inputs until the frames are used up`() {
    var session = Session<Toy>(initial: Toy.State(), players: 1, window: 0)
    session.tick(1, delay: 3)
    for input in UInt8(2)...6 { session.tick(input, delay: 1) }
    let inputs = (0..<7).map { session.input(of: seat0, at: Frame($0)) }
    #expect(inputs == [0, 0, 0, 1, 4, 5, 6])
  }

  @Test func `the delay goes up and down while frames are predicted, and peers agree`() {
    var sender = Session<Toy>(initial: Toy.State(), players: 2, window: 15)
    var receiver = Session<Toy>(initial: Toy.State(), players: 2, window: 15)
    let delays = [2, 2, 5, 5, 0, 0, 0, 0, 0, 0, 15, 15, 1, 1, 1]
    for (tick, delay) in delays.enumerated() {
      sender.tick(UInt8(tick + 1), of: seat0, delay: delay)
      receiver.tick(0, of: seat1)
    }
    for frame in 0..<sender.frontier(of: seat0).number {
      guard let input = sender.input(of: seat0, at: Frame(frame)) else {
        Issue.record("frame \(frame) of seat 0 is missing")
        continue
      }
      receiver.receive([input], of: seat0, from: frame)
    }
    sender.receive([UInt8](repeating: 0, count: 15), of: seat1, from: 0)
    let correction = receiver.correct()
    let none = sender.correct()
    #expect(correction?.seats == Presence(seats: [0]))
    #expect(none == nil)
    #expect(receiver.settledFrame == Frame(15))
    #expect(sender.settledFrame == Frame(15))
    #expect(receiver.present == sender.present)
    #expect(sender.frontier(of: seat0) == Frame(27))
  }

  @Test func `an input submitted in a stall is not submitted twice`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
    for input in UInt8(1)...5 { session.tick(input, delay: 2) }
    #expect(session.currentFrame == Frame(1))
    #expect(session.frontier(of: seat0) == Frame(4))
    let inputs = (0..<4).map { session.input(of: seat0, at: Frame($0)) }
    #expect(inputs == [0, 0, 1, 2])
  }

  @Test func `a tick without a submission leaves a gap that the next one fills`() {
    var session = Session<Toy>(initial: Toy.State(), players: 1, window: 5)
    session.tick(4)
    let skipped = session.advance()
    #expect(skipped == .advanced(to: Frame(2)))
    session.tick(5)
    let inputs = (0..<3).map { session.input(of: seat0, at: Frame($0)) }
    #expect(inputs == [4, 4, 5])
    #expect(session.statistics == noRollbacks)
    #expect(session.settledFrame == Frame(3))
  }
}
