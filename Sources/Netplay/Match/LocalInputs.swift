package import Rollback
package import Vocabulary

/// Keeps our own newest inputs, as raw words, until every peer has acknowledged them.
package struct LocalInputs: Sendable {
  /// Frames kept; a power of two, more than a stalled match can leave unacknowledged.
  package static let capacity = 256

  private var words: [UInt64]
  /// The first frame without an input of ours.
  package private(set) var frontier = Frame.zero

  /// How many of them each path accepted for some peer.
  package private(set) var sent = PerPath(repeating: 0)
  /// The first frame that no path has carried yet, by path.
  private var sentFrontier = PerPath(repeating: Frame.zero)

  package init() { words = Array(repeating: 0, count: Self.capacity) }

  package mutating func append(_ word: UInt64) {
    words[frontier.number & (Self.capacity - 1)] = word
    frontier += 1
  }

  /// A path accepted these for some peer.
  mutating func sent(_ inputs: Range<Frame>, by path: Path) {
    sent[path] += sentFrontier[path].advance(over: inputs)
  }

  /// Writes the inputs from `base` on into `run`, at most as many as a datagram carries.
  ///
  /// - Returns: Their frames; none when there are none.
  package func write(from base: Frame, into run: inout Datagram.InputRun) -> Range<Frame> {
    let oldest = Frame(max(0, frontier.number - Self.capacity))
    let start = min(max(base, oldest), frontier)
    let end = min(frontier, start + Datagram.maxInputs)
    run.base = Wrapping.narrow(start.number)
    run.words.removeAll(keepingCapacity: true)
    var frame = start
    while frame < end {
      run.words.append(words[frame.number & (Self.capacity - 1)])
      frame += 1
    }
    return start..<end
  }
}
