/// Names what the player pressed, or what the terminal told instead.
package enum Key: Hashable, Sendable {
  case character(Unicode.Scalar)
  /// Ctrl and a letter, given in lower case.
  case control(Unicode.Scalar)
  case up, down, left, right
  case pageUp, pageDown
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

extension Key {
  /// The same without the difference of small and capital letters: Caps Lock changes no key's meaning.
  var folded: Key {
    guard case .character(let scalar) = self else { return self }
    let small = scalar.properties.lowercaseMapping.unicodeScalars
    return small.count == 1 ? .character(small[small.startIndex]) : self
  }
}

extension Key: ExpressibleByUnicodeScalarLiteral {
  package init(unicodeScalarLiteral scalar: Unicode.Scalar) { self = .character(scalar) }
}
