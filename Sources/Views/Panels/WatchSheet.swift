package import Station
package import Vocabulary

/// Draws what `doctor --watch` measures: a panel for each path, and what it means for a match.
///
/// ```
///  GHOSTLINE  doctor  relay.example:7777                                              83 s
///  P2P to a host is told to members of its room alone: UDP to the relay stands in for it.
///
///  UDP ────────────────────────────────────────────────────────────────────────────── UP
///  sent 415 = 410 back + 2 lost + 0 in outages + 3 under way   out of order 0
///  round trip  min 12 ms  p50 14 ms  p95 21 ms  max 60 ms   jitter 2 ms   lost 0.5%
///  60 ms ▁▁▁▂▁▁▁█▁
///   0 ms −9 s, a column a second                                                       now
/// ```
package struct WatchSheet {
  private let watch: PathWatch
  private let target: String
  private let premises: [String]
  private let sentences: [String]
  private let now: Instant

  /// - Parameters:
  ///   - premises: What is measured.
  ///   - sentences: What it means so far.
  package init(
    _ watch: PathWatch, of target: String, premises: [String], sentences: [String], now: Instant
  ) {
    self.watch = watch
    self.target = target
    self.premises = premises
    self.sentences = sentences
    self.now = now
  }

  package func canvas(width: Int, height: Int, options: ViewOptions) -> Canvas {
    var canvas = Canvas(width: max(width, 0), height: max(height, 0), options.widths)
    canvas.put(" GHOSTLINE ", row: 0, column: 0, Style(.inverse, on: .player1, .bold))
    canvas.put("doctor  \(target)", row: 0, column: 12, .text)
    canvas.put(Wording.plural(seconds, "second"), row: 0, endingAt: width - 1, .text)
    var row = 1
    for premise in premises { row = put(premise, row: row, style: .dim, on: &canvas) }
    row += 1
    // Four rows of figures for each, the history has what is left.
    let bars = min(6, max(1, (height - row - 2 * 5 - 6) / 2))
    for path in Path.allCases {
      let panel = panel(path, width: max(0, width - 2), bars: bars, options.widths)
      canvas.paste(panel, row: row, column: 1)
      row += panel.height + 1
    }
    for sentence in sentences { row = put(sentence, row: row, style: .text, on: &canvas) }
    canvas.put(
      [Phrase("q", .strong), Phrase(" end with the verdict", .dim)], row: height - 1, column: 1)
    return canvas.translated(to: options.glyphs)
  }

  private var seconds: Int { Int((now - watch.start).milliseconds / 1000) }

  private func put(_ text: String, row: Int, style: Style, on canvas: inout Canvas) -> Int {
    let lines = canvas.widths.wrap(text, columns: max(1, canvas.width - 2))
    for (index, line) in lines.enumerated() { canvas.put(line, row: row + index, column: 1, style) }
    return row + lines.count
  }

  // MARK: A path

  private func panel(_ path: Path, width: Int, bars: Int, _ widths: WidthTable) -> Canvas {
    let probe = watch.probes[path]
    var canvas = Canvas(width: width, height: 4 + bars, widths)
    let word = probe.stateWord(now: now)
    let role: Role = probe.isDown(now: now) ? .bad : probe.returned == 0 ? .warning : .good
    canvas.heading(watch.title(of: path), row: 0, chip: Phrase(word, .bold(role)))
    canvas.put(widths.fit(counts(probe), columns: width), row: 1, column: 0, .text)
    canvas.put(times(probe), row: 2, column: 0)
    history(probe, path, rows: 3..<3 + bars, on: &canvas)
    return canvas
  }

  /// They add up.
  private func counts(_ probe: PathProbe) -> String {
    var parts = ["\(Wording.grouped(probe.returned)) back", "\(probe.lost) lost"]
    if probe.outages > 0 {
      parts.append("\(probe.missedInOutages) in \(Wording.plural(probe.outages, "outage"))")
    }
    if probe.missing > 0 { parts.append("\(probe.missing) missing") }
    parts.append("\(probe.underWay) under way")
    return "sent \(Wording.grouped(probe.sent)) = " + parts.joined(separator: " + ")
      + "   out of order \(probe.overtaken)"
  }

  private func times(_ probe: PathProbe) -> [Phrase] {
    guard let spread = probe.spread else { return [Phrase("nothing came back yet", .dim)] }
    var phrases = [Phrase("round trip", .dim)]
    let named = [
      ("min", spread.min), ("p50", spread.median), ("p95", spread.most), ("max", spread.max),
    ]
    for (name, time) in named {
      phrases += [
        Phrase(" \(name) ", .dim),
        Phrase("\(Self.milliseconds(time))", .bold(Self.role(oneWay: time.halved))),
      ]
    }
    phrases += [
      Phrase(" ms  jitter ", .dim), Phrase(Self.milliseconds(probe.jitter ?? .zero), .strong),
    ]
    let loss = probe.loss ?? 0
    phrases += [
      Phrase(" ms  lost ", .dim),
      Phrase(Wording.percent(loss), .bold(loss > 0.2 ? .bad : loss >= 0.02 ? .warning : .text)),
    ]
    return phrases
  }

  private static func milliseconds(_ time: Duration) -> String {
    let value = time.milliseconds
    return value < 9.95 ? Wording.decimal(value) : "\(Int(value.rounded()))"
  }

  private static func role(oneWay time: Duration) -> Role {
    time > .milliseconds(200) ? .bad : time > .milliseconds(100) ? .warning : .good
  }

  /// The slowest of each second, with an axis; what was missing in it is red below.
  private func history(_ probe: PathProbe, _ path: Path, rows: Range<Int>, on canvas: inout Canvas)
  {
    let label = 8
    let columns = max(0, canvas.width - label)
    let shown = probe.history.suffix(columns)
    let highest = max(10, Int(shown.compactMap(\.slowest).max()?.milliseconds.rounded(.up) ?? 0))
    canvas.put(
      "\(Wording.time(milliseconds: highest))", row: rows.lowerBound, endingAt: label - 1, .dim)
    for (index, second) in shown.enumerated() {
      let column = canvas.width - shown.count + index
      if let slowest = second.slowest {
        let eighths = Int(slowest.milliseconds) * rows.count * 8 / highest
        bar(max(1, eighths), second.missing > 0 ? .bad : path.role, rows, column, on: &canvas)
      } else if second.missing > 0 {
        canvas.set(Glyph("×", Style(.bad)), row: rows.upperBound - 1, column: column)
      }
    }
    let span = Wording.plural(max(0, shown.count - 1), "second")
    canvas.put("0ms", row: rows.upperBound, endingAt: label - 1, .dim)
    canvas.put(
      "the slowest of each second, red: some missing", row: rows.upperBound, column: label, .dim)
    canvas.put("\(span) to now", row: rows.upperBound, endingAt: canvas.width, .dim)
  }

  private func bar(
    _ eighths: Int, _ role: Role, _ rows: Range<Int>, _ column: Int, on canvas: inout Canvas
  ) {
    var left = min(eighths, rows.count * 8)
    for row in rows.reversed() where left > 0 {
      canvas.set(Glyph(Canvas.heights[min(left, 8) - 1], Style(role)), row: row, column: column)
      left -= 8
    }
  }
}
