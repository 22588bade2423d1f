/// The lines of a file that a person has written, whatever program wrote it: the one way from bytes to
/// lines, for settings and maps alike.
///
/// Lines end with LF or CRLF, and a byte order mark of UTF-8 at the start is no part of the text. What
/// cannot be lines of such a text is refused with its place, not guessed at: UTF-16, a NUL, and a
/// carriage return that ends a line alone. Whether a line is UTF-8 is for its reader to ask.
package struct TextLines: Hashable, Sendable {
  package struct Line: Hashable, Sendable {
    /// From 1.
    package let number: Int
    /// Without the end of the line.
    package let bytes: ArraySlice<UInt8>

    /// Nothing when the bytes are no UTF-8.
    package var text: String? { String(validating: bytes, as: UTF8.self) }
  }

  package struct Fault: Error, Hashable, Sendable {
    package enum Reason: Hashable, Sendable {
      case utf16
      case nul
      case carriageReturn
    }

    package let reason: Reason
    /// From 1.
    package let line: Int
    /// In bytes, from 1.
    package let column: Int

    package init(reason: Reason, line: Int, column: Int) {
      self.reason = reason
      self.line = line
      self.column = column
    }
  }

  /// At least one; after a last line that is ended comes an empty one.
  package let lines: [Line]

  package init(_ bytes: [UInt8]) throws(Fault) {
    if Self.isUTF16(bytes[...]) { throw Fault(reason: .utf16, line: 1, column: 1) }
    let text = Self.withoutMark(bytes[...])
    let parts = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    var lines: [Line] = []
    lines.reserveCapacity(parts.count)
    for (index, part) in parts.enumerated() {
      let isEnded = index < parts.count - 1
      let line = isEnded && part.last == UInt8(ascii: "\r") ? part.dropLast() : part
      if let bad = line.firstIndex(where: { $0 == 0 || $0 == UInt8(ascii: "\r") }) {
        throw Fault(
          reason: line[bad] == 0 ? .nul : .carriageReturn, line: index + 1,
          column: bad - line.startIndex + 1)
      }
      lines.append(Line(number: index + 1, bytes: line))
    }
    self.lines = lines
  }

  /// Whether a text begins as UTF-16 or UTF-32 does, with or without a mark: every second byte of plain
  /// letters is zero there.
  package static func isUTF16(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard let first = bytes.first, let second = bytes.dropFirst().first else { return false }
    return (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)
      || (first == 0) != (second == 0)
  }

  /// The same bytes, behind a byte order mark if there is one.
  package static func withoutMark(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
  }
}

extension TextLines.Fault.Reason: CustomStringConvertible {
  /// What is wrong and what helps, to stand behind the place.
  package var description: String {
    switch self {
    case .utf16: "this is UTF-16, expected UTF-8: save it as that"
    case .nul: "a NUL byte, expected text in UTF-8"
    case .carriageReturn:
      "a carriage return without a line feed, expected lines that end with LF or CRLF"
    }
  }
}
