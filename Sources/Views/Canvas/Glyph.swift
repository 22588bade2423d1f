/// Holds what one character cell of the screen shows.
package struct Glyph: Hashable, Sendable {
  /// What is drawn; NUL in the second cell of a wide character.
  package var scalar: Unicode.Scalar
  package var style: Style

  package init(_ scalar: Unicode.Scalar, _ style: Style) {
    self.scalar = scalar
    self.style = style
  }

  static let blank = Glyph(" ", .text)

  /// Whether this is the second cell of a wide character.
  package var isContinuation: Bool { scalar.value == 0 }
}
