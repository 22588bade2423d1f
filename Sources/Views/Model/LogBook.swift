package import Rollback

/// Keeps the newest lines of the log; equal lines in a row become one with a count.
package struct LogBook: Hashable, Sendable {
  package enum Level: Hashable, Sendable {
    case info
    case good
    case warning
    case bad
  }

  /// Holds one line.
  package struct Line: Hashable, Sendable {
    package var frame: Frame
    package var level: Level
    package var text: String
    /// How often it came in a row.
    package var count = 1
  }

  /// Lines kept; older ones are dropped.
  package static let maximumLines = 200

  package private(set) var lines: [Line] = []
  /// Lines that were dropped: the number of the first that is kept.
  private(set) var dropped = 0

  package init() {}

  /// Adds a line.
  package mutating func append(frame: Frame, level: Level = .info, _ text: String) {
    if let last = lines.last, last.text == text, last.level == level {
      lines[lines.count - 1].count += 1
      lines[lines.count - 1].frame = frame
      return
    }
    if lines.count == Self.maximumLines {
      lines.removeFirst()
      dropped += 1
    }
    lines.append(Line(frame: frame, level: level, text: text))
  }
}

extension LogBook.Line {
  /// The text with its count.
  var wording: String { count > 1 ? "\(text) x\(count)" : text }
}

extension LogBook.Level {
  var role: Role {
    switch self {
    case .info: .dim
    case .good: .good
    case .warning: .warning
    case .bad: .bad
    }
  }
}
