import Rollback
package import Vocabulary

/// Is the light-cycle game: steer, leave a wall behind you, do not hit anything, be the last.
///
/// A match is a number of rounds inside one `State`; see `Rules` for its numbers. The order of what
/// happens in a tick is that of `step`, and nobody is served first: all movers are judged against
/// the board as it was before anyone moved.
package enum Ghostline: Game {
  /// The most seats of a match.
  package static let maximumPlayers = 4

  package static var neutral: Input { .neutral }

  package static func step(_ state: inout State, inputs: Span<Input>, presence: Presence) {
    precondition(
      inputs.count >= Int(state.players), "\(inputs.count) inputs for \(state.players) seats")
    guard !state.standsStill(inputs) else { return }
    switch state.phase {
    case .countdown(let ticksLeft):
      state.listenAndQueue(inputs)
      state.phase = ticksLeft > 1 ? .countdown(ticksLeft: ticksLeft - 1) : .playing(tick: 0)
    case .intro(let ticksLeft, let pressed):
      state.introduce(inputs, presence: presence, ticksLeft: ticksLeft, pressed: pressed)
    case .playing(let tick):
      state.play(inputs, presence: presence, tick: Int(tick))
    case .outro(let ticksLeft):
      state.listen(inputs)
      if ticksLeft > 1 {
        state.phase = .outro(ticksLeft: ticksLeft - 1)
      } else {
        state.endRound(presence)
      }
    case .matchOver(let ticksLeft):
      state.listen(inputs)
      state.restMatch(presence, ticksLeft: ticksLeft)
    }
  }
}
