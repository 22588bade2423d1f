/// Tells which way a cycle rides; the raw value is what the input byte carries.
package enum Heading: UInt8, CaseIterable, Hashable, Sendable, BitwiseCopyable {
  case up = 1
  case right = 2
  case down = 3
  case left = 4

  package var opposite: Heading {
    switch self {
    case .up: .down
    case .right: .left
    case .down: .up
    case .left: .right
    }
  }

  /// The same heading seen in a mirror that swaps left and right.
  package var mirrored: Heading {
    switch self {
    case .up, .down: self
    case .right: .left
    case .left: .right
    }
  }
}

/// Names a cell of the board: column from the left, row from the top, both from 0.
///
/// A step beyond the left or upper edge wraps to 255, which is outside every board.
package struct Position: Hashable, Sendable, BitwiseCopyable {
  package var x: UInt8
  package var y: UInt8

  package init(x: Int, y: Int) {
    self.x = UInt8(truncatingIfNeeded: x)
    self.y = UInt8(truncatingIfNeeded: y)
  }

  /// The neighbour in `heading`, possibly outside the board.
  package func moved(_ heading: Heading) -> Position {
    var next = self
    switch heading {
    case .up: next.y &-= 1
    case .right: next.x &+= 1
    case .down: next.y &+= 1
    case .left: next.x &-= 1
    }
    return next
  }
}
