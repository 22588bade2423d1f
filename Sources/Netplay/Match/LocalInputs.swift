package import Rollback

/// Keeps our own newest inputs, as raw words, until every peer has acknowledged them.
package struct LocalInputs: Sendable {
  /// Frames kept; a power of two, more than a stalled match can leave unacknowledged.
  package static let capacity = 256

  private var words: [UInt64]
  /// The first frame without an input of ours.
  package private(set) var frontier = Frame.zero

  package init() { words = Array(repeating: 0, count: Self.capacity) }

  package mutating func append(_ word: UInt64) {
    words[frontier.number & (Self.capacity - 1)] = word
    frontier += 1
  }

  /// The inputs from `base` on, at most as many as a datagram carries; nothing when there are none.
  package func run(from base: Frame) -> Datagram.InputRun? {
    let oldest = Frame(max(0, frontier.number - Self.capacity))
    let start = max(base, oldest)
    let end = min(frontier, start + Datagram.maxInputs)
    guard start < end else { return nil }
    let run = (start..<end).map { words[$0.number & (Self.capacity - 1)] }
    return Datagram.InputRun(base: Wrapping.narrow(start.number), words: run)
  }
}
