import Netplay
import Rollback

/// Draws how far we predict, and how often and how deep that was wrong.
struct RollbackPanel {
  static let compactHeight = 3

  let model: ScreenModel
  private var rollback: RollbackStatistics { model.numbers.rollback }
  private var stalls: StallStatistics { model.numbers.stalls }
  private var window: Int { model.numbers.window }

  /// Depths that are shown; the largest window is 15.
  private static let maximumDepth = 15

  /// ```
  /// ROLLBACK ──────────────────────────── 205 · max 9
  /// window  █████████████─────────  6/10 predicted
  /// depth   · · ▁ ▂ ▅ █ ▃ ▁ · ·     resim 845
  ///         1       5       9       stalls 0
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 4, model.widths)
    canvas.heading("ROLLBACK", row: 0, chip: chip(width))
    canvas.put("window", row: 1, column: 0, .dim)
    canvas.gauge(used, row: 1, columns: 8..<30, windowRole)
    let word = stalls.isUnderWay ? "STALLED" : "predicted"
    canvas.put(
      "\(model.numbers.predictedFrames)/\(window) \(word)", row: 1, column: 32, windowStyle)
    canvas.put("depth", row: 2, column: 0, .dim)
    let spacing = depths <= 12 ? 2 : 1
    histogram(row: 2, column: 8, spacing: spacing, on: &canvas)
    for depth in [1, 5, 9, 13] where depth <= depths {
      canvas.put("\(depth)", row: 3, column: 8 + (depth - 1) * spacing, .faint)
    }
    canvas.put(
      "resim  \(Wording.count(rollback.resimulatedFrames, columns: 9))", row: 2, column: 32, .dim)
    canvas.put(
      "stalls \(Wording.count(stalls.count, columns: 9))", row: 3, column: 32,
      stalls.isUnderWay ? .bold(.warning) : .dim)
    return canvas
  }

  /// ```
  /// ROLLBACK ──────── 205 · max 9
  /// window ██████████─────── 6/10
  /// depth  ··▁▂▅█▃▁··  1…10
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    canvas.heading("ROLLBACK", row: 0, chip: chip(width))
    canvas.put("window", row: 1, column: 0, .dim)
    let figures = "\(model.numbers.predictedFrames)/\(window)"
    canvas.put(figures, row: 1, endingAt: width, windowStyle)
    let end = width - figures.utf8.count - 1
    if end > 7 { canvas.gauge(used, row: 1, columns: 7..<end, windowRole) }
    canvas.put("depth", row: 2, column: 0, .dim)
    histogram(row: 2, column: 7, spacing: 1, on: &canvas)
    if stalls.count > 0 {
      let stalls = "stalls \(Wording.count(stalls.count, columns: 5))"
      canvas.put(stalls, row: 2, endingAt: width, .dim)
    } else if 13 + depths <= width {
      canvas.put("1…\(depths)", row: 2, column: 9 + depths, .faint)
    }
    return canvas
  }

  private func chip(_ width: Int) -> Phrase {
    let count = Wording.count(rollback.rollbacks, columns: 7)
    let texts = ["\(count) · max \(rollback.maxDepth)", "max \(rollback.maxDepth)"]
    return Phrase(model.widths.first(of: texts, columns: width - 10), .dim)
  }

  private var used: Double { Double(model.numbers.predictedFrames) / Double(max(window, 1)) }

  private var windowRole: Role {
    if stalls.isUnderWay { return .bad }
    return used >= 0.7 ? .warning : .good
  }

  private var windowStyle: Style { stalls.isUnderWay ? .bold(.bad) : .dim }

  private var depths: Int {
    min(max(window, rollback.maxDepth, 9), Self.maximumDepth)
  }

  private func histogram(row: Int, column: Int, spacing: Int, on canvas: inout Canvas) {
    let counts = rollback.depthHistogram
    let highest = counts.dropFirst().max() ?? 0
    for depth in 1...depths {
      let count = depth < counts.count ? counts[depth] : 0
      let glyph = count == 0 ? "·" : Canvas.bar(count, of: highest)
      canvas.set(
        Glyph(glyph, Style(Self.role(depth: depth))), row: row,
        column: column + (depth - 1) * spacing)
    }
  }

  /// How bad a rollback of that depth is.
  static func role(depth: Int) -> Role {
    depth <= 4 ? .good : depth <= 8 ? .warning : .bad
  }
}
