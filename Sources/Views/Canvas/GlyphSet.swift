/// Names what a terminal's font can show; the raw values are the names that a person gives them.
package enum GlyphSet: String, CaseIterable, Hashable, Sendable {
  /// Everything that the screens are drawn with.
  case full
  /// What the fonts of the Linux console have: Latin letters, light and double lines, blocks,
  /// arrows. Also for fonts that draw the marks of `full` two columns wide.
  case basic
  /// Printable ASCII alone.
  case ascii

  /// Whether half blocks can be drawn.
  var hasHalfBlocks: Bool {
    switch self {
    case .full, .basic: true
    case .ascii: false
    }
  }

  /// Whether there are lines.
  var hasLines: Bool { hasHalfBlocks }

  /// The scalar to draw instead; `?` when there is none that says the same.
  ///
  /// It takes one column; a wide character is to be replaced in both of its columns.
  package func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar {
    if (0x20...0x7e).contains(scalar.value) { return scalar }
    switch self {
    case .full: return scalar
    case .basic:
      return Self.isLatinLetter(scalar) || Self.basicGlyphs.contains(scalar)
        ? scalar : Self.basicReplacements[scalar] ?? Self.asciiReplacements[scalar] ?? "?"
    case .ascii: return Self.asciiReplacements[scalar] ?? "?"
    }
  }

  private static func isLatinLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0xc0...0xff).contains(scalar.value)
  }

  private static let basicGlyphs = Set("─│┌┐└┘├┤┬┴┼═║╔╗╚╝█▄▀▌▐░▒▓■←↑→↓·±«»°¯".unicodeScalars)

  private static let basicReplacements = table([
    ("━┃┏┓┗┛╍╏╌╎╭╮╰╯", "═║╔╗╚╝─│─│┌┐└┘"), ("▁▂▃▅▆▇", "__▄▄██"), ("●◁▷△▽◀▶▼", "■←→↑↓←→↓"),
  ])

  /// The heights of bars become digits; the highest is a full block in other places too: `#`.
  private static let asciiReplacements = table([
    ("─━╍│┃╏╌╎", "--~||:-:"), ("═║╔╗╚╝", "=|++++"), ("┌┐└┘┏┓┗┛╭╮╰╯┤", "+++++++++++++"),
    ("▁▂▃▄▅▆▇█▌░▒■", "1234567#=:%!"), ("←→↑↓◁▷△▽◀▶▲▼", "<>^v<>^v<>!v"),
    ("●○◆✓✗╳↶⚠", "*oo=xxR!"), ("·…–—›»±≠∞¯", ".~-->>~!~'"),
  ])

  /// A table from the scalars of each first text to those at the same places of the second.
  private static func table(_ pairs: [(from: String, to: String)]) -> [Unicode.Scalar:
    Unicode.Scalar]
  {
    var result: [Unicode.Scalar: Unicode.Scalar] = [:]
    for pair in pairs {
      precondition(
        pair.from.unicodeScalars.count == pair.to.unicodeScalars.count,
        "\(pair.from) and \(pair.to) differ in length")
      for (from, to) in zip(pair.from.unicodeScalars, pair.to.unicodeScalars) { result[from] = to }
    }
    return result
  }
}

extension Canvas {
  /// The same picture in the glyphs that a terminal has; every glyph keeps its place and style.
  package func translated(to set: GlyphSet) -> Canvas {
    guard set != .full else { return self }
    var result = self
    for row in 0..<height {
      for column in 0..<width {
        let glyph = self[row: row, column: column]
        // Both columns of a wide character are NUL or unknown, so both become `?`. Marks are drawn on
        // nothing there.
        let scalar = set.replacement(for: glyph.scalar)
        result.set(Glyph(scalar, glyph.style), row: row, column: column)
      }
    }
    return result
  }
}
