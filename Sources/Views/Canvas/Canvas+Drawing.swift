/// Drawing that several panels share.
extension Canvas {
  /// Draws `TITLE ──── chip` over the full width of the row.
  mutating func heading(_ title: String, row: Int, chip: Phrase? = nil) {
    let titleEnd = put(title, row: row, column: 0, .strong)
    var lineEnd = width
    if let chip {
      let room = max(0, width - titleEnd - 2)
      let text = widths.fit(chip.text, columns: room)
      let start = put([Phrase(text, chip.style)], row: row, endingAt: width)
      lineEnd = start - 1
    }
    if titleEnd + 1 < lineEnd {
      fill(row: row, columns: titleEnd + 1..<lineEnd, with: Glyph("─", .faint))
    }
  }

  /// Draws a bar that is `share` (0...1) full, with a line where it is empty.
  mutating func gauge(_ share: Double, row: Int, columns: Range<Int>, _ role: Role) {
    let halves = Int(
      (min(max(share.isFinite ? share : 0, 0), 1) * Double(columns.count * 2)).rounded())
    for (index, column) in columns.enumerated() {
      let filled = halves - index * 2
      let glyph: Unicode.Scalar = filled >= 2 ? "█" : filled == 1 ? "▌" : "─"
      set(Glyph(glyph, Style(filled >= 1 ? role : .faint)), row: row, column: column)
    }
  }

  /// The eight heights of a bar.
  static let heights: [Unicode.Scalar] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// A bar of the height that `value` has between 0 and `maximum`; values above 0 are never empty.
  static func bar(_ value: Int, of maximum: Int) -> Unicode.Scalar {
    let step = (max(value, 0) * 8 + max(maximum, 1) - 1) / max(maximum, 1)
    return heights[min(max(step, 1), 8) - 1]
  }

  /// Draws a frame with rounded corners around the canvas.
  mutating func frame(_ style: Style) {
    guard width >= 2, height >= 2 else { return }
    let line = Glyph("─", style)
    fill(row: 0, columns: 1..<width - 1, with: line)
    fill(row: height - 1, columns: 1..<width - 1, with: line)
    for row in 1..<height - 1 {
      set(Glyph("│", style), row: row, column: 0)
      set(Glyph("│", style), row: row, column: width - 1)
    }
    set(Glyph("╭", style), row: 0, column: 0)
    set(Glyph("╮", style), row: 0, column: width - 1)
    set(Glyph("╰", style), row: height - 1, column: 0)
    set(Glyph("╯", style), row: height - 1, column: width - 1)
  }
}
