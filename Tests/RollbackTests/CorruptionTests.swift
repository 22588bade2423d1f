import Rollback
import Synchronization
import Testing
import Vocabulary

@Suite struct CorruptionTests {
  @Test func `a corruption alters the state of exactly that frame and what follows`() {
    var session = Session<Toy>(initial: Toy.State(), players: 1, window: 8)
    session.corrupt(at: Frame(3)) { $0.score ^= 1 << 20 }
    for _ in 0..<5 { session.tick(2) }
    let serial = SerialRun(rows: [[UInt8]](repeating: [2], count: 5), players: 1)
    var altered = serial.states[3]
    altered.score ^= 1 << 20
    #expect(session.state(at: Frame(2)) == serial.states[2])
    #expect(session.state(at: Frame(3)) == altered)
    #expect(session.present != serial.last)
    #expect(session.settledFrame == Frame(5))
  }

  @Test func `a corruption happens at every simulation of its frame, so no rollback heals it`() {
    let times = Counter()
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 8)
    session.corrupt(at: Frame(3)) { state in
      state.score ^= 1 << 20
      times.increment()
    }
    for _ in 0..<5 { session.tick(2) }
    #expect(times.value == 1)
    session.receive([0, 7], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction == Correction(from: 1, depth: 4, mispredicted: 1, seats: [1]))
    #expect(times.value == 2)
    let serial = SerialRun(rows: session.usedRows(), players: 2)
    #expect(session.state(at: Frame(2)) == serial.states[2])
    #expect(session.state(at: Frame(3)).score == serial.states[3].score ^ (1 << 20))
    #expect(session.present.score != serial.last.score)
  }

  @Test func `a rollback to the corrupted frame itself keeps its altered state as it is`() {
    let times = Counter()
    var session = Session<Toy>(initial: Toy.State(), players: 2, window: 8)
    session.corrupt(at: Frame(3)) { state in
      state.score ^= 1 << 20
      times.increment()
    }
    for _ in 0..<5 { session.tick(2) }
    session.receive([0, 0, 0, 7], of: seat1, from: 0)
    let correction = session.correct()
    #expect(correction?.frame == Frame(3))
    #expect(times.value == 1)
    #expect(session.state(at: Frame(3)).score & (1 << 20) != 0)
  }
}

/// Counts from inside a sendable closure.
final class Counter: Sendable {
  private let count = Atomic<Int>(0)

  var value: Int { count.load(ordering: .relaxed) }
  func increment() { count.wrappingAdd(1, ordering: .relaxed) }
}
