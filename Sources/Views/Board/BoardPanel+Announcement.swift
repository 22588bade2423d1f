import GridGame
import Rollback
import Vocabulary

/// What is said in a box on the board: what stage of the match it is, and how a round ended.
extension BoardPanel {
  /// Draws the box where it covers neither a head nor a crash; without such a place it says less.
  func announce(on canvas: inout Canvas, _ window: BoardWindow, avoiding taken: [Area]) {
    guard let lines = announcement, canvas.height >= 5 else { return }
    let places = taken + model.round.crashes.map { window.area(of: $0.position).withMargin }
    for count in stride(from: lines.count, to: 0, by: -1) {
      let box = box(Array(lines.prefix(count)), columns: canvas.width - 6)
      guard let area = canvas.place(forBox: box, avoiding: places) else { continue }
      canvas.paste(box, row: area.row, column: area.column)
      return
    }
  }

  private func box(_ lines: [Phrase], columns: Int) -> Canvas {
    let rows = lines.flatMap { line in
      model.widths.wrap(line.text, columns: columns).map { Phrase($0, line.style) }
    }
    let width = rows.map { model.widths.columns($0.text) }.max() ?? 0
    var box = Canvas(width: width + 6, height: rows.count + 2, model.widths)
    box.frame(.text)
    for (index, row) in rows.enumerated() {
      box.put(row.text, row: index + 1, column: 3, row.style)
    }
    return box
  }

  /// An end is told when it is confirmed.
  var announcement: [Phrase]? {
    guard model.overlay == .none, !options.coversBoard else { return nil }
    if let confirmed = model.confirmed {
      let how = model.round.sentences(on: model).map { Phrase($0, .text) }
      switch confirmed.phase {
      case .outro:
        let outcome = words(confirmed.roundOutcome)
        return [Phrase("round \(confirmed.round): \(outcome)", .strong)] + how
      case .matchOver:
        return [Phrase("match over: \(words(confirmed.matchOutcome))", .strong)] + how
      case .countdown, .intro, .playing: break
      }
    }
    guard let state, guide == nil, let framesLeft = state.framesToStart else { return nil }
    let count =
      state.isIntro
      ? (framesLeft + 59) / 60 : min(framesLeft * 3 / max(1, state.rules[.countdown]) + 1, 3)
    return [Phrase("round \(state.round) starts in \(count)", .strong)]
  }

  private func words(_ outcome: Ghostline.State.Outcome) -> String {
    switch outcome {
    case .undecided: "undecided"
    case .draw: "draw"
    case .won(let seat) where seat == model.localSeat: "you win"
    case .won(let seat): "\(model.name(seat)) wins"
    }
  }
}
