import Rollback
import Testing
import Vocabulary

@Suite struct StatisticsTests {
  @Test func `L-11 each figure counts what its name says`() {
    var session = Session<Toy>(initial: Toy.State(), players: 3, window: 10)
    for _ in 0..<5 { session.tick(1) }
    session.receive([0, 2, 2], of: seat1, from: 0)
    session.receive([0, 0, 3], of: seat2, from: 0)
    session.tick(1)
    session.receive([4], of: seat1, from: 3)
    session.tick(1)
    // First frames 1..<5 with inputs 2, 2 and 3 wrong, then frames 3..<6 with one input wrong.
    #expect(session.statistics.rollbacks == 2)
    #expect(session.statistics.mispredictedInputs == 4)
    #expect(session.statistics.resimulatedFrames == 7)
    #expect(session.statistics.maxDepth == 4)
    var histogram = [Int](repeating: 0, count: 17)
    histogram[3] = 1
    histogram[4] = 1
    #expect(session.statistics.depthHistogram == histogram)
  }

  @Test func `L-11 the statistics are the sum of the corrections`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 8)
    var random = SplitMix64(seed: 11)
    var corrections: [Correction] = []
    for _ in 0..<600 {
      if random.next(below: 3) == 0 {
        let first = session.frontier(of: seat1).number
        session.receive(
          (first..<session.currentFrame.number).map { _ in UInt8(random.next(below: 3)) },
          of: seat1, from: first)
      }
      if let correction = session.tick(1).correction { corrections.append(correction) }
    }
    let statistics = session.statistics
    let depths = statistics.depthHistogram
    #expect(corrections.count > 50)
    #expect(statistics.rollbacks == corrections.count)
    #expect(statistics.resimulatedFrames == corrections.reduce(0) { $0 + $1.depth })
    #expect(statistics.mispredictedInputs == corrections.reduce(0) { $0 + $1.mispredictedInputs })
    #expect(statistics.maxDepth == corrections.map(\.depth).max())
    #expect(depths.reduce(0, +) == statistics.rollbacks)
    #expect(depths[0] == 0)
    let weighted = depths.enumerated().reduce(0) { $0 + $1.offset * $1.element }
    #expect(weighted == statistics.resimulatedFrames)
  }

  @Test func `the deepest rollback that can be is one past the widest window`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 15)
    for _ in 0..<15 { session.tick(1) }
    session.submit(1, of: seat0, delay: 0)
    // Arrives between the correction and the step, which it allows.
    session.receive([5], of: seat1, from: 0)
    let advance = session.advance()
    #expect(advance == .advanced(to: Frame(16)))
    let correction = session.correct()
    #expect(correction == Correction(from: 0, depth: 16, mispredicted: 1, seats: [1]))
    #expect(session.statistics.depthHistogram[16] == 1)
    #expect(session.present == SerialRun(rows: session.usedRows(), players: 2).last)
  }
}
