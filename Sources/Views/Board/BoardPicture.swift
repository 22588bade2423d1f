import GridGame
import Rollback
import Vocabulary

/// Draws the cells of a board; if there is no room for all of them, the part around the local player.
struct BoardPicture: ScreenPart {
  /// Tells how a cell is drawn.
  enum Scale {
    /// With glyphs, as large as there is room for: one column to a cell, or two, four, six.
    case glyphs
    /// One column to a cell, two cells to a row; whatever a cell holds is told by its colour.
    case halfBlocks
  }

  /// Tells whose predicted cells are marked.
  enum Marks {
    case ofAll
    case ofNobody
    /// Of those whose moves come visibly late.
    case late(PredictionMark)
  }

  let screen: Shared<ScreenModel>
  let shown: Ghostline.State
  let confirmed: Ghostline.State
  let marks: Marks
  let showsGhosts: Bool
  let scale: Scale
  let glyphs: GlyphSet
  let look: TrailLook
  private let width: Int
  let cells: [Cell]
  let confirmedCells: [Cell]
  /// By seat: who has crashed as it is shown, and for certain.
  private let crashes: [(shown: Bool, confirmed: Bool)]

  init(
    screen: Shared<ScreenModel>, shown: Ghostline.State, confirmed: Ghostline.State, marks: Marks,
    scale: Scale, options: ViewOptions
  ) {
    self.screen = screen
    (self.shown, self.confirmed) = (shown, confirmed)
    // Asked for each cell, the states would be copied for each.
    (width, cells, confirmedCells) = (shown.width, shown.cells, confirmed.cells)
    crashes = (0..<Int(shown.players)).map {
      let seat = PlayerIndex($0)
      return (shown.hasCrashed(seat), confirmed.hasCrashed(seat))
    }
    (self.marks, self.scale) = (marks, scale)
    (showsGhosts, glyphs) = (options.showsGhosts, options.glyphs)
    look = TrailLook(options.theme, options.glyphs)
  }

  /// What the cell at a position of the board holds.
  func cell(at position: Position) -> Cell { cells[index(position)] }

  /// Whether what a cell holds is certain.
  func isConfirmed(_ position: Position) -> Bool {
    let index = index(position)
    return confirmedCells.indices.contains(index) && confirmedCells[index] == cells[index]
  }

  private func index(_ position: Position) -> Int { Int(position.y) * width + Int(position.x) }

  /// Where the cells are on a canvas of that size; around them is wall.
  func window(width: Int, height: Int) -> BoardWindow {
    BoardWindow(
      size: (shown.width, shown.height), scale: scale, center: shown.cycle(localSeat).position,
      room: (width, height))
  }

  func canvas(width: Int, height: Int) -> Canvas {
    let window = window(width: width, height: height)
    // Where trails are letters, nothing else may look like one.
    let around = Glyph(look == .letters ? " " : "░", Style(.grid))
    var canvas = Canvas(width: width, height: height, model.widths)
    for row in 0..<height { canvas.fill(row: row, columns: 0..<width, with: around) }
    switch scale {
    case .glyphs: draw(in: window, on: &canvas)
    case .halfBlocks: canvas.paste(halfBlocks(), row: window.row, column: window.column)
    }
    return canvas
  }

  private func draw(in window: BoardWindow, on canvas: inout Canvas) {
    let ground = Canvas(width: window.columns, height: window.rows, model.widths)
    canvas.paste(ground, row: window.row, column: window.column)
    for y in 0..<shown.height {
      for x in 0..<shown.width {
        let position = Position(x: x, y: y)
        drawing(at: position).paint(window.area(of: position), on: &canvas)
      }
    }
    for (seat, position) in laggingHeads {
      // The tail begins beside it.
      let beside = drawing(at: position).beside
      CellDrawing(glyph: "◆", beside: beside, style: .bold(.player(model.rank(seat))))
        .paint(window.area(of: position), on: &canvas)
    }
    for position in showsGhosts ? ghostPositions : [] {
      CellDrawing(glyph: "╳", beside: "╳", style: Style(.bad))
        .paint(window.area(of: position), on: &canvas)
    }
  }

  var localSeat: PlayerIndex {
    model.localSeat.number < Int(shown.players) ? model.localSeat : PlayerIndex(0)
  }

  var seats: [PlayerIndex] { (0..<Int(shown.players)).map { PlayerIndex($0) } }

  /// Whether what is guessed about a player is marked.
  func isMarked(_ seat: PlayerIndex) -> Bool {
    guard seat != localSeat else { return false }
    return switch marks {
    case .ofAll: true
    case .ofNobody: false
    case .late(let mark): mark.isVisible(seat)
    }
  }

