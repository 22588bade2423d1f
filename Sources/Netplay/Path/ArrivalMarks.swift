package import Rollback
package import Vocabulary

/// Remembers by which paths each of a peer's newest inputs has come, and when the first copy did.
package struct ArrivalMarks: Sendable {
  /// Frames remembered; a power of two.
  package static let capacity = 512

  private var frames: [Int]
  private var paths: [PathSet]
  private var firstPaths: [Path]
  private var firstArrivals: [Instant]
  /// The raw values that are held, and of which frames they are.
  private var words: [UInt64]
  private var heldFrames: [Int]

  package init() {
    frames = Array(repeating: Int.min, count: Self.capacity)
    paths = Array(repeating: [], count: Self.capacity)
    firstPaths = Array(repeating: .direct, count: Self.capacity)
    firstArrivals = Array(repeating: .zero, count: Self.capacity)
    words = Array(repeating: 0, count: Self.capacity)
    heldFrames = Array(repeating: Int.min, count: Self.capacity)
  }

  package enum Mark: Hashable, Sendable {
    case first
    /// The other path was faster by this much.
    case later(by: Duration)
    case duplicate
    /// Too old to be remembered.
    case forgotten
  }

  /// Notes that `path` carried the input of `frame`.
  package mutating func mark(_ frame: Frame, on path: Path, now: Instant) -> Mark {
    let slot = frame.number & (Self.capacity - 1)
    if frames[slot] > frame.number { return .forgotten }
    if frames[slot] < frame.number {
      frames[slot] = frame.number
      paths[slot] = []
      firstPaths[slot] = path
      firstArrivals[slot] = now
    }
    let before = paths[slot]
    paths[slot].insert(PathSet(path))
    if before.isEmpty { return .first }
    return before.contains(PathSet(path)) ? .duplicate : .later(by: now - firstArrivals[slot])
  }

  /// Notes that the session holds this value for `frame`.
  package mutating func keep(_ word: UInt64, of frame: Frame) {
    let slot = frame.number & (Self.capacity - 1)
    heldFrames[slot] = frame.number
    words[slot] = word
  }

  /// Whether the session holds just this value for `frame`, as far as is remembered.
  package func holds(_ word: UInt64, of frame: Frame) -> Bool {
    let slot = frame.number & (Self.capacity - 1)
    return heldFrames[slot] == frame.number && words[slot] == word
  }

  /// The path that brought the input of `frame` first; nothing when it has not come, or long ago.
  package func firstPath(of frame: Frame) -> Path? {
    let slot = frame.number & (Self.capacity - 1)
    return frames[slot] == frame.number ? firstPaths[slot] : nil
  }
}
