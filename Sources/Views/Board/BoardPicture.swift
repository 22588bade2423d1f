import GridGame
import Rollback
import Vocabulary

/// Draws the cells of a board; if there is no room for all of them, the part around the local player.
struct BoardPicture {
  /// Tells how large a cell is.
  enum Scale {
    /// Two columns to a cell if there is room, else one.
    case glyphs
    /// One column to a cell, two cells to a row; whatever a cell holds is told by its colour.
    case halfBlocks
  }

  /// Tells whether predicted cells are marked.
  enum Marks {
    case visible
    case hidden
  }

  let model: ScreenModel
  let shown: Ghostline.State
  let confirmed: Ghostline.State
  let marks: Marks
  let showsGhosts: Bool
  let scale: Scale
  let glyphs: GlyphSet

  /// Cells behind a head that are drawn bright.
  private static let freshCells = 8

  /// Where the cells are on a canvas of that size; around them is wall.
  func window(width: Int, height: Int) -> BoardWindow {
    BoardWindow(
      size: (shown.width, shown.height), scale: scale, center: shown.cycle(localSeat).position,
      room: (width, height))
  }

  func canvas(width: Int, height: Int) -> Canvas {
    let window = window(width: width, height: height)
    // Where trails are letters, nothing else may look like one.
    let around = Glyph(glyphs.hasLines ? "░" : " ", Style(.grid))
    var canvas = Canvas(width: width, height: height, model.widths)
    for row in 0..<height { canvas.fill(row: row, columns: 0..<width, with: around) }
    let cells =
      switch scale {
      case .glyphs: pictures(window.columnsPerCell)
      case .halfBlocks: halfBlocks()
      }
    canvas.paste(cells, row: window.row, column: window.column)
    return canvas
  }

  private func pictures(_ columns: Int) -> Canvas {
    var cells = Canvas(width: shown.width * columns, height: shown.height, model.widths)
    var isFresh = Array(repeating: false, count: shown.width * shown.height)
    for position in freshPositions {
      isFresh[Int(position.y) * shown.width + Int(position.x)] = true
    }
    for y in 0..<shown.height {
      for x in 0..<shown.width {
        let position = Position(x: x, y: y)
        let drawing = drawing(at: position, isFresh: isFresh[y * shown.width + x])
        cells.set(drawing.glyph, row: y, column: x * columns)
        if columns == 2 { cells.set(drawing.filler, row: y, column: x * columns + 1) }
      }
    }
    if marks == .visible { markConfirmedHeads(columns, on: &cells) }
    if showsGhosts { drawGhosts(columns, on: &cells) }
    return cells
  }

  var localSeat: PlayerIndex {
    model.localSeat.number < Int(shown.players) ? model.localSeat : PlayerIndex(0)
  }

  var seats: [PlayerIndex] { (0..<Int(shown.players)).map { PlayerIndex($0) } }

  private struct Drawing {
    var glyph: Glyph
    /// The second column.
    var filler: Glyph

    init(_ glyph: Unicode.Scalar, _ filler: Unicode.Scalar, _ style: Style) {
      self.glyph = Glyph(glyph, style)
      self.filler = Glyph(filler, style)
    }
  }

  private func drawing(at position: Position, isFresh: Bool) -> Drawing {
    let cell = shown.cell(at: position)
    switch cell {
    case .floor: return Drawing("·", " ", Style(.grid))
    case .warmPad: return Drawing("+", " ", Style(.good, on: .ground, .bold))
    case .coldPad: return Drawing("+", " ", .faint)
    case .wall: return Drawing("█", "█", Style(.wall))
    case .closedWall: return Drawing("▒", "▒", Style(.wall))
    case .trail(let owner, let entered, let left):
      return trail(owner, entered, left, at: position, isFresh: isFresh)
    case .head(let owner, _): return head(owner, at: position)
    }
  }

  private func trail(
    _ owner: PlayerIndex, _ entered: Heading, _ left: Heading, at position: Position, isFresh: Bool
  ) -> Drawing {
    let isPredicted =
      marks == .visible && owner != localSeat
      && shown.cell(at: position) != confirmed.cell(at: position)
    let rank = model.rank(owner)
    let role: Role =
      hasCrashed(owner, in: confirmed) ? .crashed : isFresh ? .player(rank) : .oldTrail(rank)
    guard glyphs.hasLines else {
      let mark = isPredicted ? ":" : Self.letter(of: owner)
      return Drawing(mark, mark, Style(role))
    }
    let line = TrailGlyph(from: entered.opposite, to: left)
    return Drawing(
      isPredicted ? line.predicted : line.confirmed,
      line.linksRight ? (isPredicted ? "╍" : "━") : " ", Style(role))
  }

