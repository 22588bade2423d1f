public import Rollback
public import Vocabulary

/// Keeps what the newest confirmed frames can be made of again, so that a desync can be shown with the
/// state it happened in and what was played around it.
///
/// One state in `spacing` is kept, and the inputs of every frame: a state between two kept ones is
/// stepped again when it is asked for. A copy of each would go to memory that is always cold, which
/// cost a quarter of a tick. Where a game's step is not deterministic on one machine, what is stepped again
/// may differ from what was played: the sync test finds such games.
///
/// The ring covers every frame that a search can name. No frame is confirmed without a datagram of the
/// peer's, which carries its newest report or comes after one that did, so a difference shows within two
/// intervals, or one and what two windows and delays hold on either side (108 frames). Play advances
/// by 45 frames at most in the time in which the search halves what is left, and it halves at most 13
/// times (two of the longest intervals): 585 frames.
@safe @usableFromInline package struct EvidenceStore<G: Game>: ~Copyable {
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
  /// Frames kept beside those of two intervals.
  private static var slack: Int { 1024 }
  /// Frames between two states that are kept; a power of two.
  @usableFromInline static var spacing: Int { 32 }

  /// Frames kept; a power of two.
  @usableFromInline let capacity: Int
  @usableFromInline let players: Int
  /// Those of every `spacing`th frame.
  @usableFromInline let states: UnsafeMutablePointer<G.State>
  /// By frame and seat; the inputs that the step from that frame took.
  @usableFromInline let inputs: UnsafeMutablePointer<G.Input>
  @usableFromInline var count = 0
  /// What the searches asked to keep: one for each first bad frame, at most one for each peer.
  private var all: [Evidence] = []

  package init(initial: G.State, players: Int, interval: Int) {
    self.players = players
    let frames = 2 * interval + Self.slack + Self.spacing
    let capacity = 1 << (Int.bitWidth - (frames - 1).leadingZeroBitCount)
    self.capacity = capacity
    let slots = capacity / Self.spacing
    unsafe states = .allocate(capacity: slots)
    unsafe states.initialize(repeating: initial, count: slots)
    unsafe inputs = .allocate(capacity: capacity * players)
    unsafe inputs.initialize(repeating: G.neutral, count: capacity * players)
  }

  deinit {
    unsafe states.deallocate()
    unsafe inputs.deallocate()
  }

  /// Stores a frame that just became final.
  @inlinable mutating func store(_ frame: Frame, session: borrowing Session<G>) {
    if frame.number & (Self.spacing - 1) == 0 {
      session.withState(at: frame) { state in unsafe slot(frame.number).pointee = state }
    }
    count = frame.number + 1
    guard frame > .zero else { return }
    let row = unsafe row(frame.number - 1)
    for seat in 0..<players {
      unsafe row[seat] = session.usedInput(of: PlayerIndex(seat), at: frame - 1)
    }
  }

  /// Where the state of a frame is, if it is one of those that are kept.
  @inlinable func slot(_ frame: Int) -> UnsafeMutablePointer<G.State> {
    unsafe states + (frame & (capacity - 1)) / Self.spacing
  }

  /// Where the inputs of a frame begin, one per seat.
  @inlinable func row(_ frame: Int) -> UnsafeMutablePointer<G.Input> {
    unsafe inputs + (frame & (capacity - 1)) * players
  }

  /// Puts a frame aside if it is still here.
  ///
  /// - Parameter session: Steps as it does, what it was told to corrupt included.
  mutating func keep(_ frame: Frame, session: borrowing Session<G>) {
    guard kept(at: frame) == nil, (oldest..<count).contains(frame.number), all.count < players - 1
    else { return }
    let start = frame.number & ~(Self.spacing - 1)
    var state = unsafe slot(start).pointee
    for earlier in start..<frame.number {
      let inputs = unsafe Span(_unsafeStart: row(earlier), count: players)
      session.step(&state, from: Frame(earlier), inputs: inputs)
    }
    all.append(
      Evidence(
        frame: frame, checksum: G.checksum(state), sections: G.sectionDigests(state), state: state,
        inputs: rows(around: frame)))
  }

  /// The evidence of the first search that ended.
  package var kept: Evidence? { all.first }

  /// The evidence of a frame that a search ended at.
  package func kept(at frame: Frame) -> Evidence? { all.first { $0.frame == frame } }

  /// The state before it is still kept too.
  private var oldest: Int { max(0, count - capacity + Self.spacing) }

  private func rows(around bad: Frame) -> [InputRow] {
    let start = max(oldest, bad.number - Self.inputsAround)
    let end = min(count - 1, bad.number + Self.inputsAround)
    return (start..<max(start, end)).map { frame in
      let row = unsafe row(frame)
      return InputRow(
        frame: Frame(frame), inputs: (0..<players).map { seat in unsafe row[seat] })
    }
  }
}
