import Rollback
import Testing
import Vocabulary

@Suite struct RingWrapTests {
  /// Runs one local seat 0 against `players - 1` remote seats whose inputs arrive late and out of
  /// order, and compares every settled state with the serial run.
  private func run(players: Int, window: Int, frames: Int, seed: UInt64) -> RollbackStatistics {
    var session = Session<Toy>(initial: Toy.State(), players: players, window: window)
    var serial = SerialRun(players: players)
    var random = SplitMix64(seed: seed)
    let rows = (0..<frames).map { _ in (0..<players).map { _ in UInt8(random.next(below: 4)) } }
    for row in rows { serial.step(row) }
    var arrived = [Int](repeating: 0, count: players)
    var wrong = 0
    var ticks = 0
    while session.settledFrame.number < frames && ticks < 100 * frames {
      ticks += 1
      let now = session.currentFrame.number
      for seat in 1..<players where random.next(below: 3) == 0 {
        // A batch in reverse order: the frontier moves only with the last of them.
        let newest = min(frames, now + 2)
        let end = arrived[seat] + random.next(below: newest - arrived[seat] + 1)
        for frame in (arrived[seat]..<end).reversed() {
          let receipt = session.hold(rows[frame][seat], of: PlayerIndex(seat), at: Frame(frame))
          if receipt != .accepted { wrong += 1 }
        }
        arrived[seat] = end
      }
      if now < frames { session.tick(rows[now][0]) } else { _ = session.correct() }
      let settled = session.settledFrame
      if session.state(at: settled) != serial.states[settled.number] { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(session.present == serial.last)
    return session.statistics
  }

  @Test func `L-27 L-33 the rings wrap for 5000 frames of late inputs`() {
    let statistics = run(players: 2, window: 10, frames: 5000, seed: 1)
    #expect(statistics.rollbacks > 500)
    #expect(statistics.maxDepth > 5 && statistics.maxDepth <= 10)
  }

  @Test(arguments: [2, 3, 4, 8])
  func `the rings wrap for every number of seats`(players: Int) {
    let statistics = run(players: players, window: 7, frames: 700, seed: UInt64(players))
    #expect(statistics.rollbacks > 50)
  }

  @Test(arguments: [0, 1, 2, 15])
  func `the rings wrap for every window`(window: Int) {
    let statistics = run(players: 2, window: window, frames: 700, seed: UInt64(window))
    #expect(window == 0 ? statistics == noRollbacks : statistics.rollbacks > 50)
    #expect(statistics.maxDepth <= window)
  }

  @Test func `L-33 what is kept stays bounded`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    for frame in 0..<3000 {
      session.receive([1], of: seat1, from: frame)
      session.tick(1)
    }
    #expect(session.keptFrames == Frame(2989)...Frame(3000))
    #expect(session.oldestInputFrame == Frame(3000 - 128))
    let beyond = session.hold(1, of: seat1, at: Frame(3000 + 128))
    #expect(beyond == .tooFar)
  }

  @Test func `L-27 a full stall of one seat drops nothing that the resimulation needs`() {
    var session = Session<Toy>(initial: Toy.State(), players: 3, window: 15)
    var rows: [[UInt8]] = []
    for frame in 0..<400 {
      let row = [UInt8(frame & 3), UInt8(frame % 5), UInt8(frame % 7)]
      rows.append(row)
      session.receive([row[1]], of: seat1, from: frame)
      session.receive([row[2]], of: seat2, from: frame)
      session.tick(row[0])
    }
    // Seat 2 falls silent while seat 1 runs on as far as it is let.
    var accepted = 400
    while session.hold(UInt8(accepted % 5), of: seat1, at: Frame(accepted)) == .accepted {
      accepted += 1
    }
    #expect(accepted == 400 + 128)
    // The slot of the next frame still holds what is 256 frames old.
    #expect(session.frontier(of: seat1) == Frame(528))
    #expect(session.input(of: seat1, at: Frame(528)) == nil)
    for frame in 400..<430 { session.tick(UInt8(frame & 3)) }
    #expect(session.currentFrame == Frame(415))
    for frame in 400..<430 {
      rows.append([UInt8(frame & 3), UInt8(frame % 5), UInt8(frame % 7)])
      session.receive([rows[frame][2]], of: seat2, from: frame)
    }
    while session.currentFrame.number < 430 { session.tick(rows[session.currentFrame.number][0]) }
    #expect(session.statistics.maxDepth >= 14)
    #expect(session.settledFrame == Frame(430))
    #expect(session.present == SerialRun(rows: rows, players: 3).last)
  }
}
