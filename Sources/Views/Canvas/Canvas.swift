/// Holds a picture of the screen as a grid of glyphs; drawing outside it has no effect.
///
/// A panel draws on a canvas of its own size, which is then pasted into the screen: so no panel can
/// write over another.
package struct Canvas: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// Row after row.
  package private(set) var glyphs: [Glyph]
  /// What texts are measured and drawn by.
  package let widths: WidthTable

  /// A blank canvas; both measures at least 0.
  package init(width: Int, height: Int, _ widths: WidthTable) {
    precondition(width >= 0 && height >= 0, "\(width)x\(height) is no size")
    self.width = width
    self.height = height
    self.widths = widths
    glyphs = Array(repeating: .blank, count: width * height)
  }

  /// The glyph at a place on the canvas.
  package subscript(row row: Int, column column: Int) -> Glyph {
    precondition(isInside(row: row, column: column), "\(row),\(column) is off the canvas")
    return glyphs[row * width + column]
  }

  /// Draws one glyph.
  package mutating func set(_ glyph: Glyph, row: Int, column: Int) {
    guard isInside(row: row, column: column) else { return }
    glyphs[row * width + column] = glyph
  }

  /// Draws `text` and returns the column after it.
  ///
  /// Marks go into the cell of what they are drawn on, two at most. What cannot be shown is left out;
  /// a wide character that would be cut in half is left out too, with its marks.
  @discardableResult
  package mutating func put(_ text: String, row: Int, column: Int, _ style: Style) -> Int {
    var column = column
    /// Where the last character is that was drawn.
    var base: Int?
    for scalar in text.unicodeScalars {
      switch widths.place(of: scalar) {
      case .nowhere: continue
      case .onTheLast:
        if let base { mark(scalar, row: row, column: base) }
        continue
      case .oneColumn:
        set(Glyph(scalar, style), row: row, column: column)
        base = column
        column += 1
      case .unknown:
        set(Glyph("?", style), row: row, column: column)
        base = nil
        column += 1
      case .twoColumns, .padded:
        base = nil
        if column >= 0, column + 1 < width {
          set(Glyph(scalar, style), row: row, column: column)
          set(Glyph("\0", style), row: row, column: column + 1)
          base = column
        }
        column += 2
      }
    }
    return column
  }

  /// Draws several pieces after each other and returns the column after the last.
  @discardableResult
  package mutating func put(_ spans: [Phrase], row: Int, column: Int) -> Int {
    spans.reduce(column) { put($1.text, row: row, column: $0, $1.style) }
  }

  /// Draws `text` so that it ends before `end`.
  mutating func put(_ text: String, row: Int, endingAt end: Int, _ style: Style) {
    put(text, row: row, column: end - widths.columns(text), style)
  }

  /// Draws the pieces so that the last ends before `end`, and returns where the first begins.
  @discardableResult
  mutating func put(_ spans: [Phrase], row: Int, endingAt end: Int) -> Int {
    let start = end - widths.columns(spans)
    put(spans, row: row, column: start)
    return start
  }

  /// Repeats a glyph along a row.
  mutating func fill(row: Int, columns: Range<Int>, with glyph: Glyph) {
    for column in columns { set(glyph, row: row, column: column) }
  }

  /// Copies another canvas onto this one.
  package mutating func paste(_ other: Canvas, row: Int, column: Int) {
    let first = (row: max(0, -row), column: max(0, -column))
    let end = (row: min(other.height, height - row), column: min(other.width, width - column))
    guard first.row < end.row, first.column < end.column else { return }
    let columns = first.column..<end.column
    let rows = first.row..<end.row
    for source in rows {
      let from = source * other.width + columns.lowerBound
      let to = (row + source) * width + column + columns.lowerBound
      glyphs.replaceSubrange(
        to..<to + columns.count, with: other.glyphs[from..<from + columns.count])
    }
  }

  /// Takes the colour out of the rows from `row` on, so that something in front stands out.
  mutating func fade(from row: Int = 0) {
    for index in glyphs.indices.dropFirst(row * width) {
      let isSolid = glyphs[index].style.background != .ground
      glyphs[index].style = Style(isSolid ? .dim : .faint)
    }
  }

  private mutating func mark(_ scalar: Unicode.Scalar, row: Int, column: Int) {
    guard isInside(row: row, column: column) else { return }
    glyphs[row * width + column].marks.add(scalar)
  }

  private func isInside(row: Int, column: Int) -> Bool {
    row >= 0 && row < height && column >= 0 && column < width
  }
}

/// Holds a piece of text in one style.
package struct Phrase: Hashable, Sendable {
  package var text: String
  package var style: Style

  package init(_ text: String, _ style: Style) {
    self.text = text
    self.style = style
  }
}

extension Canvas {
  /// The picture as text, rows without the blanks at their ends.
  package func text() -> String {
    (0..<height).map(line).joined(separator: "\n")
  }

  private func line(_ row: Int) -> String {
    var text = ""
    for glyph in glyphs[row * width..<(row + 1) * width] where !glyph.isContinuation {
      text += glyph.text
    }
    while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
    return text
  }
}
