package import Rollback

/// Keeps the newest confirmed states and inputs, so that a desync can be shown with the state it
/// happened in and what was played around it.
package struct EvidenceStore<G: Game>: ~Copyable {
  /// What is known of the first bad frame on our side.
  package struct Evidence: Sendable {
    package let frame: Frame
    package let checksum: UInt64
    package let sections: [SectionDigest]
    package let state: G.State
    /// The confirmed inputs around the frame, by frame and seat, oldest first.
    package let inputs: [InputRow]
  }

  package struct InputRow: Sendable {
    package let frame: Frame
    /// By seat.
    package let inputs: [G.Input]
  }

  /// Frames of inputs on each side of the first bad one.
  private static var inputsAround: Int { 30 }

  private let capacity: Int
  private var states: [G.State]
  /// By frame and seat; the inputs that the step from that frame took.
  private var inputs: [G.Input]
  private let players: Int
  private var count = 0
  private var isFrozen = false
  /// The states that a search asked to keep, at most one.
  package private(set) var kept: Evidence?

  package init(initial: G.State, players: Int, interval: Int) {
    self.players = players
    capacity = 2 * interval + 64
    states = Array(repeating: initial, count: capacity)
    inputs = Array(repeating: G.neutral, count: capacity * players)
  }

  /// Stores a frame that just became final.
  mutating func store(_ frame: Frame, session: borrowing Session<G>) {
    guard !isFrozen else { return }
    session.withState(at: frame) { states[frame.number % capacity] = $0 }
    count = frame.number + 1
    guard frame > .zero else { return }
    let base = ((frame.number - 1) % capacity) * players
    for seat in 0..<players {
      inputs[base + seat] = session.usedInput(of: PlayerIndex(seat), at: frame - 1)
    }
  }

  /// Overwrites nothing any more: the first bad frame is among those that are here, however long
  /// the search for it takes.
  mutating func freeze() { isFrozen = true }

  /// Puts a frame aside if it is still here.
  mutating func keep(_ frame: Frame) {
    guard kept == nil, frame.number < count, frame.number >= count - capacity else { return }
    let state = states[frame.number % capacity]
    kept = Evidence(
      frame: frame, checksum: G.checksum(state), sections: G.sectionDigests(state), state: state,
      inputs: rows(around: frame))
  }

  private func rows(around bad: Frame) -> [InputRow] {
    let oldest = max(0, count - capacity, bad.number - Self.inputsAround)
    let end = min(count - 1, bad.number + Self.inputsAround)
    return (oldest..<max(oldest, end)).map { frame in
      let base = (frame % capacity) * players
      return InputRow(frame: Frame(frame), inputs: Array(inputs[base..<base + players]))
    }
  }
}
