import Rollback

// The screens, the largest first. Numbers are columns; every layout fills exactly the size given.
//
// full (from 100x30)                               compact (from 79x24)
// ┌ header ──────────────────────────────────┐     ┌ header, or the banner ───────────┐
// ├ notice: banner, caption, notice ─────────┤     │ board 50     │ sidebar 28 ...    │
// │ board 50 ...   │ sidebar 49 ... │ second │     │              │ (strip and log    │
// │                │                │ board, │     │              │  are part of it)  │
// │                │                │ log    │     └ keys ────────────────────────────┘
// │                │      (from 132 columns) │
// ├ strip: one row per seat, roll, path ─────┤     small (from 28x24): line, board or sidebar, keys
// │ (blank)                                  │     tiny (from 26x13): the same in half blocks over their legend,
// └ keys ────────────────────────────────────┘       from 56 columns with the sidebar
//                                                  text (everything else): lines alone
extension ScreenModel {
  /// Draws the screen at a size; any size works, down to nothing.
  package func canvas(width: Int, height: Int, options: ViewOptions) -> Canvas {
    var canvas = Canvas(width: max(width, 0), height: max(height, 0), options.widths)
    Layout(model: self, options: options).draw(on: &canvas)
    return canvas.translated(to: options.glyphs)
  }
}

/// Places the panels.
struct Layout: ScreenPart {
  /// Tells what of the screen is drawn.
  enum Part {
    case all
    /// What moves between two changes of the numbers: what is on boards, and the strip. The rest is on
    /// the canvas already.
    case moving
    /// The strip alone, which moves in every frame.
    case strip
  }

  let screen: Shared<ScreenModel>
  let options: ViewOptions
  var part = Part.all
  /// A banner has taken the row of the score.
  private var isWithoutHeader = false

  /// Measures by the table of the options, whatever the model was measured by before.
  init(model: ScreenModel, options: ViewOptions) {
    screen = Shared(model, widths: options.widths)
    self.options = options
  }

  var board: BoardPanel {
    BoardPanel(screen: screen, options: options, showsScore: isWithoutHeader)
  }
  var notice: NoticeLine { NoticeLine(screen: screen, keys: options.keys) }

  /// The narrowest full sidebar.
  static let sidebarWidth = 49
  static let compactSidebarWidth = 28

  /// Draws the layout that a canvas of that size has room for.
  func draw(on canvas: inout Canvas) {
    let (width, height) = (canvas.width, canvas.height)
    if Self.isFull(width: width, height: height, screen, options) {
      return full(on: &canvas)
    }
    var layout = self
    layout.isWithoutHeader = notice.isNeeded
    layout.drawSmall(on: &canvas)
  }

  private func drawSmall(on canvas: inout Canvas) {
    let (width, height) = (canvas.width, canvas.height)
    let least = options.leastSize
    if Self.isCompact(width: width, height: height, screen, options) {
      compact(on: &canvas)
    } else if width >= 28, height >= 24 {
      small(on: &canvas)
    } else if width >= least.width, height >= least.height {
      if options.hasHalfBlocks { tiny(on: &canvas) } else { small(on: &canvas) }
    } else {
      text(on: &canvas)
    }
  }

  private func full(on canvas: inout Canvas) {
    let boardHeight = board.wanted().height
    let strip = StripPanel(screen: screen, room: canvas.height - 3 - boardHeight)
    let stripHeight = options.showsStrip ? strip.height : 0
    // A blank row above the keys, unless more players need it.
    let blank = canvas.height - 3 - boardHeight - stripHeight >= 1 ? 1 : 0
    let room = canvas.height - 2 - stripHeight - blank - 1
    let area = drawColumns(Area(row: 2, column: 0, width: canvas.width, height: room), on: &canvas)
    if options.showsStrip {
      canvas.paste(strip.canvas(width: canvas.width), row: 2 + room, column: 0)
    }
    guard part == .all else { return }
    canvas.paste(Header(screen: screen).canvas(width: canvas.width), row: 0, column: 0)
    var notice = notice
    notice.guide = untold(board, in: area)
    canvas.paste(notice.canvas(width: canvas.width), row: 1, column: 0)
    drawFooter(on: &canvas)
    drawSheet(over: area, on: &canvas)
  }

