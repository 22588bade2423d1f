import Views

/// Looks for what is broken in a drawn screen, as somebody would who sees only its glyphs.
struct Picture {
  private let canvas: Canvas
  private let rows: [[Unicode.Scalar]]

  init(_ canvas: Canvas) {
    self.canvas = canvas
    rows = (0..<canvas.height).map { row in
      (0..<canvas.width).map { canvas[row: row, column: $0].scalar }
    }
  }

  /// Frames that begin at an upper left corner and have no other three corners; and lower corners
  /// without an upper one.
  var brokenFrames: [String] {
    var broken: [String] = []
    for row in rows.indices {
      for column in rows[row].indices where rows[row][column] == "╭" {
        guard let right = rows[row][column...].firstIndex(of: "╮"),
          let bottom = (row..<rows.count).first(where: { rows[$0][column] == "╰" }),
          rows[bottom][right] == "╯"
        else {
          broken.append("frame at \(row),\(column)")
          continue
        }
      }
    }
    let corners: [Unicode.Scalar] = ["╭", "╮", "╰", "╯"]
    let counts = corners.map { corner in rows.reduce(0) { $0 + $1.count { $0 == corner } } }
    if Set(counts).count > 1 { broken.append("corners \(counts)") }
    return broken
  }

  /// Headings that do not end with their word on the right, or that are cut short.
  var brokenHeadings: [String] {
    rows.compactMap { row in
      let text = String(String.UnicodeScalarView(row.filter { $0.value != 0 }))
      for title in ["PATHS", "PEERS", "HEALTH", "ROLLBACK"] {
        guard let range = text.firstRange(of: title + " ") else { continue }
        let rest = text[range.upperBound...].drop { $0 == "─" }
        let chip = rest.drop { $0 == " " }
        let end = chip.firstRange(of: "  ")?.lowerBound ?? chip.endIndex
        let word = chip[..<end].trimmingBlanks
        if !Self.isWhole(word, of: title) { return "\(title): \(word)" }
      }
      return nil
    }
  }

  /// Wide characters of which one half is missing.
  var halvedCharacters: Int {
    rows.reduce(0) { count, row in
      count
        + row.indices.count { column in
          let isWide = WidthTable.fixed.columns(row[column]) == 2 && row[column].value != 0
          let hasSecond = column + 1 < row.count && row[column + 1].value == 0
          let isSecond = row[column].value == 0
          let hasFirst = column > 0 && WidthTable.fixed.columns(row[column - 1]) == 2
          return isWide != hasSecond || isSecond && !hasFirst
        }
    }
  }

  private static func isWhole(_ chip: Substring, of title: String) -> Bool {
    let begins = { (words: [String]) in words.contains { chip.hasPrefix($0) } }
    return switch title {
    case "PATHS":
      begins([
        "both deliver", "RELAY alone delivers", "P2P alone delivers", "nobody", "NO PATH delivers",
        "in 1 s lost",
      ])
    case "PEERS":
      begins([
        "✓ both machines agree", "✓ all machines agree", "… not proven equal", "✗ DESYNC at frame",
      ]) || chip.contains(/^(frame \d+|(frame )?\d+ = \d+ \+ \d+)$/)
    case "ROLLBACK": chip.contains(/in 10 s$/)
    // Names may be cut, the word after them not.
    default: chip.contains(/(GOOD|WARNING|CRITICAL|DOWN|^–)/)
    }
  }
}

extension Substring {
  fileprivate var trimmingBlanks: Substring {
    var result = drop { $0 == " " }
    while result.last == " " { result.removeLast() }
    return result
  }
}
