import Rollback
import Synchronization
import Testing

@Suite struct SyncTestSessionTests {
  /// Runs a game of two seats and returns the first difference found.
  private func difference<G: Game>(
    in game: G.Type, initial: G.State, distance: Int, frames: Int
  ) -> SyncTestSession<G>.Difference? where G.Input == UInt8 {
    var session = SyncTestSession<G>(initial: initial, players: 2, distance: distance)
    do {
      for frame in 0..<frames { try session.advance([UInt8(frame & 3), UInt8(frame % 5)]) }
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [1, 2, 7, 15])
  func `an honest game passes, at every distance`(distance: Int) throws {
    var session = SyncTestSession<Toy>(initial: Toy.State(), players: 3, distance: distance)
    var serial = SerialRun(players: 3)
    for frame in 0..<600 {
      let row = [UInt8(frame & 3), UInt8(frame % 5), UInt8(frame % 7)]
      try session.advance(row)
      serial.step(row)
      #expect(session.checksum == Toy.checksum(serial.last))
    }
    #expect(session.currentFrame == Frame(600))
  }

  @Test(arguments: [1, 15])
  func `a game that reads a hidden counter is caught in its first frame, with its section`(
    distance: Int
  ) {
    let found = difference(in: Cheat.self, initial: Toy.State(), distance: distance, frames: 3)
    #expect(found?.frame == Frame(1))
    #expect(found?.section == "counters")
  }

  @Test func `a game that cheats late is caught in the frame in which it does`() {
    let found = difference(in: LateCheat.self, initial: Toy.State(), distance: 1, frames: 50)
    #expect(found?.frame == Frame(LateCheat.honestFrames + 1))
    #expect(found?.section == "dice")
  }

  @Test func `an unsteady hash is a difference without a section`() {
    let found = difference(in: UnsteadyHash.self, initial: 0, distance: 1, frames: 3)
    #expect(found?.frame == Frame(1))
    #expect(found != nil && found?.section == nil)
  }

  @Test func `the newest frames are stepped again up to the distance, and no others`() throws {
    var session = SyncTestSession<Forgetful>(initial: 0, players: 1, distance: 3)
    for frame in 0..<10 {
      let before = Forgetful.steps.load(ordering: .relaxed)
      try session.advance([0])
      let steps = Forgetful.steps.load(ordering: .relaxed) - before
      #expect(steps == 1 + min(3, frame + 1))
    }
    // What only shows after four frames is found at a distance of four, at the oldest of them.
    var deeper = SyncTestSession<Forgetful>(initial: 100, players: 1, distance: 4)
    var found: SyncTestSession<Forgetful>.Difference?
    for frame in 0..<10 where found == nil {
      do { try deeper.advance([0]) } catch { found = error }
      #expect((found == nil) == (frame < 3))
    }
    #expect(found?.frame == Frame(1))
  }
}

/// Reads how often it was called, as another game might read a clock.
private enum Cheat: Game {
  static let calls = Atomic<Int>(0)

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout Toy.State, inputs: Span<UInt8>, presence: Presence) {
    Toy.step(&state, inputs: inputs, presence: presence)
    state.score += calls.wrappingAdd(1, ordering: .relaxed).newValue
  }

  static func hash(_ state: Toy.State, into hasher: inout StateHasher) {
    Toy.hash(state, into: &hasher)
  }
}

/// Rolls hidden dice once the first frames are over.
private enum LateCheat: Game {
  static let honestFrames = 20
  static let calls = Atomic<UInt64>(0)

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout Toy.State, inputs: Span<UInt8>, presence: Presence) {
    Toy.step(&state, inputs: inputs, presence: presence)
    guard state.steps > honestFrames else { return }
    state.dice.state &+= calls.wrappingAdd(1, ordering: .relaxed).newValue
  }

  static func hash(_ state: Toy.State, into hasher: inout StateHasher) {
    Toy.hash(state, into: &hasher)
  }
}

/// Steps honestly but feeds something else into the hash, before it names a section.
private enum UnsteadyHash: Game {
  static let calls = Atomic<UInt64>(0)

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout Int, inputs: Span<UInt8>, presence: Presence) { state += 1 }

  static func hash(_ state: Int, into hasher: inout StateHasher) {
    hasher.combine(calls.wrappingAdd(1, ordering: .relaxed).newValue)
    hasher.section("steps")
    hasher.combine(state)
  }
}

/// Counts its steps, and differs when a frame is stepped again four or more frames later.
private enum Forgetful: Game {
  static let steps = Atomic<Int>(0)
  static let newest = Atomic<Int>(0)

  static var neutral: UInt8 { 0 }

  static func step(_ state: inout Int, inputs: Span<UInt8>, presence: Presence) {
    steps.wrappingAdd(1, ordering: .relaxed)
    newest.max(state, ordering: .relaxed)
    let age = newest.load(ordering: .relaxed) - state
    state += age >= 3 ? 1000 : 1
  }

  static func hash(_ state: Int, into hasher: inout StateHasher) {
    hasher.section("steps")
    hasher.combine(state)
  }
}
