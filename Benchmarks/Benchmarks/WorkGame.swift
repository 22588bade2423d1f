import Rollback
import Vocabulary

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

  static func hash(_ state: borrowing State, into hasher: inout StateHasher) {
    state.hash(into: &hasher)
  }
}

/// What the workload needs of its state.
protocol WorkState: BitwiseCopyable, Sendable {
  init()
  mutating func step(_ pads: Span<Pad>)
  borrowing func hash(into hasher: inout StateHasher)
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

  // By address and never inlined: `words.span` of a state that is only lent copies it first. States
  // of up to some KiB are copied once all the same.
  @inline(never)
  borrowing func hash(into hasher: inout StateHasher) {
    unsafe withUnsafePointer(to: words) {
      let base = unsafe UnsafeRawPointer($0).assumingMemoryBound(to: UInt64.self)
      hasher.combine(words: unsafe Span(_unsafeStart: base, count: count))
    }
  }
}
