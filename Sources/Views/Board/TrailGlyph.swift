import GridGame

/// Picks the line that joins two sides of a cell.
struct TrailGlyph {
  let from: Heading
  let to: Heading

  func links(_ side: Heading) -> Bool { from == side || to == side }

  /// A heavy line.
  var confirmed: Unicode.Scalar {
    switch (from, to) {
    case (.left, .right), (.right, .left), (.left, .left), (.right, .right): "━"
    case (.up, .down), (.down, .up), (.up, .up), (.down, .down): "┃"
    case (.down, .right), (.right, .down): "┏"
    case (.down, .left), (.left, .down): "┓"
    case (.up, .right), (.right, .up): "┗"
    case (.up, .left), (.left, .up): "┛"
    }
  }

  /// The same line thin and dashed; corners, of which there are no dashed ones, are thin alone.
  var predicted: Unicode.Scalar {
    switch confirmed {
    case "━": "╌"
    case "┃": "╎"
    case "┏": "┌"
    case "┓": "┐"
    case "┗": "└"
    default: "┘"
    }
  }
}

extension Heading {
  /// For the strip.
  var arrow: Unicode.Scalar {
    switch self {
    case .up: "↑"
    case .right: "→"
    case .down: "↓"
    case .left: "←"
    }
  }

  var filledHead: Unicode.Scalar {
    switch self {
    case .up: "▲"
    case .right: "▶"
    case .down: "▼"
    case .left: "◀"
    }
  }

  var hollowHead: Unicode.Scalar {
    switch self {
    case .up: "△"
    case .right: "▷"
    case .down: "▽"
    case .left: "◁"
    }
  }
}
