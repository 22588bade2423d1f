import GridGame
import Rollback

/// The board in colours alone: `▀` in the colour of the upper cell on that of the lower one.
extension BoardPicture {
  func halfBlocks() -> Canvas {
    var roles = Array(repeating: Role.ground, count: shown.width * (shown.height + 1))
    for y in 0..<shown.height {
      for x in 0..<shown.width {
        let position = Position(x: x, y: y)
        roles[y * shown.width + x] = role(at: position)
      }
    }
    tintConfirmedHeads(&roles)
    if showsGhosts { tintGhosts(&roles) }
    var canvas = Canvas(width: shown.width, height: (shown.height + 1) / 2, model.widths)
    for row in 0..<canvas.height {
      for x in 0..<shown.width {
        let upper = roles[row * 2 * shown.width + x]
        let lower = roles[(row * 2 + 1) * shown.width + x]
        if upper == .ground, lower == .ground { continue }
        canvas.set(Glyph("▀", Style(upper, on: lower)), row: row, column: x)
      }
    }
    return canvas
  }

  /// The floor stays bare; heads are as bright as can be, or in their colour while there is no trail
  /// that tells whose they are; what is only predicted is dark.
  private func role(at position: Position) -> Role {
    switch cell(at: position) {
    case .floor: return .ground
    case .warmPad: return .good
    case .coldPad: return .faint
    case .wall, .closedWall: return .wall
    case .trail(let owner, _, _):
      if isOut(owner) { return .oldTrail(model.rank(owner)) }
      let isPredicted = isMarked(owner) && !isConfirmed(position)
      let rank = model.rank(owner)
      return isPredicted ? .oldTrail(rank) : .player(rank)
    case .head(let owner, _):
      guard hasCrashed(owner) else {
        return shown.isIntro ? .player(model.rank(owner)) : .strong
      }
      return isOut(owner) ? .alarm : .bad
    }
  }

  private func tintConfirmedHeads(_ roles: inout [Role]) {
    for (seat, position) in laggingHeads {
      tint(position, .player(model.rank(seat)), &roles)
    }
  }

  private func tintGhosts(_ roles: inout [Role]) {
    for position in ghostPositions { tint(position, .bad, &roles) }
  }

  private func tint(_ position: Position, _ role: Role, _ roles: inout [Role]) {
    roles[Int(position.y) * shown.width + Int(position.x)] = role
  }
}
