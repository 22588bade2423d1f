package import Vocabulary

/// What a crashed cycle ran into, read from the board: no machine has to tell another.
extension Ghostline.State {
  /// Names what stopped a cycle.
  package enum Obstacle: Hashable, Sendable {
    /// A wall of the map, or the edge of the board.
    case wall
    /// A wall that sudden death has put there.
    case closedWall
    case trail(of: PlayerIndex)
    /// Another cycle that came the other way, or wanted the same cell in the same frame.
    case headOn(with: PlayerIndex)
    /// Nothing: its player had left.
    case absence
  }

  /// What the seat crashed into, and how many frames ago; nothing unless it has crashed and its trail
  /// is still there.
  ///
  /// Ask soon: once another trail is cleared, what was hit is gone from the board.
  package func crash(of seat: PlayerIndex) -> (obstacle: Obstacle, framesAgo: Int)? {
    guard case .crashed(let framesLeft) = cycle(seat).status else { return nil }
    return (obstacle(of: seat), rules[.clearing] - 1 - Int(framesLeft) + framesOfOutro)
  }

  /// Frames for which nothing has moved since the round ended, as far as the phase tells.
  private var framesOfOutro: Int {
    switch phase {
    case .countdown, .intro, .playing: 0
    case .outro(let framesLeft): rules[.outro] - Int(framesLeft)
    case .matchOver: rules[.outro]
    }
  }

  private func obstacle(of seat: PlayerIndex) -> Obstacle {
    let cycle = cycle(seat)
    if board[cycle.position] == .closedWall { return .closedWall }
    let target = cycle.position.moved(cycle.heading)
    for other in 0..<Int(players) where other != seat.number && isHeadOn(cycle, cycles[other]) {
      return .headOn(with: PlayerIndex(other))
    }
    guard board.contains(target) else { return .wall }
    switch cell(at: target) {
    case .wall: return .wall
    case .closedWall: return .closedWall
    case .trail(let owner, _, _), .head(let owner, _): return .trail(of: owner)
    case .floor, .warmPad, .coldPad: return .absence
    }
  }

  /// Whether the two face each other, or both press for one free cell.
  private func isHeadOn(_ one: Cycle, _ other: Cycle) -> Bool {
    guard other.status != .absent, other.status != .cleared else { return false }
    let target = one.position.moved(one.heading)
    if target == other.position { return other.heading == one.heading.opposite }
    let isStopped = !other.isRiding || other.grind > 0
    return isStopped && target == other.position.moved(other.heading) && board.contains(target)
      && !board.isBlocked(target)
  }
}
