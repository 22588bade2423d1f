import Rollback
package import Vocabulary

/// What views and bots ask.
extension Ghostline.State {
  /// Columns of the board.
  package var width: Int { Int(board.width) }
  /// Rows of the board.
  package var height: Int { Int(board.height) }

  /// What the cell at column `x`, row `y` holds.
  package func cell(x: Int, y: Int) -> Cell {
    precondition(x >= 0 && x < width && y >= 0 && y < height, "(\(x), \(y)) is not on the board")
    return cell(at: Position(x: x, y: y))
  }

  /// What the cell at a position of the board holds.
  package func cell(at position: Position) -> Cell {
    board[position].cell(isWarm: isWarm(position))
  }

  /// What all cells hold, row by row. Who asks for each by itself copies the state with it.
  package var cells: [Cell] {
    let bytes = board.bytes
    return bytes.indices.map { index in
      bytes[index].cell(isWarm: isWarm(Position(x: index % width, y: index / width)))
    }
  }

  /// The cycle of a seat.
  package func cycle(_ seat: PlayerIndex) -> Cycle {
    precondition(seat.number < Int(players), "\(seat) of \(players) seats")
    return cycles[seat.number]
  }

  /// Rounds that a seat has won in this match.
  package func score(_ seat: PlayerIndex) -> Int {
    precondition(seat.number < Int(players), "\(seat) of \(players) seats")
    return Int(scores[seat.number])
  }

  /// Whether the match is decided and nothing will move any more.
  package var isMatchOver: Bool {
    if case .matchOver = phase { true } else { false }
  }

  /// The frame of the round, while it is played.
  package var roundFrame: Int? {
    if case .playing(let frame) = phase { Int(frame) } else { nil }
  }

  /// Whether the walls are closing in.
  package var isSuddenDeath: Bool { closedPairs > 0 }

  /// Who has won the match: the highest score, or a draw of several; undecided until it is over.
  package var matchOutcome: Outcome { isMatchOver ? leader : .undecided }

  /// Who has the highest score so far.
  var leader: Outcome {
    var best = 0
    var isShared = false
    for seat in 1..<max(1, Int(players)) {
      if scores[seat] > scores[best] {
        best = seat
        isShared = false
      } else if scores[seat] == scores[best] {
        isShared = true
      }
    }
    return isShared ? .draw : .won(by: PlayerIndex(best))
  }

  private func isWarm(_ position: Position) -> Bool {
    let frame = roundFrame ?? 0
    for index in 0..<Int(padCount) where pads[index].position == position {
      return pads[index].warmFrom <= frame
    }
    return false
  }
}
