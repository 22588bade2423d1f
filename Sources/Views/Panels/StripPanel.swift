import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws the newest frames as an oscilloscope: a column per frame, and a cursor that sweeps over
/// them from left to right and begins again. A sweep changes few cells; scrolling changes all.
///
/// ```
/// you  ───←──────↓─←───────↑──────←─────────↓───│NOW ──────←─────────────↑─↓──────────↓
/// bob  ──↑──────→────────↑──────←─────────░░░░░░│    ───────→───────↓─────→──────────────
/// redo  ▆         ▅        ▆       ▅            │       -1 s      ▆                ▆
/// path ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━│    ━━━P2P down╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍╍
///      ░ guess  → wrong guess  ▅ frames redone  → turn  ━ came by P2P  ╍ by RELAY  * crash  » boost
/// ```
struct StripPanel: ScreenPart {
  let screen: Shared<ScreenModel>
  /// The local player's first.
  private let seats: [PlayerIndex]
  /// With four players and little room the rollbacks are left out, which the sidebar shows too; and
  /// before them the legend, which help has too.
  private let showsRollbacks: Bool
  private let showsLegend: Bool

  /// - Parameter room: Rows that there are.
  init(screen: Shared<ScreenModel>, room: Int) {
    self.screen = screen
    seats = screen.value.seatsInOrder
    showsRollbacks = seats.count + 2 <= room
    showsLegend = seats.count + 3 <= room
  }

  /// Columns of the cursor and the word after it.
  private static let gap = 5
  /// Ages in frames that the scale can tell, with their words; what is older is dimmer.
  private static let scales: [(age: Int, text: String)] = [
    (age: 60, text: "-1 s"), (30, "-0.5 s"), (12, "-0.2 s"),
  ]
  /// Frames that grow old together: one column for each frame would be a fifth of all bytes.
  private static let agingFrames = 10
  /// Columns that are left for what is older than the scale.
  private static let leastOlder = 4

  /// One row for each seat, one for the rollbacks, one for the paths, one for the legend.
  var height: Int { sweptRows + (showsLegend ? 1 : 0) }

  private var sweptRows: Int { seats.count + (showsRollbacks ? 2 : 1) }
  private var pathRow: Int { sweptRows - 1 }
  /// The row of rollbacks and rounds; that of the paths where there is none.
  private var eventRow: Int { showsRollbacks ? seats.count : pathRow }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let start = labelColumns + 1
    for (row, seat) in seats.enumerated() {
      let name = model.widths.fit(model.name(seat), columns: labelColumns)
      canvas.put(name, row: row, column: 0, Style(.player(model.rank(seat))))
    }
    if showsRollbacks { canvas.put("redo", row: seats.count, column: 0, .dim) }
    canvas.put("path", row: pathRow, column: 0, .dim)
    if showsLegend { drawLegend(columns: start..<width, on: &canvas) }
    guard width - start > Self.gap, width - start <= Timeline.capacity,
      let newest = model.timeline.newest
    else { return canvas }
    sweep(newest, columns: start..<width, on: &canvas)
    return canvas
  }

  private var labelColumns: Int {
    min(8, max(4, seats.map { model.widths.columns(model.name($0)) }.max() ?? 4))
  }

  private func sweep(_ newest: Frame, columns: Range<Int>, on canvas: inout Canvas) {
    let count = columns.count
    let scale = Self.scales.first {
      $0.age + Self.agingFrames + Self.leastOlder + Self.gap <= count
    }
    // The last frame that is old, if any is.
    let old = scale.map { (newest.number - $0.age) / Self.agingFrames * Self.agingFrames }
    let words = marks
    for age in 0..<count - Self.gap {
      let frame = newest - age
      guard frame.number >= 0 else { break }
      let column = columns.lowerBound + frame.number % count
      let isOld = frame.number <= old ?? -1
      draw(frame, isOld ? .older : .newer, column: column, on: &canvas)
      for word in words {
        guard let scalar = word.scalar(at: frame) else { continue }
        canvas.set(Glyph(scalar, isOld ? .dim : word.style), row: word.row, column: column)
      }
    }
    // Not in bold, whose switching would be a tenth of all bytes of a frame. No word is torn in two by
    // the end of the strip.
    let put = { (text: String, row: Int, frame: Int, canvas: inout Canvas) in
      let column = columns.lowerBound + frame % count
      guard frame >= 0, column + text.utf8.count <= columns.upperBound else { return }
      canvas.put(text, row: row, column: column, .text)
    }
    let cursor = Glyph("│", .text)
    let column = columns.lowerBound + (newest.number + 1) % count
    for row in 0..<sweptRows { canvas.set(cursor, row: row, column: column) }
    put("NOW", 0, newest.number + 2, &canvas)
    put("old→", 1, newest.number + 2, &canvas)
    if let scale, let old {
      let first = old - scale.text.utf8.count
      // A word that it would cut in two is worth more.
      guard !words.contains(where: { $0.row == eventRow && $0.overlaps(first...old) }) else {
        return
      }
      put(scale.text, eventRow, first, &canvas)
    }
  }

  /// Tells on which side of the scale a frame is.
  private enum Age {
    case newer
    case older
  }

  private func draw(_ frame: Frame, _ age: Age, column: Int, on canvas: inout Canvas) {
    guard let shown = model.timeline.column(frame) else { return }
    let before = model.timeline.column(frame - 1)
    for (row, seat) in seats.enumerated() where seat.number < shown.entries.count {
      let glyph = glyph(
        shown.entries[seat.number], after: before?.entries[seat.number], seat, age)
      canvas.set(glyph, row: row, column: column)
    }
    if showsRollbacks, shown.depth > 0 {
      let bar = Canvas.bar(shown.depth, of: max(model.numbers.window, 1))
      let style = age == .older ? .faint : Style(RollbackPanel.role(depth: shown.depth))
      canvas.set(Glyph(bar, style), row: seats.count, column: column)
    }
    if var glyph = pathGlyph(shown) {
      if age == .older { glyph.style = .faint }
      canvas.set(glyph, row: pathRow, column: column)
    }
  }

  private static let wrong = Style(.bad, on: .ground, [.bold, .underline])

  private func glyph(
    _ entry: Timeline.Entry, after before: Timeline.Entry?, _ seat: PlayerIndex, _ age: Age
  ) -> Glyph {
    let rank = model.rank(seat)
    if entry.isGuess { return Glyph("░", Style(.oldTrail(rank))) }
    let isTurn = entry.input.heading != nil && entry.input.heading != before?.input.heading
    let isBoost = entry.input.isBoosting && before?.input.isBoosting != true
    let scalar: Unicode.Scalar =
      isTurn ? entry.input.heading?.arrow ?? "─" : isBoost ? "»" : "─"
    if entry.wasWrong { return Glyph(scalar, age == .older ? Style(.bad) : Self.wrong) }
    let isEvent = isTurn || isBoost
    switch age {
    case .newer: return Glyph(scalar, Style(isEvent ? .player(rank) : .oldTrail(rank)))
    case .older: return Glyph(scalar, isEvent ? Style(.oldTrail(rank)) : .faint)
    }
  }

  /// The worst of the ways in which the remote inputs of a frame came.
  private func pathGlyph(_ shown: Timeline.Column) -> Glyph? {
    var glyph: Glyph?
    for seat in seats.dropFirst() where seat.number < shown.entries.count {
      switch shown.entries[seat.number].delivery {
      case .neither: return Glyph("╳", Style(.bad))
      case .relay: glyph = Glyph("╍", Style(.relay))
      case .direct: glyph = glyph ?? Glyph("━", Style(.direct))
      case nil: break
      }
    }
    return glyph
  }
}

