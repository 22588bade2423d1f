public import Rollback
public import Vocabulary

/// Keeps the newest confirmed states and inputs, so that a desync can be shown with the state it
/// happened in and what was played around it.
///
/// The ring covers every frame that a search can name. No frame is confirmed without a datagram of the
/// peer's, which carries its newest report or comes after one that did, so a difference shows within two
/// intervals, or one and what two windows and delays hold on either side (108 frames). Play advances
/// by 45 frames at most in the time in which the search halves what is left, and it halves at most 13
/// times (two of the longest intervals): 585 frames.
@usableFromInline package struct EvidenceStore<G: Game>: ~Copyable {
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
  private static var slack: Int { 1024 }

  @usableFromInline let capacity: Int
  @usableFromInline var states: [G.State]
  /// By frame and seat; the inputs that the step from that frame took.
  @usableFromInline var inputs: [G.Input]
  @usableFromInline let players: Int
  @usableFromInline var count = 0
  /// What the searches asked to keep: one for each first bad frame, at most one for each peer.
  private var all: [Evidence] = []

  package init(initial: G.State, players: Int, interval: Int) {
    self.players = players
    capacity = 2 * interval + Self.slack
    states = Array(repeating: initial, count: capacity)
    inputs = Array(repeating: G.neutral, count: capacity * players)
  }

  /// Stores a frame that just became final.
  @inlinable mutating func store(_ frame: Frame, session: borrowing Session<G>) {
    session.withState(at: frame) { states[frame.number % capacity] = $0 }
    count = frame.number + 1
    guard frame > .zero else { return }
    let base = ((frame.number - 1) % capacity) * players
    for seat in 0..<players {
      inputs[base + seat] = session.usedInput(of: PlayerIndex(seat), at: frame - 1)
    }
  }

  /// Puts a frame aside if it is still here.
  mutating func keep(_ frame: Frame) {
    guard kept(at: frame) == nil, (oldest..<count).contains(frame.number), all.count < players - 1
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

  private var oldest: Int { max(0, count - capacity) }

  private func rows(around bad: Frame) -> [InputRow] {
    let start = max(oldest, bad.number - Self.inputsAround)
    let end = min(count - 1, bad.number + Self.inputsAround)
    return (start..<max(start, end)).map { frame in
      let base = (frame % capacity) * players
      return InputRow(frame: Frame(frame), inputs: Array(inputs[base..<base + players]))
    }
  }
}
