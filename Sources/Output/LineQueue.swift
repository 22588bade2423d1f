import Vocabulary

/// Holds lines until they can be written, and counts those for which there is no room.
///
/// Bounded: when it is full the newest are dropped, since what came first says how things began.
/// Once it is half empty again, a notice in the place of the missing ones says how many they were.
package struct LineQueue: Sendable {
  /// At a few lines a second, of some hundred bytes each, minutes of a reader who does not read.
  static let maxLines = 4096
  static let maxBytes = 1 << 20

  /// How a reader is told of missing lines.
  package enum Notice: Sendable {
    /// Not at all: the reader expects one document.
    case none
    case json
    case prose

    fileprivate func text(_ count: Int) -> String? {
      switch self {
      case .none: nil
      case .json: JSONValue.object(["event": .string("dropped"), "lines": .int(count)]).text + "\n"
      case .prose: "… \(count) lines that nobody took were dropped\n"
      }
    }
  }

  private enum Entry: Sendable {
    case line([UInt8])
    case notice([UInt8])

    var bytes: [UInt8] {
      switch self {
      case .line(let bytes), .notice(let bytes): bytes
      }
    }
  }

  private let notice: Notice
  private var entries: [Entry] = []
  private var bytes = 0
  /// Dropped since the last notice.
  private var untold = 0
  private var dropped = 0

  init(notice: Notice) { self.notice = notice }

  var isEmpty: Bool { entries.isEmpty }

  /// The next to write; it stays until `wrote`.
  var first: [UInt8]? { entries.first?.bytes }

  /// Lines that were dropped and lines that wait: all that are lost if nothing more is written.
  var unwritten: Int {
    dropped
      + entries.count {
        if case .line = $0 { true } else { false }
      }
  }

  /// Takes a line, or drops it; until those who are missing have their notice, all are dropped.
  mutating func append(_ text: String) {
    let line = Array(text.utf8)
    // One that is larger than the limit alone must be possible: a summary is one.
    let fits =
      isEmpty || entries.count < Self.maxLines && bytes + line.count <= Self.maxBytes
    guard fits, untold == 0 else {
      untold += 1
      dropped += 1
      return
    }
    append(.line(line))
  }

  /// The first one was written whole.
  mutating func wrote() {
    bytes -= entries.removeFirst().bytes.count
    if entries.count <= Self.maxLines / 2, bytes <= Self.maxBytes / 2 { tell() }
  }

  /// Puts the notice of missing lines at the end, if any are missing.
  mutating func tell() {
    guard untold > 0 else { return }
    let text = notice.text(untold)
    untold = 0
    if let text { append(.notice(Array(text.utf8))) }
  }

  private mutating func append(_ entry: Entry) {
    entries.append(entry)
    bytes += entry.bytes.count
  }
}
