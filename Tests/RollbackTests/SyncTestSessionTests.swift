import Rollback
import Synchronization
import Testing
import Vocabulary

@Suite struct SyncTestSessionTests {
  @Test(arguments: [1, 2, 7, 15])
  func `an honest game passes, at every distance`(distance: Int) throws {
    var session = SyncTestSession<Toy>(initial: Toy.State(), players: 3, distance: distance)
    var serial = SerialRun(players: 3)
    for frame in 0..<600 {
      let row = [UInt8(frame & 3), UInt8(frame % 5), UInt8(frame % 7)]
      if frame % 2 == 0 { try session.advance(row.span) } else { try session.advance(row) }
      serial.step(row)
      #expect(session.checksum == Toy.checksum(serial.last))
    }
    #expect(session.currentFrame == Frame(600))
  }

  @Test(arguments: [1, 2, 7, 15])
  func `each frame is stepped again up to the distance, and two states are digested`(
    distance: Int
  ) throws {
    var session = SyncTestSession<Counted>(
      initial: CountedState(log: distance), players: 1, distance: distance)
    let log = Counted.logs[distance]
    for frame in 0..<40 {
      let before = (steps: log.steps.value, hashes: log.hashes.value)
      try session.advance([0])
      #expect(log.steps.value - before.steps == 1 + min(distance, frame + 1))
      #expect(log.hashes.value - before.hashes == 2)
    }
  }

  @Test func `a row has one input per seat`() async {
    await #expect(processExitsWith: .failure) {
      var session = SyncTestSession<Toy>(initial: Toy.State(), players: 2, distance: 1)
      try? session.advance([1])
    }
    await #expect(processExitsWith: .failure) {
      var session = SyncTestSession<Toy>(initial: Toy.State(), players: 2, distance: 1)
      try? session.advance([1, 2, 3])
    }
  }

  @Test func `a distance has 1 to 15 frames, and 1 to 8 players`() async {
    await #expect(processExitsWith: .failure) {
      _ = SyncTestSession<Toy>(initial: Toy.State(), players: 2, distance: 0)
    }
    await #expect(processExitsWith: .failure) {
      _ = SyncTestSession<Toy>(initial: Toy.State(), players: 2, distance: 16)
    }
    await #expect(processExitsWith: .failure) {
      _ = SyncTestSession<Toy>(initial: Toy.State(), players: 9, distance: 1)
    }
    await #expect(processExitsWith: .failure) {
      _ = SyncTestSession<Toy>(initial: Toy.State(), players: 0, distance: 1)
    }
  }
}

/// Counts what a test session does with it; each state names the log it counts in.
private enum Counted: Game {
  struct Log {
    let steps = Counter()
    let hashes = Counter()
  }

  static let logs = (0...15).map { _ in Log() }

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout CountedState, inputs: Span<UInt8>, presence: Presence) {
    logs[state.log].steps.increment()
  }

  static func hash(_ state: CountedState, into hasher: inout StateHasher) {
    logs[state.log].hashes.increment()
  }
}

private struct CountedState: BitwiseCopyable {
  var log: Int
}
