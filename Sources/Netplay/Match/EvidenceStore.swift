package import Rollback

/// Keeps the newest confirmed states and inputs, so that a desync can be shown with the state it
/// happened in and what was played around it.
///
/// While a search is under way nothing is overwritten. A peer cannot get a frame confirmed without a
/// datagram that carries its newest report, so a difference shows at most two intervals and what two
/// windows and delays hold (60 frames), twice, after the first bad frame: that is the size of the ring.
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
  /// States kept beside those of two intervals.
  private static var slack: Int { 256 }

  private let capacity: Int
  private var states: [G.State]
  /// By frame and seat; the inputs that the step from that frame took.
  private var inputs: [G.Input]
  private let players: Int
  /// The frames that are stored without a gap, as far as the ring reaches.
  private var stored = 0..<0
  private var isFrozen = false
  /// What the searches asked to keep: one for each first bad frame, at most one for each peer.
  private var all: [Evidence] = []

  package init(initial: G.State, players: Int, interval: Int) {
    self.players = players
    capacity = 2 * interval + Self.slack
    states = Array(repeating: initial, count: capacity)
    inputs = Array(repeating: G.neutral, count: capacity * players)
  }

  /// Stores a frame that just became final.
  mutating func store(_ frame: Frame, session: borrowing Session<G>) {
    guard !isFrozen else { return }
    session.withState(at: frame) { states[frame.number % capacity] = $0 }
    // After a search there is a gap: what was stored before it is of no use any more.
    let start = frame.number == stored.upperBound ? stored.lowerBound : frame.number
    stored = max(start, frame.number + 1 - capacity)..<frame.number + 1
    guard frame > .zero else { return }
    let base = ((frame.number - 1) % capacity) * players
    for seat in 0..<players {
      inputs[base + seat] = session.usedInput(of: PlayerIndex(seat), at: frame - 1)
    }
  }

  /// Overwrites nothing any more: the first bad frame is among those that are here, however long
  /// the search for it takes.
  mutating func freeze() { isFrozen = true }

  /// Goes on storing: no search is under way.
  mutating func thaw() { isFrozen = false }

  /// Puts a frame aside if it is still here.
  mutating func keep(_ frame: Frame) {
    guard kept(at: frame) == nil, stored.contains(frame.number), all.count < players - 1
    else { return }
    let state = states[frame.number % capacity]
    all.append(
      Evidence(
        frame: frame, checksum: G.checksum(state), sections: G.sectionDigests(state), state: state,
        inputs: rows(around: frame)))
  }

  /// The evidence of the first search that ended.
  package var kept: Evidence? { all.first }

  /// The evidence of a frame that a search ended at.
  package func kept(at frame: Frame) -> Evidence? { all.first { $0.frame == frame } }

  private func rows(around bad: Frame) -> [InputRow] {
    let oldest = max(stored.lowerBound, bad.number - Self.inputsAround)
    let end = min(stored.upperBound - 1, bad.number + Self.inputsAround)
    return (oldest..<max(oldest, end)).map { frame in
      let base = (frame % capacity) * players
      return InputRow(frame: Frame(frame), inputs: Array(inputs[base..<base + players]))
    }
  }
}
