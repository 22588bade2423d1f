package import Views

/// Tells what the terminal has said about itself when it was opened.
package struct TerminalCapabilities: Hashable, Sendable {
  /// Tells what text is drawn on where we leave the terminal's own colour.
  package enum Background: Hashable, Sendable {
    case dark
    case light
    /// The terminal does not say: tmux for one answers no question about colours.
    case unknown
  }

  package var background: Background
  /// Whether the terminal can hold back a frame until it is complete (private mode 2026).
  package var synchronizesOutput: Bool
  /// How wide characters are on it.
  package var widths: WidthTable
  /// The largest glyph set whose marks take one column each; nothing when it does not say.
  package var glyphs: GlyphSet?
  /// Whether it has answered what every terminal tells.
  package var answers: Bool

  package init(
    background: Background, synchronizesOutput: Bool, widths: WidthTable,
    glyphs: GlyphSet? = nil, answers: Bool = false
  ) {
    self.background = background
    self.synchronizesOutput = synchronizesOutput
    self.widths = widths
    self.glyphs = glyphs
    self.answers = answers
  }

  /// Takes what was answered; for a colour that was not told, `variable` is asked, the value of
  /// `COLORFGBG`, and for the columns of what was not drawn, the C library's table.
  package init(replies: TerminalReplies, variable: String?, library: WidthTable) {
    let columns = replies.columns
    self.init(
      background: replies.background ?? Background(variable: variable ?? "") ?? .unknown,
      synchronizesOutput: replies.synchronizesOutput, widths: library.corrected(by: columns),
      glyphs: library.glyphSet(answers: columns), answers: replies.isComplete)
  }
}

extension TerminalCapabilities.Background {
  /// Half of what white weighs.
  private static let lightLuma = 127_500

  /// Reads the colour of a reply, such as `rgb:ffff/ffff/ffff` with one to four digits each, and
  /// possibly a fourth number for opacity; `nil` when it is none.
  package init?(colour: String) {
    let parts = colour.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "rgb" || parts[0] == "rgba" else { return nil }
    let levels = parts[1].split(separator: "/", omittingEmptySubsequences: false).map(Self.level)
    guard levels.count == parts[0].count, let red = levels[0], let green = levels[1],
      let blue = levels[2]
    else { return nil }
    // Luma as in ITU-R BT.601, for levels as they are sent.
    self = 299 * red + 587 * green + 114 * blue >= Self.lightLuma ? .light : .dark
  }

  /// Reads `COLORFGBG`, such as `15;0` or `15;default;0`: the last number is the background's.
  /// White and the bright colours are light, as vim has it.
  package init?(variable: String) {
    guard let last = variable.split(separator: ";").last, let number = UInt8(last), number < 16
    else { return nil }
    self = number < 7 || number == 8 ? .dark : .light
  }

  /// A level of 0 to 255.
  private static func level(_ digits: Substring) -> Int? {
    guard (1...4).contains(digits.utf8.count), digits.allSatisfy(\.isHexDigit),
      let value = Int(digits, radix: 16)
    else { return nil }
    return value * 255 / (1 << (4 * digits.utf8.count) - 1)
  }
}
