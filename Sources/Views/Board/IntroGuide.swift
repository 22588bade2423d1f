import GridGame
import Rollback
import Vocabulary

/// Tells newcomers who they are and what to press, while the first round of a match is about to begin.
///
/// ```
/// ╭──────────────────────────────────────────╮
/// │ get ready 3                              │
/// │ you are the blue head ▶ on the left      │
/// │ ←↑↓→ or WASD steer, space boosts         │
/// │ press one to start sooner: you ✓  bob …  │
/// ╰──────────────────────────────────────────╯
/// ```
struct IntroGuide: ScreenPart {
  let screen: Shared<ScreenModel>
  let options: ViewOptions
  let state: Ghostline.State
  /// How the board is drawn that the guide is about.
  let scale: BoardPicture.Scale

  /// Nothing unless the intro runs and nothing is open in front of the board.
  init?(
    screen: Shared<ScreenModel>, options: ViewOptions, state: Ghostline.State?,
    scale: BoardPicture.Scale
  ) {
    guard let state, state.isIntro, screen.value.overlay == .none, !options.coversBoard else {
      return nil
    }
    self.screen = screen
    self.options = options
    self.state = state
    self.scale = scale
  }

  /// The seats that have a head on the board.
  var seats: [PlayerIndex] {
    (0..<Int(state.players)).map { PlayerIndex($0) }.filter { state.cycle($0).isRiding }
  }

  /// What to say in a box on the board, whose cells lie in `window` on a canvas of `room`.
  func lines(
    columns: Int, _ window: BoardWindow, in room: (width: Int, height: Int)
  ) -> [[Phrase]] {
    let who = self.who(place(window, in: room))
    let texts = [
      (ready, Style.strong), (who, .bold(.player(model.rank(model.localSeat)))), (keys, .text),
    ]
    let wrapped = texts.flatMap { text, style in
      text.isEmpty ? [] : model.widths.wrap(text, columns: columns).map { [Phrase($0, style)] }
    }
    return wrapped + sooner(columns: columns).map { [Phrase($0, .text)] }
  }

  /// The same in one line, the longest first; for where there is no board, or no room on it.
  var line: [String] {
    let names = [options.keys.steeringLabels.first, options.keys.label(.boost)]
    let briefly = names.compactMap(\.self).joined(separator: " ")
    return [[ready, keys] + sooner(columns: .max), [ready, keys], [ready, briefly], [ready]].map {
      $0.filter { !$0.isEmpty }.joined(separator: " · ")
    }
  }

  var ready: String { "get ready \(((state.framesToStart ?? 0) + 59) / 60)" }

  /// Which head is ours: by its colour where there are colours, and by its glyph where it has one.
  private func who(_ place: String) -> String {
    guard seats.contains(model.localSeat) else { return "you are not in this round" }
    let colour = options.theme.colour(of: model.localSeat)
    switch scale {
    case .halfBlocks: return "you are \(colour.map { $0 + ", " } ?? "")\(place)"
    case .glyphs: return "you are the \(colour.map { $0 + " " } ?? "")head \(head) \(place)"
    }
  }

  private var head: String {
    let heading = state.cycle(model.localSeat).heading
    let glyph = String(options.glyphs == .full ? heading.filledHead : heading.arrow)
    return TrailLook(options.theme, options.glyphs) == .colours
      ? glyph : glyph + String(TrailLook.capital(of: model.localSeat))
  }

  private var keys: String {
    let steering = options.keys.steeringLabels.joined(separator: " or ")
    let boost = options.keys.label(.boost).map { "\($0) boosts" }
    return [steering.isEmpty ? nil : steering + " steer", boost].compactMap(\.self)
      .joined(separator: ", ")
  }

  /// Who has pressed a key, as words where the glyphs would be hard to read.
  private func sooner(columns: Int) -> [String] {
    let marks = options.glyphs == .full ? (done: "✓", open: "…") : (done: "ok ", open: "...")
    let names = model.seatsInOrder.filter(seats.contains).map { seat in
      "\(model.name(seat)) \(state.hasPressed(seat) ? marks.done : marks.open)"
    }
    var rows: [String] = []
    for piece in model.widths.wrap("press one to start sooner:", columns: columns) + names {
      if let last = rows.last {
        let joined = last + (last.hasSuffix(":") ? " " : "  ") + piece
        if model.widths.columns(joined) <= columns {
          rows[rows.count - 1] = joined
          continue
        }
      }
      rows.append(model.widths.fit(piece, columns: columns))
    }
    return rows
  }

  /// Where our head is on the canvas, as a person would say it.
  private func place(_ window: BoardWindow, in room: (width: Int, height: Int)) -> String {
    guard seats.contains(model.localSeat) else { return "" }
    let head = window.area(of: state.cycle(model.localSeat).position)
    let across = Self.share(
      head.column, size: head.width, of: window.column, window.columns, in: room.width)
    let down = Self.share(
      head.row, size: head.height, of: window.row, window.rows, in: room.height)
    return Self.words(across: across, down: down)
  }

  /// How far from the middle of what is seen, in percent: -100 is its left or upper edge.
  private static func share(
    _ start: Int, size: Int, of first: Int, _ extent: Int, in room: Int
  ) -> Int {
    let seen = max(first, 0)..<max(min(first + extent, room), max(first, 0) + 1)
    return (2 * start + size - seen.lowerBound - seen.upperBound) * 100 / seen.count
  }

  private static func words(across: Int, down: Int) -> String {
    let (side, level) = (across < 0 ? "left" : "right", down < 0 ? "top" : "bottom")
    // A third of the way to the edge is where people begin to say so.
    switch (abs(across) >= 33, abs(down) >= 33) {
    case (true, true): return "at the \(level) \(side)"
    case (true, false): return "on the \(side)"
    case (false, true): return "at the \(level)"
    case (false, false) where across == 0 && down == 0: return "in the middle"
    case (false, false) where abs(across) >= abs(down): return "\(side) of the middle"
    case (false, false): return "\(down < 0 ? "above" : "below") the middle"
    }
  }
}

extension Theme {
  /// What people call a player's colour; nothing where there are no colours.
  fileprivate func colour(of seat: PlayerIndex) -> String? {
    switch self {
    case .night, .day: ["blue", "orange", "green", "pink"][seat.number & 3]
    case .contrast: ["cyan", "orange", "green", "pink"][seat.number & 3]
    case .mono: nil
    }
  }
}
