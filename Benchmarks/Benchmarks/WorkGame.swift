import Rollback

/// The common workload as a game; one concrete type for each size of state.
///
/// A game that is generic over its size would be compiled for no size in particular.
protocol WorkGame: ScriptedGame where State: WorkState, Input == Pad {}

enum Work256B: WorkGame { typealias State = WordState<32> }
enum Work4KiB: WorkGame { typealias State = WordState<512> }
enum Work64KiB: WorkGame { typealias State = WordState<8192> }
enum Work1MiB: WorkGame { typealias State = WordState<131_072> }

extension WorkGame {
  /// Words of the state.
  static var words: Int { MemoryLayout<State>.size / 8 }

  /// The size of the state, for people.
  static var size: String {
    switch words * 8 {
    case 0..<1024: "\(words * 8) B"
    case 1024..<1_048_576: "\(words / 128) KiB"
    default: "\(words / 131_072) MiB"
    }
  }

  static var neutral: Pad { Pad(rawValue: 0) }

  static func initialState(players: Int) -> State { State() }

  static func scripted(seat: Int, frame: Int, hold: Int) -> Pad {
    Work.pad(seat: seat, frame: frame, hold: hold)
  }

  static func step(_ state: inout State, inputs: Span<Pad>, presence: Presence) {
    state.step(inputs)
  }

  /// One word for the whole state, by the workload's own hash, so that the floor can do the same.
  static func hash(_ state: borrowing State, into hasher: inout StateHasher) {
    hasher.combine(state.digest())
  }

  /// What the engine's checksum is for a state with this hash of the floor's.
  static func checksum(ofDigest digest: UInt64) -> UInt64 {
    var hasher = StateHasher()
    hasher.combine(digest)
    return hasher.finalize()
  }
}

/// What the workload needs of its state.
protocol WorkState: BitwiseCopyable, Sendable {
  init()
  mutating func step(_ pads: Span<Pad>)
  borrowing func digest() -> UInt64
  /// The digest by the engine's hasher, word for word, as a game of many fields has it.
  borrowing func fieldwiseDigest() -> UInt64
}

/// A fixed number of words in place.
struct WordState<let count: Int>: WorkState {
  private var words: InlineArray<count, UInt64>

  init() {
    words = InlineArray(repeating: 0)
    var span = words.mutableSpan
    Work.fill(&span)
  }

  mutating func step(_ pads: Span<Pad>) {
    var span = words.mutableSpan
    Work.step(&span, pads: pads)
  }

  // By address and never inlined: `words.span` would first copy a state that is only borrowed, and
  // so would a caller that reads the state from a pointer.
  @inline(never)
  borrowing func digest() -> UInt64 { withWords { Work.hash($0) } }

  @inline(never)
  borrowing func fieldwiseDigest() -> UInt64 {
    withWords { words in
      var hasher = StateHasher()
      var index = 0
      while index < words.count {
        hasher.combine(unsafe words[unchecked: index])
        index &+= 1
      }
      return hasher.finalize()
    }
  }

  @inline(__always)
  private borrowing func withWords(_ body: (Span<UInt64>) -> UInt64) -> UInt64 {
    unsafe withUnsafePointer(to: words) {
      let base = unsafe UnsafeRawPointer($0).assumingMemoryBound(to: UInt64.self)
      return unsafe body(Span(_unsafeStart: base, count: count))
    }
  }
}