/// What stands on the strip beside inputs, and what all of it means.
extension StripPanel {
  /// Holds a word that begins at the column of a frame, a scalar for each of the next frames: it
  /// sweeps with them and costs nothing to keep.
  private struct Word {
    let frame: Frame
    let row: Int
    let scalars: [Unicode.Scalar]
    let style: Style

    func overlaps(_ frames: ClosedRange<Int>) -> Bool {
      frame.number <= frames.upperBound && frames.lowerBound <= frame.number + scalars.count
    }

    func scalar(at other: Frame) -> Unicode.Scalar? {
      let index = other - frame
      return scalars.indices.contains(index) ? scalars[index] : nil
    }
  }

  private var marks: [Word] {
    model.timeline.marks.compactMap { mark in
      switch mark.kind {
      case .round(let round):
        word("round \(round)", at: mark.frame, row: eventRow, .text)
      case .crash(let seat):
        seats.firstIndex(of: seat).map { row in
          word("*", at: mark.frame, row: row, Style(.onAlarm, on: .alarm))
        }
      case .path(let path, let isUp):
        word(
          "\(path.title) \(isUp ? "up" : "down")", at: mark.frame, row: pathRow,
          Style(isUp ? path.role : .bad))
      }
    }
  }

  private func word(_ text: String, at frame: Frame, row: Int, _ style: Style) -> Word {
    Word(frame: frame, row: row, scalars: Array(text.unicodeScalars), style: style)
  }

  /// As many of its pieces as there is room for.
  private func drawLegend(columns: Range<Int>, on canvas: inout Canvas) {
    let samples: [(sample: Phrase, meaning: String)] = [
      (Phrase("░", Style(.text)), "guess"), (Phrase("→", Self.wrong), "wrong guess"),
      (Phrase("╳╳", Style(.bad)), "taken back"), (Phrase("▅", Style(.good)), "frames redone"),
      (Phrase("━", Style(.direct)), "came by P2P"), (Phrase("╍", Style(.relay)), "by RELAY"),
      (Phrase("*", Style(.onAlarm, on: .alarm)), "crash"), (Phrase("»", .text), "boost"),
    ]
    var column = columns.lowerBound
    for (sample, meaning) in samples {
      let phrases = [sample, Phrase(" \(meaning)", .dim)]
      guard column + model.widths.columns(phrases) <= columns.upperBound else { break }
      column = canvas.put(phrases, row: height - 1, column: column) + 2
    }
  }
}
