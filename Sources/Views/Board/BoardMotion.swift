import GridGame
import Rollback
import Vocabulary

/// Holds what of a board can change while all numbers stay as they are, and nothing lies over it: where two
/// are equal, so are the pictures of the board. The painter's stills hold the rest.
///
/// Cycles enter a cell ten times a second and pictures follow each other six times as fast, so most
/// boards need not be drawn again.
struct BoardMotion: Equatable {
  private struct Rider: Equatable {
    let position: Position
    let heading: Heading
    let isRiding: Bool
    let isMarked: Bool
    let hasCrashed: Bool
    let isOut: Bool
  }

  private struct ConfirmedHead: Equatable {
    let seat: PlayerIndex
    let position: Position
  }

  private let cells: [Cell]
  /// What is certain of them; of no consequence while nobody's guesses are marked.
  private let confirmedCells: [Cell]
  private let riders: [Rider]
  private let laggingHeads: [ConfirmedHead]
  private let ghosts: [Position]
  private let labels: HeadLabels.Stage
  private let announcement: [Phrase]?

  init(of picture: BoardPicture, labels: HeadLabels.Stage, announcement: [Phrase]?) {
    cells = picture.cells
    let riders = picture.seats.map { seat in
      let cycle = picture.shown.cycle(seat)
      return Rider(
        position: cycle.position, heading: cycle.heading, isRiding: cycle.isRiding,
        isMarked: picture.isMarked(seat), hasCrashed: picture.hasCrashed(seat),
        isOut: picture.isOut(seat))
    }
    self.riders = riders
    confirmedCells = riders.contains(where: \.isMarked) ? picture.confirmedCells : []
    laggingHeads = picture.laggingHeads.map { ConfirmedHead(seat: $0.seat, position: $0.position) }
    ghosts = picture.showsGhosts ? picture.ghostPositions : []
    self.labels = labels
    self.announcement = announcement
  }
}

extension Layout {
  /// What can change on the boards of a screen so wide while the numbers stay.
  func motions(width: Int) -> [BoardMotion?] {
    guard width >= Self.leastWithRightColumn else { return [board.motion] }
    return [board.motion, RightColumn(screen: screen, options: options).board.motion]
  }
}
