extension Canvas {
  /// Names glyphs next to each other in one row.
  package struct Run: Hashable, Sendable {
    package var row: Int
    package var columns: Range<Int>

    package init(row: Int, columns: Range<Int>) {
      self.row = row
      self.columns = columns
    }
  }

  /// Columns between two changes that are drawn again rather than skipped: moving the cursor costs
  /// about as many bytes.
  private static let bridgedGap = 4

  /// The places where this canvas differs from the one on the screen; all of it, if there is none or
  /// the sizes differ.
  package func damage(since old: Canvas?) -> [Run] {
    guard let old, width == old.width, height == old.height else {
      return (0..<height).map { Run(row: $0, columns: 0..<width) }.filter { !$0.columns.isEmpty }
    }
    return (0..<height).flatMap { damage(inRow: $0, since: old) }
  }

  private func damage(inRow row: Int, since old: Canvas) -> [Run] {
    var runs: [Run] = []
    for column in 0..<width {
      let index = row * width + column
      guard glyphs[index] != old.glyphs[index] else { continue }
      if let last = runs.last, column - last.columns.upperBound <= Self.bridgedGap {
        runs[runs.count - 1].columns = last.columns.lowerBound..<column + 1
      } else {
        runs.append(Run(row: row, columns: column..<column + 1))
      }
    }
    return runs.map { whole($0, old) }
  }

  /// The run with both halves of every wide character at its ends, old ones included.
  private func whole(_ run: Run, _ old: Canvas) -> Run {
    var columns = run.columns
    let start = run.row * width
    while columns.lowerBound > 0,
      glyphs[start + columns.lowerBound].isContinuation
        || old.glyphs[start + columns.lowerBound].isContinuation
    {
      columns = columns.lowerBound - 1..<columns.upperBound
    }
    while columns.upperBound < width,
      glyphs[start + columns.upperBound].isContinuation
        || old.glyphs[start + columns.upperBound].isContinuation
    {
      columns = columns.lowerBound..<columns.upperBound + 1
    }
    return Run(row: run.row, columns: columns)
  }
}
