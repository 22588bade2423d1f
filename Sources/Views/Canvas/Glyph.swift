/// Holds what one character cell of the screen shows.
///
/// Plain bytes, at most sixteen of them: thousands are copied and compared for every picture.
package struct Glyph: Hashable, Sendable {
  /// Holds what is drawn on a character in its cell: accents, vowel signs, the rest of a syllable.
  ///
  /// Two at most, which every language can be read with; more would reach into other rows.
  package struct Marks: Hashable, Sendable {
    package static let none = Marks()

    private var first: UInt32 = 0
    private var second: UInt32 = 0

    private init() {}

    /// Adds one; what is more than two is left out.
    mutating func add(_ scalar: Unicode.Scalar) {
      if first == 0 { first = scalar.value } else if second == 0 { second = scalar.value }
    }

    /// In the order in which they are drawn; 0 where there is none.
    package var values: (UInt32, UInt32) { (first, second) }
  }

  /// What is drawn; NUL in the second cell of a wide character.
  package var scalar: Unicode.Scalar
  package var marks: Marks
  package var style: Style

  package init(_ scalar: Unicode.Scalar, _ style: Style) {
    self.scalar = scalar
    marks = .none
    self.style = style
  }

  static let blank = Glyph(" ", .text)

  /// Whether this is the second cell of a wide character.
  package var isContinuation: Bool { scalar.value == 0 }

  /// The character with its marks.
  var text: String {
    var scalars = String.UnicodeScalarView()
    scalars.append(scalar)
    for value in [marks.values.0, marks.values.1] where value != 0 {
      if let mark = Unicode.Scalar(value) { scalars.append(mark) }
    }
    return String(scalars)
  }
}
