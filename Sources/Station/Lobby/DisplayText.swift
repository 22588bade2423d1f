/// Text that is safe to show on a terminal and in a log: the only form in which text from others
/// is kept.
///
/// Control characters, bidirectional and invisible characters are dropped, at most two combining
/// marks follow a character (none stands first, where it would mark what is left of the text), and
/// what is longer than 16 characters or 64 bytes is cut.
package struct DisplayText: Hashable, Sendable, CustomStringConvertible {
  package static let maxCharacters = 16
  package static let maxBytes = 64
  private static let maxMarks = 2

  package let string: String
  package var description: String { string }

  /// Cleans `raw`; bytes that are not UTF-8 become the replacement character.
  package init(_ raw: some Collection<UInt8>) {
    self.init(String(decoding: raw.prefix(4 * Self.maxBytes), as: UTF8.self))
  }

  package init(_ raw: String) {
    var cleaned = ""
    var marks = Self.maxMarks
    for scalar in raw.unicodeScalars.prefix(4 * Self.maxBytes) {
      guard Self.isAllowed(scalar) else { continue }
      marks = Self.isMark(scalar) ? marks + 1 : 0
      if marks <= Self.maxMarks { cleaned.unicodeScalars.append(scalar) }
    }
    var kept = ""
    for character in cleaned.prefix(Self.maxCharacters) {
      guard kept.utf8.count + character.utf8.count <= Self.maxBytes else { break }
      kept.append(character)
    }
    string = kept
  }

  private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
    // Vowels and last consonants of Korean in parts are letters that are drawn into the first one.
    if (0x1160...0x11ff).contains(scalar.value) || (0xd7b0...0xd7ff).contains(scalar.value) {
      return true
    }
    return switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    // Letters without a shape among them: a name of those would look empty.
    guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
    return switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      false
    default: true
    }
  }
}
