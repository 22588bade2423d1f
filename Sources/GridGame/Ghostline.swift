import Rollback
package import Vocabulary

/// Is the light-cycle game: steer, leave a wall behind you, do not hit anything, be the last.
///
/// A match is a number of rounds inside one `State`; see `Rules` for its numbers. The order of what
/// happens in a frame is that of `step`, and nobody is served first: all movers are judged against
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
    case .countdown(let framesLeft):
      state.listenAndQueue(inputs)
      state.phase = framesLeft > 1 ? .countdown(framesLeft: framesLeft - 1) : .playing(frame: 0)
    case .intro(let framesLeft, let pressed):
      state.introduce(inputs, presence: presence, framesLeft: framesLeft, pressed: pressed)
    case .playing(let frame):
      state.play(inputs, presence: presence, frame: Int(frame))
    case .outro(let framesLeft):
      state.listen(inputs)
      if framesLeft > 1 {
        state.phase = .outro(framesLeft: framesLeft - 1)
      } else {
        state.endRound(presence)
      }
    case .matchOver(let framesLeft):
      state.listen(inputs)
      state.restMatch(presence, framesLeft: framesLeft)
    }
  }
}
