import Rollback
import Vocabulary

/// One frame of a round, in this order: turns, boosts, moves, closing walls, judgement.
extension Ghostline.State {
  mutating func play(
    _ inputs: Span<Ghostline.Input>, presence: Presence, frame: Int
  ) {
    phase = .playing(frame: UInt16(frame + 1))
    removeAbsent(presence)
    for seat in 0..<Int(players) { cycles[seat].obey(inputs[seat], rules) }
    moveCycles(frame: frame)
    closeWalls(frame: frame)
    clearTrails()
    judgeRound()
  }

  /// Takes note of the levels while nothing moves.
  mutating func listen(_ inputs: Span<Ghostline.Input>) {
    for seat in 0..<Int(players) { cycles[seat].held = inputs[seat] }
  }

  /// Takes note of the levels and keeps turns for the start of the round.
  mutating func listenAndQueue(_ inputs: Span<Ghostline.Input>) {
    for seat in 0..<Int(players) { cycles[seat].listen(to: inputs[seat]) }
  }

  private mutating func removeAbsent(_ presence: Presence) {
    for seat in 0..<Int(players)
    where cycles[seat].isRiding && !presence.contains(PlayerIndex(seat)) {
      crash(seat)
    }
  }

  private mutating func crash(_ seat: Int) {
    cycles[seat].status = .crashed(framesLeft: rules.clearing)
    cycles[seat].boostFramesLeft = 0
  }

  /// Judges all movers against the board before anyone moved, then moves those who can.
  private mutating func moveCycles(frame: Int) {
    var targets = InlineArray<4, Position?>(repeating: nil)
    var hasMovers = false
    for seat in 0..<Int(players) where cycles[seat].isRiding {
      targets[seat] = cycles[seat].nextTarget(rules)
      if targets[seat] != nil { hasMovers = true }
    }
    guard hasMovers else { return }
    var blocked: UInt8 = 0
    for seat in 0..<Int(players) where isBlocked(seat, targets) { blocked |= 1 << UInt8(seat) }
    for seat in 0..<Int(players) {
      guard let target = targets[seat] else { continue }
      if blocked & 1 << UInt8(seat) != 0 {
        press(seat)
      } else {
        move(seat, to: target, frame: frame)
      }
    }
  }

  private func isBlocked(_ seat: Int, _ targets: InlineArray<4, Position?>) -> Bool {
    guard let target = targets[seat] else { return false }
    if board.isBlocked(target) { return true }
    for other in 0..<Int(players) where other != seat && targets[other] == target { return true }
    return false
  }

  /// Lets a blocked cycle grind: it tries again every frame until its grind is used up.
  private mutating func press(_ seat: Int) {
    if cycles[seat].grind >= rules.grind {
      crash(seat)
    } else {
      cycles[seat].grind += 1
      cycles[seat].wait = 1
    }
  }

  private mutating func move(_ seat: Int, to target: Position, frame: Int) {
    let cycle = cycles[seat]
    let entered = board[cycle.position].enteredHeading ?? cycle.heading
    board[cycle.position] = .trail(seat: seat, entered: entered, left: cycle.heading)
    if board[target] == .pad { takePad(target, seat: seat, frame: frame) }
    board[target] = .head(seat: seat, entered: cycle.heading)
    cycles[seat].position = target
    cycles[seat].grind = 0
  }

  private mutating func takePad(_ position: Position, seat: Int, frame: Int) {
    guard cycles[seat].boosts < rules.boostLimit else { return }
    for index in 0..<Int(padCount)
    where pads[index].position == position && pads[index].warmFrom <= frame {
      cycles[seat].boosts += 1
      pads[index].warmFrom = UInt16(frame) + rules.padCold
    }
  }

  /// Counts crashed cycles down and takes their trails off the board.
  private mutating func clearTrails() {
    for seat in 0..<Int(players) {
      guard case .crashed(let framesLeft) = cycles[seat].status else { continue }
      if framesLeft > 0 {
        cycles[seat].status = .crashed(framesLeft: framesLeft - 1)
      } else {
        cycles[seat].status = .cleared
        removeTrail(of: seat)
      }
    }
  }

  private mutating func removeTrail(of seat: Int) {
    board.replaceAll { $0.seat == seat ? .floor : $0 }
    for index in 0..<Int(padCount) where board[pads[index].position] == .floor {
      board[pads[index].position] = .pad
    }
  }

  /// From the frame of sudden death on closes one more cell and its twin at every interval.
  private mutating func closeWalls(frame: Int) {
    let framesSince = frame - Int(rules.suddenDeath)
    guard framesSince >= 0, framesSince % Int(rules.closing) == 0 else { return }
    let spiral = ClosingSpiral(width: Int(board.width), height: Int(board.height))
    guard let cell = spiral.cell(Int(closedPairs)) else { return }
    closedPairs += 1
    closeWall(cell)
    closeWall(spiral.twin(of: cell))
  }

  private mutating func closeWall(_ position: Position) {
    for seat in 0..<Int(players)
    where cycles[seat].isRiding && cycles[seat].position == position {
      crash(seat)
    }
    if board[position] != .wall { board[position] = .closedWall }
  }
}
