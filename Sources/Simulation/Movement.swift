import GridGame
import Rollback

/// Counts the cells that each seat entered, to tell that a match was played.
struct Movement: Sendable {
  private(set) var cells: [Int]
  private var positions: [Position?]

  init(players: Int) {
    cells = Array(repeating: 0, count: players)
    positions = Array(repeating: nil, count: players)
  }

  /// Notes the next frame.
  mutating func note(_ state: Ghostline.State) {
    for seat in cells.indices {
      let position = state.cycles[seat].position
      if let before = positions[seat], before != position { cells[seat] += 1 }
      positions[seat] = position
    }
  }
}
