package import GridGame
package import Rollback
package import Vocabulary

/// Remembers the cells where a wrong guess had been drawn, for a moment after it is gone.
package struct Ghosts: Hashable, Sendable {
  /// Holds one cell that was taken back.
  package struct Ghost: Hashable, Sendable {
    package var position: Position
    package var seat: PlayerIndex
    package var frame: Frame
  }

  /// Frames for which a ghost is shown: longer was noise.
  package static let lifetime = 20
  /// Ghosts shown at once; the oldest make way.
  package static let maximumCount = 8

  package private(set) var all: [Ghost] = []

  package init() {}

  /// Notes what of a predicted state is gone after a rollback to the same frame.
  package mutating func record(
    before: Ghostline.State, after: Ghostline.State, frame: Frame
  ) {
    expire(at: frame)
    for position in Self.retracted(before: before, after: after) {
      guard let seat = before.cell(at: position).owner else { continue }
      all.removeAll { $0.position == position }
      all.append(Ghost(position: position, seat: seat, frame: frame))
    }
    if all.count > Self.maximumCount { all.removeFirst(all.count - Self.maximumCount) }
  }

  /// Forgets what has been shown for long enough.
  package mutating func expire(at frame: Frame) {
    all.removeAll { frame - $0.frame >= Self.lifetime || $0.frame > frame }
  }

  /// The cells that belonged to somebody before and do not belong to them after, in reading order;
  /// none when the two states are of different rounds, since then everything is gone.
  package static func retracted(
    before: Ghostline.State, after: Ghostline.State
  ) -> [Position] {
    guard before.round == after.round, before.match == after.match, before.width == after.width,
      before.height == after.height
    else { return [] }
    let width = before.width
    return zip(before.cells, after.cells).enumerated().compactMap { index, cells in
      guard let owner = cells.0.owner, cells.1.owner != owner else { return nil }
      return Position(x: index % width, y: index / width)
    }
  }
}

extension Cell {
  /// Whose head or trail this is.
  var owner: PlayerIndex? {
    switch self {
    case .floor, .warmPad, .coldPad, .wall, .closedWall: nil
    case .trail(let owner, _, _), .head(let owner, _): owner
    }
  }
}
