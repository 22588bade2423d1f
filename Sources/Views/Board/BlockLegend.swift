import GridGame
import Rollback
import Vocabulary

/// Says under a board in half blocks what is played for, and what its colours mean: it has no glyphs that
/// would tell.
struct BlockLegend: ScreenPart {
  let screen: Shared<ScreenModel>
  let options: ViewOptions

  /// As many of its rows as there is room for.
  func canvas(width: Int, height: Int) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    guard let confirmed = model.confirmed else { return canvas }
    let meanings = meanings
    // A blank row between where there is one to spare.
    let rows = [[goal(confirmed, columns: width - 2)]] + (height > meanings.count + 1 ? [[]] : [])
    for (row, phrases) in (rows + meanings).prefix(height).enumerated() {
      canvas.put(phrases, row: row, column: 1)
    }
    return canvas
  }

  private func goal(_ confirmed: Ghostline.State, columns: Int) -> Phrase {
    let goal = "first to \(confirmed.rules[.wins])"
    let round = "round \(confirmed.round), \(goal)"
    return Phrase(model.widths.first(of: ["\(round) wins", round, goal], columns: columns), .dim)
  }

  private var meanings: [[Phrase]] {
    let isIntro = model.predicted?.isIntro ?? false
    let heads = isIntro ? blocks { .player($0) } : [Phrase("▀", .strong)]
    var rows = [heads + [Phrase(" a head", .dim)]]
    switch options.prediction {
    case .automatic, .both:
      rows.append(blocks { .oldTrail($0) } + [Phrase(" a guess, or out", .dim)])
    case .predictedOnly, .confirmedOnly: break
    }
    if options.showsGhosts {
      rows.append([Phrase("▀", Style(.bad)), Phrase(" taken back, or crashed", .dim)])
    }
    return rows
  }

  /// One for each player, by the rank of its colour.
  private func blocks(_ role: (Int) -> Role) -> [Phrase] {
    model.seatsInOrder.map { Phrase("▀", Style(role(model.rank($0)))) }
  }
}

extension Layout {
  /// Fades with the board behind whatever is open.
  func drawLegend(below board: Area, rows: Int, on canvas: inout Canvas) {
    guard rows > 0 else { return }
    var legend = BlockLegend(screen: screen, options: options).canvas(
      width: board.width, height: rows)
    if sheet(on: canvas) != nil { legend.fade() }
    canvas.paste(legend, row: board.row + board.height, column: board.column)
  }
}
