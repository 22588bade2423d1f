import Rollback
import Testing
import Vocabulary

@Suite struct WindowTests {
  @Test(arguments: [0, 1, 2, 10, 15])
  func `L-32 the window bounds how far the present runs ahead, and the stall names the seat`(
    window: Int
  ) {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: window)
    for frame in 0..<window {
      #expect(session.plan().step == .advance)
      let tick = session.tick(1)
      #expect(tick == .smooth(to: frame + 1))
      #expect(session.predictedFrames == frame + 1)
    }
    let stalled = Advance.stalled(waitingFor: Presence(seats: [1]))
    for _ in 0..<3 {
      #expect(session.canAdvance == false)
      let tick = session.tick(9)
      #expect(tick == Tick(correction: nil, advance: stalled))
      #expect(session.plan().step == .stall(waitingFor: Presence(seats: [1])))
      #expect(session.currentFrame == Frame(window))
    }
    session.receive([0], of: seat1, from: 0)
    #expect(session.canAdvance == true)
    let tick = session.tick(1)
    #expect(tick == .smooth(to: window + 1))
  }

  @Test func `a stall waits for exactly the seats that hold it up`() {
    var session = Session<Toy>(initial: Toy.State(), players: 4, window: 2)
    session.receive([0, 0], of: seat1, from: 0)
    session.receive([0], of: seat3, from: 0)
    session.tick(1)
    session.tick(1)
    session.submit(1, of: seat0, delay: 0)
    #expect(session.plan().step == .stall(waitingFor: Presence(seats: [2])))
    session.receive([0, 0, 0], of: seat2, from: 0)
    let tick = session.tick(1)
    #expect(tick == .smooth(to: 3))
    session.submit(1, of: seat0, delay: 0)
    #expect(session.plan().step == .stall(waitingFor: Presence(seats: [3])))
  }

  @Test func `a stall waits for the local seat too, seat 0 or another`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 0)
    let advance = session.advance()
    #expect(advance == .stalled(waitingFor: Presence(seats: [0, 1])))
    session.receive([1], of: seat1, from: 0)
    let second = session.advance()
    #expect(second == .stalled(waitingFor: Presence(seats: [0])))
  }

  @Test func `a window of 0 is lockstep: nothing is predicted, nothing rolls back`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 0)
    var rows: [[UInt8]] = []
    for frame in 0..<40 {
      session.submit(UInt8(frame), of: seat0, delay: 0)
      let waiting = session.advance()
      #expect(waiting == .stalled(waitingFor: Presence(seats: [1])))
      session.receive([UInt8(200 - frame)], of: seat1, from: frame)
      rows.append([UInt8(frame), UInt8(200 - frame)])
      let tick = session.tick(99)
      #expect(tick == .smooth(to: frame + 1))
      #expect(session.predictedFrames == 0)
      #expect(session.settledFrame == session.currentFrame)
    }
    #expect(session.statistics == noRollbacks)
    #expect(session.present == SerialRun(rows: rows, players: 2).last)
  }

  @Test
  func `case 3 a correction in the tick in which the window fills is applied before the stall`() {
    var session = Session<Toy>(initial: Toy.State(), players: 3, window: 4)
    session.receive([1], of: seat2, from: 0)
    for _ in 0..<4 { session.tick(1) }
    // Seat 1 contradicts the guess, seat 2 is what fills the window one frame later.
    session.receive([0, 6], of: seat1, from: 0)
    let plan = session.plan()
    #expect(plan.correction == Correction(from: 1, depth: 3, mispredicted: 1, seats: [1]))
    let first = session.tick(1)
    #expect(first.correction == plan.correction)
    #expect(first.advance == .advanced(to: Frame(5)))
    session.receive([9], of: seat1, from: 2)
    let full = session.plan()
    #expect(full.correction == Correction(from: 2, depth: 3, mispredicted: 1, seats: [1]))
    #expect(full.step == .stall(waitingFor: Presence(seats: [2])))
    let second = session.tick(1)
    #expect(second.correction == full.correction)
    #expect(second.advance == .stalled(waitingFor: Presence(seats: [2])))
    let rows: [[UInt8]] = [[1, 0, 1], [1, 6, 1], [1, 9, 1], [1, 9, 1], [1, 9, 1]]
    #expect(session.usedRows() == rows)
    #expect(session.present == SerialRun(rows: rows, players: 3).last)
  }

  @Test func `a stall keeps the state, and the tick after it goes on from there`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 1)
    session.tick(5)
    let before = session.present
    session.tick(6)
    session.tick(7)
    #expect(session.present == before)
    session.receive([0, 0], of: seat1, from: 0)
    let tick = session.tick(8)
    #expect(tick == .smooth(to: 2))
    // The frame had its input when the stall began; later presses act on later frames.
    #expect(session.input(of: seat0, at: Frame(1)) == 6)
  }

  @Test(arguments: [1, 2, 10, 15])
  func `L-32 the deepest possible rollback is the window`(window: Int) {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: window)
    for _ in 0..<window + 5 { session.tick(1) }
    session.receive([7], of: seat1, from: 0)
    let tick = session.tick(1)
    #expect(tick.correction?.depth == window)
    #expect(tick.advance == .advanced(to: Frame(window + 1)))
    #expect(session.statistics.maxDepth == window)
  }

  @Test func `the confirmed frame lies beyond the present while the others are ahead`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 0)
    session.receive([1, 2, 3, 4, 5], of: seat0, from: 0)
    session.receive([1, 2, 3, 4, 5, 6], of: seat1, from: 0)
    #expect(session.confirmedFrame == Frame(5))
    #expect(session.predictedFrames == 0)
    #expect(session.settledFrame == .zero)
    #expect(session.currentFrame == .zero)
  }

  @Test func `L-34 L-35 catching up is the same loop, tick after tick without waiting`() {
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 10)
    let theirs = (0..<60).map { UInt8($0 / 7) }
    session.receive(theirs, of: seat1, from: 0)
    for frame in 0..<60 {
      let tick = session.tick(2)
      #expect(tick == .smooth(to: frame + 1))
      #expect(session.settledFrame == Frame(frame + 1))
    }
    #expect(session.statistics == noRollbacks)
    #expect(session.present == SerialRun(rows: theirs.map { [2, $0] }, players: 2).last)
  }

  @Test func `states are kept from one frame before the window to the present`() {
    var session = Session<Toy>(initial: Toy.State(), players: 1, window: 3)
    #expect(session.keptFrames == Frame(0)...Frame(0))
    for _ in 0..<4 { session.tick(1) }
    #expect(session.keptFrames == Frame(0)...Frame(4))
    session.tick(1)
    #expect(session.keptFrames == Frame(1)...Frame(5))
    let serial = SerialRun(rows: [[UInt8]](repeating: [1], count: 5), players: 1)
    for frame in session.keptFrames {
      #expect(session.state(at: frame) == serial.states[frame.number])
      #expect(session.checksum(at: frame) == Toy.checksum(serial.states[frame.number]))
    }
  }
}