  /// Draws the board, the sidebar, and from 132 columns the right column; returns where the board is.
  private func drawColumns(_ room: Area, on canvas: inout Canvas) -> Area {
    let isWide = hasRightColumn(room)
    let others = Self.sidebarWidth + 1 + (isWide ? RightColumn.leastWidth + 1 : 0)
    let size = board.size(width: room.width - others, height: room.height)
    let area = Area(row: room.row, column: 0, width: size.width, height: size.height)
    drawBoard(in: area, on: &canvas)
    var sidebar = Sidebar(screen: screen, options: options)
    if notice.isNeeded { sidebar.words = WordsPanel(screen: screen) }
    var width = room.width - area.width - 1
    if isWide {
      let column = RightColumn(screen: screen, options: options)
      let columnWidth = min(width - Self.sidebarWidth - 1, RightColumn.mostWidth)
      let corner = room.width - columnWidth
      let board = column.boardArea(
        row: room.row, column: corner, width: columnWidth, height: room.height)
      draw(column.board, in: board, on: &canvas)
      width -= columnWidth + 1
      if column.holdsLog(height: room.height) {
        sidebar.log = .elsewhere
        if part == .all {
          let row = room.row + board.height + 1
          let log = column.log(width: columnWidth, height: room.row + room.height - row)
          canvas.paste(log, row: row, column: corner)
        }
      }
    }
    guard part == .all else { return area }
    let picture = sidebar.full(width: width, height: room.height)
    canvas.paste(picture, row: room.row, column: area.width + 1)
    return area
  }

  private func compact(on canvas: inout Canvas) {
    let room = canvas.height - 2
    let size = board.size(width: canvas.width - Self.compactSidebarWidth - 1, height: room)
    let area = Area(row: 1, column: 0, width: size.width, height: size.height)
    drawBoard(in: area, on: &canvas)
    drawSidebar(
      Area(row: 1, column: size.width + 1, width: canvas.width - size.width - 1, height: room),
      on: &canvas)
    guard part == .all else { return }
    let guide = untold(board, in: area)
    let top =
      notice.isNeeded || !guide.isEmpty
      ? NoticeLine(screen: screen, keys: options.keys, guide: guide).canvas(width: canvas.width)
      : Header(screen: screen).canvas(width: canvas.width)
    canvas.paste(top, row: 0, column: 0)
    drawFooter(on: &canvas)
    drawSheet(over: area, on: &canvas)
  }

  private func small(on canvas: inout Canvas) {
    let room = canvas.height - 2
    let size = board.size(width: canvas.width, height: room)
    let area = Area(row: 1, column: 0, width: size.width, height: size.height)
    // Where both do not fit, Tab swaps them.
    if options.panel == .compact {
      drawSidebar(Area(row: 1, column: 0, width: canvas.width - 1, height: room), on: &canvas)
    } else {
      drawBoard(in: area, on: &canvas)
    }
    guard part == .all else { return }
    drawStatus(board, in: options.panel == .compact ? nil : area, on: &canvas)
    drawFooter(on: &canvas)
    drawSheet(over: area, on: &canvas)
  }

  /// The board in half blocks under one line; the sidebar beside it, or instead of it.
  private func tiny(on canvas: inout Canvas) {
    let hasFooter = canvas.height > BoardPanel.smallHeight + 1
    let room = canvas.height - (hasFooter ? 2 : 1)
    let board = BoardPanel(
      screen: screen, options: options, scale: .halfBlocks, showsScore: isWithoutHeader)
    let isBeside = Self.isBeside(width: canvas.width, options)
    let others = isBeside ? Self.compactSidebarWidth + 1 : 0
    let size = board.size(width: canvas.width - others, height: room)
    let area = Area(row: 1, column: 0, width: size.width, height: size.height)
    let hasBoard = isBeside || options.panel != .compact
    if hasBoard { draw(board, in: area, fadesBehindSheet: true, on: &canvas) }
    if isBeside || options.panel == .compact {
      let column = isBeside ? area.width + 1 : 0
      let width = canvas.width - max(column, 1)
      drawSidebar(Area(row: 1, column: column, width: width, height: room), on: &canvas)
    }
    guard part == .all else { return }
    drawStatus(board, in: hasBoard ? area : nil, on: &canvas)
    if hasBoard { drawLegend(below: area, rows: room - area.height, on: &canvas) }
    if hasFooter { drawFooter(on: &canvas) }
    drawSheet(over: area, on: &canvas)
  }

