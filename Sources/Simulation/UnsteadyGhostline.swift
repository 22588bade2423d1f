import GridGame
import Rollback
import Vocabulary

/// Counts, outside of any state, how often one frame was stepped.
enum Repetitions {
  /// Lends the address of a new count.
  static func counting<Result, Failure: Error>(
    _ body: (UInt) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let count = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    unsafe count.initialize(to: 0)
    defer { unsafe count.deallocate() }
    return try body(UInt(bitPattern: count))
  }
}

/// Ghostline with one step that does not depend on its state alone: the mistake that a sync test is
/// there to find, as a game makes it that reads a clock or keeps something outside of its state.
enum UnsteadyGhostline: Game {
  struct State: BitwiseCopyable, Sendable {
    var game: Ghostline.State
    var frame = 0
    let unsteadyFrame: Int
    /// Rollback restores the address, and not what is there.
    let repetitions: UInt

    init(game: Ghostline.State, unsteadyFrame: Frame, repetitions: UInt) {
      self.game = game
      self.unsteadyFrame = unsteadyFrame.number
      self.repetitions = repetitions
    }
  }

  static var neutral: Ghostline.Input { .neutral }

  static func step(_ state: inout State, inputs: Span<Ghostline.Input>, presence: Presence) {
    Ghostline.step(&state.game, inputs: inputs, presence: presence)
    state.frame += 1
    guard state.frame == state.unsteadyFrame,
      let count = unsafe UnsafeMutablePointer<Int>(bitPattern: state.repetitions)
    else { return }
    if unsafe count.pointee > 0 { Ghostline.corrupt(&state.game) }
    unsafe count.pointee += 1
  }

  static func hash(_ state: State, into hasher: inout StateHasher) {
    Ghostline.hash(state.game, into: &hasher)
  }
}
