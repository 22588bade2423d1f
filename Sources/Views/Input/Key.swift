/// Names what the player pressed, or what the terminal told instead.
package enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// Ctrl and a letter, given in lower case.
  case control(Unicode.Scalar)
  case up, down, left, right
  case enter
  case tab
  case backTab
  case backspace
  case escape
  /// The left button of the mouse went down over a cell, counted from 0.
  case click(column: Int, row: Int)
  /// The window came to the front or went behind another.
  case focusIn, focusOut
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  package init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }
}