  private func text(on canvas: inout Canvas) {
    canvas.paste(
      StatusLine(screen: screen, keys: options.keys, guide: board.guide?.line ?? []).lines(
        width: canvas.width, height: canvas.height, needed: options.leastSize,
        states: situation(on: canvas).states), row: 0, column: 0)
  }

  /// What newcomers are to be told and a board in `area` has no room for.
  private func untold(_ board: BoardPanel, in area: Area) -> [String] {
    board.untoldGuide(width: area.width, height: area.height)?.line ?? []
  }

  /// The line above a board in `area`, or above no board; beside a sidebar, which has the sentence, it is
  /// the header.
  private func drawStatus(_ board: BoardPanel, in area: Area?, on canvas: inout Canvas) {
    let guide = area.map { untold(board, in: $0) } ?? board.guide?.line ?? []
    let hasHeader =
      !notice.isNeeded && guide.isEmpty
      && Self.hasSidebar(width: canvas.width, height: canvas.height, screen, options)
    let line =
      hasHeader
      ? Header(screen: screen).canvas(width: canvas.width)
      : StatusLine(screen: screen, keys: options.keys, guide: guide).canvas(width: canvas.width)
    canvas.paste(line, row: 0, column: 0)
  }

  /// The small sidebar, whose strip moves.
  private func drawSidebar(_ area: Area, on canvas: inout Canvas) {
    let sidebar = Sidebar(
      screen: screen, options: options, words: WordsPanel(screen: screen))
    switch part {
    case .all:
      canvas.paste(
        sidebar.compact(width: area.width, height: area.height), row: area.row, column: area.column)
    case .moving, .strip:
      guard let (strip, row) = sidebar.compactStrip(width: area.width, height: area.height) else {
        return
      }
      canvas.paste(strip, row: area.row + row, column: area.column)
    }
  }

  private func drawBoard(in area: Area, on canvas: inout Canvas) {
    draw(board, in: area, fadesBehindSheet: true, on: &canvas)
  }

  /// Draws a board; where its frame is on the canvas already, what is in it.
  private func draw(
    _ board: BoardPanel, in area: Area, fadesBehindSheet: Bool = false, on canvas: inout Canvas
  ) {
    switch part {
    case .all:
      var picture = board.canvas(width: area.width, height: area.height)
      if fadesBehindSheet, sheet(on: canvas) != nil { picture.fade() }
      canvas.paste(picture, row: area.row, column: area.column)
    case .moving:
      guard let inside = board.inside(width: area.width, height: area.height) else { return }
      canvas.paste(inside, row: area.row + 1, column: area.column + 1)
    case .strip: break
    }
  }

  /// The keys that do something now, and what is not as usual.
  private func drawFooter(on canvas: inout Canvas) {
    let situation = situation(on: canvas)
    canvas.paste(
      Footer(options, situation).canvas(width: canvas.width), row: canvas.height - 1, column: 0)
  }

  private func situation(on canvas: Canvas) -> Situation {
    Situation(screen, options, width: canvas.width, height: canvas.height)
  }

  func sheet(on canvas: Canvas) -> Sheet? {
    Sheet(model: model, options: options, screenColumns: canvas.width)
  }

  /// Draws what is open in the middle of the board, or of the screen if the board is too small.
  private func drawSheet(over area: Area, on canvas: inout Canvas) {
    guard let sheet = sheet(on: canvas) else { return }
    // What stands alone has blank rows around it.
    let below = sheet.alone == nil ? 0 : 3
    let fits =
      sheet.width(options.widths) <= area.width && sheet.height + below <= area.height
    let room = fits ? area : Area(row: 0, column: 0, width: canvas.width, height: canvas.height)
    if !fits { canvas.fade(from: area.row) }
    let box = sheet.canvas(
      maximumWidth: room.width, maximumHeight: room.height - below, options.widths)
    let row = room.row + (room.height - below - box.height) / 2
    let column = room.column + (room.width - box.width) / 2
    if let alone = sheet.alone {
      let blank = Canvas(width: canvas.width, height: below, options.widths)
      canvas.paste(blank, row: row + box.height, column: 0)
      canvas.put(alone, row: row + box.height + 1, column: 0, .strong)
    }
    // A blank column on both sides keeps apart what has nothing to do with each other.
    canvas.paste(
      Canvas(width: box.width + 2, height: box.height, options.widths), row: row, column: column - 1
    )
    canvas.paste(box, row: row, column: column)
  }
}