  private func head(_ owner: PlayerIndex, at position: Position) -> Drawing {
    let cycle = shown.cycle(owner)
    if hasCrashed(owner, in: shown) {
      return hasCrashed(owner, in: confirmed)
        ? Drawing(crash, crash, Style(.onAlarm, on: .alarm, .bold))
        : Drawing("?", "?", .bold(.bad))
    }
    let role = Role.player(model.rank(owner))
    let heading = cycle.heading
    let filler = glyphs.hasLines ? " " : Self.capital(of: owner)
    if marks == .visible, owner != localSeat, cycle.position != confirmed.cycle(owner).position {
      let hollow = glyphs == .full ? heading.hollowHead : heading.arrow
      return Drawing(hollow, filler, Style(role, on: .ground, [.bold, .underline]))
    }
    let filled = glyphs == .full ? heading.filledHead : heading.arrow
    return Drawing(filled, filler, Style(.inverse, on: role, .bold))
  }

  private var crash: Unicode.Scalar { glyphs.hasLines ? "╳" : "*" }

  /// What a seat's trail is made of where there are no lines.
  static func letter(of seat: PlayerIndex) -> Unicode.Scalar {
    ["a", "b", "c", "d"][seat.number & 3]
  }

  /// What stands beside a seat's head where there are no lines.
  static func capital(of seat: PlayerIndex) -> Unicode.Scalar {
    ["A", "B", "C", "D"][seat.number & 3]
  }

  func hasCrashed(_ seat: PlayerIndex, in state: Ghostline.State) -> Bool {
    switch state.cycle(seat).status {
    case .crashed, .cleared: true
    case .absent, .riding: false
    }
  }

  private func markConfirmedHeads(_ columns: Int, on canvas: inout Canvas) {
    for (seat, position) in laggingHeads {
      canvas.set(
        Glyph("◆", .bold(.player(model.rank(seat)))), row: Int(position.y),
        column: Int(position.x) * columns)
    }
  }

  /// Where the remote heads are for certain, if that is not where they are shown.
  var laggingHeads: [(seat: PlayerIndex, position: Position)] {
    guard shown.round == confirmed.round, shown.match == confirmed.match else { return [] }
    return seats.filter { $0 != localSeat }.compactMap { seat in
      let last = confirmed.cycle(seat)
      guard last.isRiding, last.position != shown.cycle(seat).position else { return nil }
      return (seat, last.position)
    }
  }

  private func drawGhosts(_ columns: Int, on canvas: inout Canvas) {
    for position in ghostPositions {
      for column in 0..<columns {
        canvas.set(
          Glyph("╳", Style(.bad)), row: Int(position.y),
          column: Int(position.x) * columns + column)
      }
    }
  }

  /// The cells taken back on which nothing else has come to lie.
  var ghostPositions: [Position] {
    model.ghosts.all.map(\.position).filter {
      Int($0.x) < shown.width && Int($0.y) < shown.height && !shown.cell(at: $0).isBlocking
    }
  }

  /// The newest cells of every trail.
  var freshPositions: [Position] {
    seats.flatMap { seat in
      var positions: [Position] = []
      var position = shown.cycle(seat).position
      var cell = Position(x: 255, y: 255) == position ? Cell.floor : shown.cell(at: position)
      while positions.count < Self.freshCells, let entered = cell.heading(of: seat) {
        positions.append(position)
        position = position.moved(entered.opposite)
        guard Int(position.x) < shown.width, Int(position.y) < shown.height else { break }
        cell = shown.cell(at: position)
      }
      return positions
    }
  }
}

extension Cell {
  /// Where `seat` was heading when it came to this cell, if it did.
  fileprivate func heading(of seat: PlayerIndex) -> Heading? {
    switch self {
    case .trail(seat, let entered, _), .head(seat, let entered): entered
    case .floor, .warmPad, .coldPad, .wall, .closedWall, .trail, .head: nil
    }
  }
}
