package import Rollback

/// Keeps the newest lines of the log; equal lines in a row become one with a count, and guesses that
/// are taken back become one line, however often.
package struct LogBook: Hashable, Sendable {
  package enum Level: Hashable, Sendable {
    case info
    case good
    case warning
    case bad
  }

  /// Holds one line.
  package struct Line: Hashable, Sendable {
    /// Of the newest of them.
    package var frame: Frame
    package var level: Level
    package var text: String
    /// How often it came.
    package var count = 1
    /// The most frames that were resimulated, where the line tells of rollbacks.
    package var depth: Int?
    /// Of the oldest of them, where the line tells of several rollbacks.
    package var since: Frame?
    /// Counts the lines that were ever added: whoever reads an older one finds it again.
    fileprivate(set) var number = 0
  }

  /// Lines kept; older ones are dropped.
  package static let maximumLines = 200
  /// Among so many of the newest lines there is one line of rollbacks: it moves to the end and counts,
  /// so that what happens seldom stays in sight.
  private static let foldedLines = 12

  package private(set) var lines: [Line] = []
  private var added = 0

  package init() {}

  /// Adds a line.
  package mutating func append(frame: Frame, level: Level = .info, _ text: String) {
    if let last = lines.last, last.text == text, last.level == level, last.depth == nil {
      lines[lines.count - 1].count += 1
      lines[lines.count - 1].frame = frame
      return
    }
    add(Line(frame: frame, level: level, text: text))
  }

  /// Adds a guess that was taken back, about the moves of `names`.
  package mutating func takeBack(frame: Frame, of names: String, depth: Int) {
    var line = Line(frame: frame, level: .info, text: names, count: 1, depth: depth)
    let earlier = lines.indices.suffix(Self.foldedLines).last { lines[$0].depth != nil }
    if let earlier, lines[earlier].text == names {
      let folded = lines.remove(at: earlier)
      line.count += folded.count
      line.depth = max(depth, folded.depth ?? 0)
      line.since = folded.since ?? folded.frame
    }
    add(line)
  }

  private mutating func add(_ line: Line) {
    if lines.count == Self.maximumLines { lines.removeFirst() }
    added += 1
    lines.append(line)
    lines[lines.count - 1].number = added
  }
}

extension LogBook.Line {
  /// The text with its count, the longest first. What happens often has a form for narrow columns; what
  /// happens seldom is told in full, in as many rows as it takes.
  package var wordings: [String] {
    guard let depth else { return [count > 1 ? "\(text), \(count) times" : text] }
    let frames = Wording.plural(depth, "frame")
    if count == 1 {
      return ["↶ a guess about \(text) taken back, \(frames)", "↶ 1 taken back, \(depth) f"]
    }
    let number = Wording.count(count, columns: 5)
    // Since when, or the number would be taken for that of the last ten seconds, which stands beside it.
    let since = since.map { " since \($0.number)" } ?? ""
    return [
      "↶ \(number) guesses about \(text) taken back\(since), \(frames) at most",
      "↶ \(number) guesses taken back\(since), \(depth) f at most",
      "↶ \(number) guesses back\(since), \(depth) f at most", "↶ \(number) taken back\(since)",
      "↶ \(number) back\(since)",
      "↶ \(number) back, max \(depth) f",
    ]
  }
}

extension LogBook.Level {
  var role: Role {
    switch self {
    case .info: .text
    case .good: .good
    case .warning: .warning
    case .bad: .bad
    }
  }
}
