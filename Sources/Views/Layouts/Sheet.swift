/// Draws a box in front of the board: what the session or the player has opened.
struct Sheet {
  private let title: String
  private let chip: Phrase?
  private let lines: [[Phrase]]
  /// The lines at the end, which are shown even where there is no room for all the others.
  private let pinned: [[Phrase]]
  private let role: Role
  /// What stands below the box in a row of the screen that holds nothing else, from its first column
  /// on: so that whoever selects that row has it all, and nothing more.
  let alone: String?

  /// Nothing when nothing is open; the player's own wish comes before the session's news.
  init?(model: ScreenModel, options: ViewOptions, screenColumns: Int) {
    if let question = options.consent.question {
      self.init(question, model, options.keys)
      return
    }
    switch options.sheet {
    case .help: self.init(help: options)
    case .none:
      switch model.overlay {
      case .none: return nil
      case .waiting(let room):
        self.init(room, model, options.keys, screenColumns: screenColumns)
      case .connectionLost(let loss): self.init(loss, model, options.keys)
      case .matchOver(let summary): self.init(summary, model, options.keys)
      case .paused(let pause): self = .paused(pause, model, options.keys)
      case .goingOn(let seconds):
        self.init(title: "going on", role: .good, lines: [[Phrase("in \(seconds) s", .text)]])
      case .notice(let title, let lines):
        self.init(
          title: title, role: .warning,
          lines: lines.map { [Phrase($0, .text)] } + [[], options.keys.hints([(.accept, "close")])])
      }
    }
  }

  private static func paused(
    _ pause: AgreedPause, _ model: ScreenModel, _ keys: KeyMap
  ) -> Sheet {
    var lines = [[Phrase("\(model.name(pause.seat)) asked for it", .text)]]
    if let seconds = pause.secondsLeft {
      lines.append([Phrase("it ends by itself in \(seconds) s", .text)])
    }
    return Sheet(
      title: "paused", role: .warning,
      lines: lines + [[], keys.hints([(.pause, "go on, for all")])])
  }

  init(
    title: String, chip: Phrase? = nil, role: Role, lines: [[Phrase]], pinned: [[Phrase]] = [],
    alone: String? = nil
  ) {
    self.alone = alone
    self.title = title
    self.chip = chip
    self.role = role
    self.lines = lines
    self.pinned = pinned
  }

  /// How wide the box would like to be.
  func width(_ widths: WidthTable) -> Int {
    let head = widths.columns(title) + (chip.map { widths.columns($0.text) + 4 } ?? 0)
    return max((lines + pinned).map { widths.columns($0) }.max() ?? 0, head + 4) + 4
  }
  var height: Int { lines.count + pinned.count + 2 }

  /// The box, with its lines broken where the room is too narrow.
  func canvas(maximumWidth: Int, maximumHeight: Int, _ widths: WidthTable) -> Canvas {
    let width = min(self.width(widths), maximumWidth)
    let inside = max(0, width - 4)
    let rows = rows(columns: inside, atMost: max(0, maximumHeight - 2), widths)
    var canvas = Canvas(width: width, height: min(rows.count + 2, maximumHeight), widths)
    canvas.frame(Style(role))
    canvas.put(" \(widths.fit(title, columns: max(0, width - 6))) ", row: 0, column: 2, .strong)
    if let chip, widths.columns(chip.text) + widths.columns(title) + 10 <= width {
      canvas.put([Phrase(" \(chip.text) ", chip.style)], row: 0, endingAt: width - 2)
    }
    for (index, row) in rows.enumerated() { canvas.put(row, row: index + 1, column: 2) }
    return canvas
  }

  /// The lines broken, as many as there is room for, the pinned ones first of all.
  private func rows(columns: Int, atMost count: Int, _ widths: WidthTable) -> [[Phrase]] {
    let rows = lines.flatMap { Self.wrap($0, columns: columns, widths) }
    let last = pinned.flatMap { Self.wrap($0, columns: columns, widths) }.suffix(count)
    return Array(rows.prefix(count - last.count)) + last
  }

  private static func wrap(
    _ line: [Phrase], columns: Int, _ widths: WidthTable
  ) -> [[Phrase]] {
    guard widths.columns(line) > columns else { return [line] }
    let text = line.map(\.text).joined()
    let style = line.max { $0.text.utf8.count < $1.text.utf8.count }?.style ?? .text
    return widths.wrap(text, columns: columns).map { [Phrase($0, style)] }
  }
}
