package import Rollback
package import Vocabulary

/// Counts what both paths carry between us and one peer, and which of them was faster.
///
/// The unit is an input: each that is received is exactly one of first, later, duplicate and rejected.
package struct Traffic: Sendable {
  /// Copies that came second, and by how much in all.
  package struct Margin: Hashable, Sendable {
    package var count = 0
    package var nanoseconds: Int64 = 0
  }

  package private(set) var counters = PerPath(repeating: PathCounters())
  /// By the path that was first.
  package private(set) var margins = PerPath(repeating: Margin())
  private var marks = ArrivalMarks()
  /// The first frame of our inputs that no datagram has carried yet, by path.
  private var sentFrontier = PerPath(repeating: Frame.zero)

  package init() {}

  /// The path that brought the input of a frame first; nothing when that is forgotten.
  package func firstPath(of frame: Frame) -> Path? { marks.firstPath(of: frame) }

  // MARK: Packets

  /// A path took a datagram with these inputs.
  mutating func sent(_ inputs: Range<Frame>, by path: Path, bytes: Int) {
    let fresh = sentFrontier[path].advance(over: inputs)
    counters[path].packetsSent += 1
    counters[path].bytesSent += bytes
    counters[path].inputsSent += fresh
  }

  /// A datagram came by a path.
  @inline(__always) mutating func received(bytes: Int, on path: Path) {
    counters[path].packetsReceived += 1
    counters[path].bytesReceived += bytes
  }

  // MARK: Inputs

  /// Counts the inputs at the start of a datagram that are held already, with these very values.
  ///
  /// - Parameter oldest: The first frame whose input is still kept.
  /// - Returns: How many there are.
  mutating func countKnown(
    _ words: [UInt64], from base: Frame, oldest: Frame, on path: Path, now: Instant
  ) -> Int {
    guard base >= oldest else { return 0 }
    var known = 0
    while known < words.count,
      let mark = marks.markHeld(words[known], of: base + known, on: path, now: now)
    {
      count(mark, on: path)
      known += 1
    }
    return known
  }

  /// Counts one input that the session was given.
  package mutating func count(
    _ receipt: Receipt, _ word: UInt64, of frame: Frame, on path: Path, now: Instant
  ) {
    switch receipt {
    case .conflict, .tooFar, .stale: countRejected(on: path)
    case .accepted, .duplicate:
      if receipt == .accepted { marks.keep(word, of: frame) }
      count(marks.mark(frame, on: path, now: now), on: path)
    }
  }

  /// Counts an input that is none: its raw value means nothing to the game.
  package mutating func countRejected(on path: Path) { counters[path].inputs.rejected += 1 }

  private mutating func count(_ mark: ArrivalMarks.Mark, on path: Path) {
    switch mark {
    case .first: counters[path].inputs.first += 1
    case .later(let nanoseconds):
      counters[path].inputs.later += 1
      margins[path.other].count += 1
      margins[path.other].nanoseconds += nanoseconds
    case .duplicate: counters[path].inputs.duplicate += 1
    case .forgotten: counters[path].inputs.rejected += 1
    }
  }
}