  private func drawing(at position: Position) -> CellDrawing {
    switch cell(at: position) {
    case .floor: return CellDrawing(glyph: "·", beside: " ", style: Style(.grid))
    case .warmPad:
      return CellDrawing(glyph: "+", beside: " ", style: Style(.good, on: .ground, .bold))
    case .coldPad: return CellDrawing(glyph: "+", beside: " ", style: .faint)
    case .wall: return CellDrawing(glyph: "█", beside: "█", style: Style(.wall), shape: .solid)
    case .closedWall:
      return CellDrawing(glyph: "▒", beside: "▒", style: Style(.wall), shape: .solid)
    case .trail(let owner, let entered, let left):
      let isPredicted = isMarked(owner) && !isConfirmed(position)
      return trail(
        owner, TrailGlyph(from: entered.opposite, to: left),
        isPredicted ? .predicted : isOut(owner) ? .dead : .living)
    case .head(let owner, _): return head(owner)
    }
  }

  private enum Certainty {
    case predicted
    case living
    /// Of somebody who is out.
    case dead
  }

  private func trail(
    _ owner: PlayerIndex, _ line: TrailGlyph, _ certainty: Certainty
  ) -> CellDrawing {
    let rank = model.rank(owner)
    let style = Style(certainty == .dead ? .oldTrail(rank) : .player(rank))
    let bar = Style(.inverse, on: style.foreground)
    switch (certainty, look.hasLines(owner)) {
    case (.predicted, true):
      return trail(line, line.predicted, across: "╌", down: "╎", style)
    case (.predicted, false):
      return trail(line, ":", across: ":", down: ":", style)
    case (_, false):
      let letter = TrailLook.letter(of: owner)
      return trail(line, letter, across: letter, down: letter, style, breadth: 2)
    case (_, true):
      let across = look.line(TrailGlyph(from: .left, to: .right), of: owner)
      let down = look.line(TrailGlyph(from: .up, to: .down), of: owner)
      return trail(
        line, look.line(line, of: owner), across: across, down: down, style,
        bar: look == .colours ? bar : nil)
    }
  }

  /// A piece of a trail; where a cell is large, `bar` stands in its place.
  private func trail(
    _ line: TrailGlyph, _ glyph: Unicode.Scalar, across: Unicode.Scalar, down: Unicode.Scalar,
    _ style: Style, breadth: Int = 1, bar: Style? = nil
  ) -> CellDrawing {
    let stroke =
      if let bar {
        CellDrawing.Stroke(
          trail: line, across: Glyph(" ", bar), down: Glyph(" ", bar), breadth: 2, isBar: true)
      } else {
        CellDrawing.Stroke(
          trail: line, across: Glyph(across, style), down: Glyph(down, style), breadth: breadth)
      }
    // Letters fill both columns of a cell, lines only on their way to the right.
    let isFull = across == down || line.links(.right)
    return CellDrawing(
      glyph: glyph, beside: isFull ? across : " ", style: style, shape: .line(stroke))
  }

  private func head(_ owner: PlayerIndex) -> CellDrawing {
    if hasCrashed(owner) {
      return isOut(owner)
        ? CellDrawing(
          glyph: "*", beside: "*", style: Style(.onAlarm, on: .alarm, .bold), shape: .solid)
        : CellDrawing(glyph: "?", beside: "?", style: .bold(.bad))
    }
    let role = Role.player(model.rank(owner))
    let heading = shown.cycle(owner).heading
    let beside = look == .colours ? " " : TrailLook.capital(of: owner)
    if isMarked(owner), shown.roundFrame != nil {
      let hollow = glyphs == .full ? heading.hollowHead : heading.arrow
      return CellDrawing(
        glyph: hollow, beside: beside, style: Style(role, on: .ground, [.bold, .underline]),
        shape: .ring)
    }
    let filled = glyphs == .full ? heading.filledHead : heading.arrow
    return CellDrawing(
      glyph: filled, beside: beside, style: Style(.inverse, on: role, .bold), shape: .plate)
  }

  /// Whether a player has crashed as it is shown.
  func hasCrashed(_ seat: PlayerIndex) -> Bool { crashes[seat.number].shown }

  /// Whether a player has crashed for certain.
  func isOut(_ seat: PlayerIndex) -> Bool { crashes[seat.number].confirmed }

  /// Where the heads that are marked are for certain, if that is not where they are shown.
  var laggingHeads: [(seat: PlayerIndex, position: Position)] {
    guard shown.round == confirmed.round, shown.match == confirmed.match else { return [] }
    return seats.filter(isMarked).compactMap { seat in
      let last = confirmed.cycle(seat)
      guard last.isRiding, last.position != shown.cycle(seat).position else { return nil }
      return (seat, last.position)
    }
  }

  /// The cells taken back on which nothing else has come to lie.
  var ghostPositions: [Position] {
    model.ghosts.all.map(\.position).filter {
      Int($0.x) < shown.width && Int($0.y) < shown.height && !cell(at: $0).isBlocking
    }
  }

}

extension Ghostline.State {
  fileprivate func hasCrashed(_ seat: PlayerIndex) -> Bool {
    guard seat.number < Int(players) else { return false }
    return switch cycle(seat).status {
    case .crashed, .cleared: true
    case .absent, .riding: false
    }
  }
}
