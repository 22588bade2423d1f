import Rollback
import Synchronization
import Testing
import Vocabulary

/// The checker is checked: the sync test names what each kind of broken game gets wrong.
@Suite struct BrokenGameTests {
  /// Runs a game of two seats from a state of its own and returns the first difference found.
  private func difference(
    of kind: BrokenState.Kind, from first: Int = 0, distance: Int, frames: Int = 60
  ) -> (frame: Int, section: String?, after: Int)? {
    let initial = BrokenState(kind: kind, honestFrames: first)
    var session = SyncTestSession<BrokenGame>(initial: initial, players: 2, distance: distance)
    for frame in 0..<frames {
      do {
        try session.advance([UInt8(frame % 3 + 1), UInt8(frame % 5)])
      } catch {
        return (error.frame.number, error.section, frame + 1)
      }
    }
    return nil
  }

  @Test(arguments: [1, 2, 8, 15])
  func `the honest game behind the broken ones passes`(distance: Int) {
    #expect(difference(of: .honest, distance: distance) == nil)
  }

  @Test(arguments: BrokenState.Kind.broken, [1, 2, 8, 15])
  func `a broken game is caught in its first frame, with the section`(
    kind: BrokenState.Kind, distance: Int
  ) throws {
    let found = try #require(difference(of: kind, distance: distance))
    #expect(found.frame == 1)
    #expect(found.section == kind.section)
    #expect(found.after == 1)
  }

  @Test(arguments: BrokenState.Kind.broken, [1, 2, 8, 15])
  func `a game that breaks late is caught in the frame in which it does`(
    kind: BrokenState.Kind, distance: Int
  ) throws {
    let found = try #require(difference(of: kind, from: 30, distance: distance))
    #expect(found.frame == 31)
    #expect(found.section == kind.section)
    #expect(found.after == 31)
  }

  @Test(arguments: [3, 4, 8, 15])
  func `what shows only when a frame is stepped again late is caught at a distance as long`(
    distance: Int
  ) {
    let found = difference(of: .stale, distance: distance)
    // It needs a frame that is stepped again when four newer ones exist.
    #expect(found?.frame == (distance < 4 ? nil : 1))
    #expect(found?.after == (distance < 4 ? nil : 4))
    #expect(found?.section == (distance < 4 ? nil : "counters"))
  }

  @Test func `a difference that does not come back is named where it was seen`() throws {
    let found = try #require(difference(of: .once, from: 20, distance: 8))
    #expect(found.frame == 21)
    #expect(found.section == "counters")
  }
}

/// The toy with a way of breaking it.
struct BrokenState: BitwiseCopyable, Sendable {
  enum Kind: BitwiseCopyable, Sendable {
    case honest
    /// Counts its calls.
    case counter
    /// Draws from dice outside the state.
    case dice
    case clock
    /// Keeps a field outside the state, so that it is not restored.
    case unsaved
    /// Depends on where the state lies, as one does who reads what was never written.
    case address
    /// Digests something else each time, inside a section.
    case unsteadyHash
    /// Digests something else each time, before the first section.
    case unsteadyStart
    /// Differs when a frame is stepped again that three newer ones follow.
    case stale
    /// Differs in its second call alone.
    case once

    static let broken: [Kind] = [
      .counter, .dice, .clock, .unsaved, .address, .unsteadyHash, .unsteadyStart,
    ]

    /// The first section in which it shows.
    var section: String? {
      switch self {
      case .honest, .unsteadyStart: nil
      case .counter, .clock, .stale, .once: "counters"
      case .dice, .unsaved, .address: "dice"
      case .unsteadyHash: "trace"
      }
    }
  }

  var toy = Toy.State()
  let kind: Kind
  let honestFrames: Int
  /// What is hidden is kept apart for each run, so that tests may run side by side.
  let run: Int

  init(kind: Kind, honestFrames: Int) {
    self.kind = kind
    self.honestFrames = honestFrames
    run = Hidden.newRun()
  }

  var isBroken: Bool { toy.steps > honestFrames }
}

/// Is what no game may have: words that live outside the state, one for each run.
private enum Hidden {
  private static let words = Mutex<[Int]>([])

  static func newRun() -> Int {
    words.withLock { words in
      words.append(0)
      return words.count - 1
    }
  }

  /// Changes the word of a run and returns what it was.
  @discardableResult
  static func exchange(_ run: Int, _ change: (Int) -> Int) -> Int {
    words.withLock { words in
      let before = words[run]
      words[run] = change(before)
      return before
    }
  }

  static let start = ContinuousClock.now
  static var nanoseconds: Int {
    Int(start.duration(to: .now).components.attoseconds / 1_000_000_000)
  }
}

private enum BrokenGame: Game {
  static var neutral: UInt8 { 0 }

  static func step(_ state: inout BrokenState, inputs: Span<UInt8>, presence: Presence) {
    Toy.step(&state.toy, inputs: inputs, presence: presence)
    guard state.isBroken else { return }
    let (run, steps) = (state.run, state.toy.steps)
    switch state.kind {
    case .honest, .unsteadyHash, .unsteadyStart: break
    case .counter: state.toy.score += Hidden.exchange(run) { $0 + 1 }
    case .dice:
      let roll = Hidden.exchange(run) { $0 &* 6_364_136_223_846_793_005 &+ 1 }
      state.toy.dice.state ^= UInt64(bitPattern: Int64(roll))
    case .clock: state.toy.score ^= Hidden.nanoseconds
    case .unsaved: state.toy.dice.state ^= UInt64(Hidden.exchange(run) { _ in steps })
    case .address:
      let address = unsafe withUnsafePointer(to: &state) { UInt(bitPattern: $0) }
      state.toy.dice.state ^= UInt64(address)
    case .stale:
      let newest = max(steps, Hidden.exchange(run) { max($0, steps) })
      if newest - steps >= 3 { state.toy.score += 1000 }
    case .once: if Hidden.exchange(run, { $0 + 1 }) == 1 { state.toy.score += 1 }
    }
  }

  static func hash(_ state: BrokenState, into hasher: inout StateHasher) {
    if state.kind == .unsteadyStart && state.isBroken {
      hasher.combine(Hidden.exchange(state.run) { $0 + 1 })
    }
    Toy.hash(state.toy, into: &hasher)
    if state.kind == .unsteadyHash && state.isBroken {
      hasher.combine(Hidden.exchange(state.run) { $0 + 1 })
    }
  }
}
