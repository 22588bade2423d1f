import Netplay
import Rollback

/// Draws how far we predict, and how often and how deep that was wrong in the last ten seconds.
struct RollbackPanel: ScreenPart {
  static let compactHeight = 3

  let screen: Shared<ScreenModel>
  private var recent: RollbackHistory { model.rollbacks }
  private var stalls: StallStatistics { model.numbers.stalls }
  private var window: Int { model.numbers.window }
  private var predicted: Int { model.numbers.predictedFrames }

  /// Depths that are shown; the largest window is 15.
  private static let maximumDepth = 15

  /// ```
  /// ROLLBACK ────────── 12 guesses taken back in 10 s
  /// guessed now ████████────────────── 3 of 10 frames
  /// taken back  1 2 3 4 5 6 7 8 9 10           frames
  ///             · ▂ █ ▃ · · · · · ·    4 at most, 67 ms
  /// ```
  /// The labels are between bars and gauge, so that these never touch.
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 4, model.widths)
    canvas.heading("ROLLBACK", row: 0, chip: chip(width))
    canvas.put("guessed now", row: 1, column: 0, .dim)
    let figures = "\(predicted) of \(window) frames"
    let text = stalls.isUnderWay ? "STALLED: \(figures)" : figures
    canvas.put(text, row: 1, endingAt: width, windowStyle)
    let end = width - model.widths.columns(text) - 1
    if end > 12 { canvas.gauge(used, row: 1, columns: 12..<end, windowRole) }
    canvas.put("taken back", row: 2, column: 0, .dim)
    let spacing = depths <= 10 ? 2 : 1
    for depth in 1...depths where spacing == 2 || depth % 5 == 0 || depth == 1 {
      canvas.put("\(depth)", row: 2, column: 12 + (depth - 1) * spacing, .dim)
    }
    canvas.put("frames deep", row: 2, endingAt: width, .dim)
    histogram(row: 3, column: 12, spacing: spacing, on: &canvas)
    canvas.put(deepest, row: 3, endingAt: width, recent.deepest > 0 ? .text : .dim)
    return canvas
  }

  /// ```
  /// ROLLBACK ─ 12 back in 10 s
  /// guessed 3 of 10 f ████───────
  /// deep ·▂█▃······ 4 max, 67 ms
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    canvas.heading("ROLLBACK", row: 0, chip: chip(width))
    let text = "guessed \(predicted) of \(window)"
    canvas.put(text, row: 1, column: 0, windowStyle)
    // Right of all bars of the row below.
    let start = max(model.widths.columns(text) + 1, 5 + depths + 1)
    if start < width { canvas.gauge(used, row: 1, columns: start..<width, windowRole) }
    canvas.put("deep", row: 2, column: 0, .dim)
    histogram(row: 2, column: 5, spacing: 1, on: &canvas)
    let room = width - 5 - depths - 1
    let texts = recent.deepest == 0 ? [""] : [deepest, "\(recent.deepest) max", ""]
    canvas.put(
      model.widths.first(of: texts, columns: max(room, 0)), row: 2, endingAt: width, .dim)
    return canvas
  }

  private func chip(_ width: Int) -> Phrase {
    let count = recent.count
    guard count > 0 else {
      return Phrase(
        model.widths.first(
          of: ["no guess taken back in 10 s", "none in 10 s"], columns: width - 10),
        .dim)
    }
    let number = Wording.count(count, columns: 5)
    return Phrase(
      model.widths.first(
        of: [
          "\(number) \(count == 1 ? "guess" : "guesses") taken back in 10 s",
          "\(number) back in 10 s", "\(number) in 10 s",
        ], columns: width - 10), .text)
  }

  /// `4 at most, 67 ms`: the deepest of the last ten seconds, and how long ago its guess began.
  private var deepest: String {
    guard recent.deepest > 0 else { return "" }
    return "\(recent.deepest) at most, \(Wording.milliseconds(frames: recent.deepest)) ms"
  }

  private var used: Double { Double(predicted) / Double(max(window, 1)) }

  private var windowRole: Role {
    if stalls.isUnderWay { return .bad }
    return used >= 0.7 ? .warning : .good
  }

  private var windowStyle: Style { stalls.isUnderWay ? .bold(.bad) : .text }

  private var depths: Int { min(max(window, recent.deepest, 9), Self.maximumDepth) }

  private func histogram(row: Int, column: Int, spacing: Int, on canvas: inout Canvas) {
    let counts = recent.depths
    let highest = counts.dropFirst().max() ?? 0
    for depth in 1...depths {
      let count = depth < counts.count ? counts[depth] : 0
      let glyph = count == 0 ? "·" : Canvas.bar(count, of: highest)
      canvas.set(
        Glyph(glyph, Style(count == 0 ? .dim : Self.role(depth: depth))), row: row,
        column: column + (depth - 1) * spacing)
    }
  }

  /// How bad a rollback of that depth is.
  static func role(depth: Int) -> Role {
    depth <= 4 ? .good : depth <= 8 ? .warning : .bad
  }
}

extension Wording {
  /// How long so many frames last, rounded.
  static func milliseconds(frames: Int) -> Int { (frames * 1000 + 30) / 60 }
}
