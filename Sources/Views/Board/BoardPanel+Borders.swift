import GridGame
import Netplay
import Rollback
import Vocabulary

/// What the frame says: who is on the board and still rides, what is shown of it, how much is sure.
extension BoardPanel {
  func topBorder(on canvas: inout Canvas) {
    if let title {
      canvas.put(
        " \(model.widths.fit(title, columns: canvas.width - 6)) ", row: 0, column: 2, .strong)
      return
    }
    let seats = model.seatsInOrder
    let share = max(1, (canvas.width - 4) / seats.count)
    let score = scoreForm(columns: share)
    guard seats.count == 2 else {
      for (index, seat) in seats.enumerated() {
        canvas.put(label(seat, columns: share, score), row: 0, column: 2 + index * share)
      }
      return
    }
    // Of two the second stands at the end, and the first may have left it less.
    let end = canvas.put(label(seats[0], columns: share, score), row: 0, column: 2)
    let rest = max(1, min(share, canvas.width - 6 - end + 1))
    canvas.put(label(seats[1], columns: rest, score), row: 0, endingAt: canvas.width - 6)
  }

  /// `● bob 2 of 5 out`, with the line and the letter of the trail where colours do not tell whose it is.
  private func label(_ seat: PlayerIndex, columns: Int, _ form: ScoreForm) -> [Phrase] {
    let role = Role.player(model.rank(seat))
    let mark = Phrase(" \(look.sample(of: seat)) ", Style(role))
    let isAlive = model.standing(of: seat) == .alive
    // The sidebar tells it too, and has no room for the goal.
    let standing = isAlive && form == .chipWithGoal ? nil : standing(of: seat)
    let score = score(of: seat, form)
    let room = columns - 2 - model.widths.columns(mark.text) - model.widths.columns(score)
    let name = columns < 8 || room < 3 ? "" : model.widths.fit(model.name(seat), columns: room)
    var label = [mark, Phrase(name.isEmpty ? "" : name + " ", .bold(role))] + score
    // Who is out is worth more than the last letters of a name.
    guard let standing, !name.isEmpty else { return label }
    let short = model.widths.fit(
      model.name(seat), columns: room - model.widths.columns(standing.text) - 1)
    let whole = model.widths.columns(name)
    let least = isAlive ? whole : min(3, whole)
    if model.widths.columns(short) < least { return label }
    label[1].text = short + " "
    return label + [Phrase(standing.text + " ", standing.style)]
  }

  /// Tells how the border tells a score.
  private enum ScoreForm {
    /// The header tells it, or there is no room.
    case none
    case number
    case chip
    /// `2 of 5`
    case chipWithGoal
  }

  /// One for all labels, which have so many columns each.
  private func scoreForm(columns: Int) -> ScoreForm {
    guard showsScore, columns >= 10 else { return .none }
    return columns < 16 ? .number : columns < 20 ? .chip : .chipWithGoal
  }

  private func score(of seat: PlayerIndex, _ form: ScoreForm) -> [Phrase] {
    guard let confirmed = model.confirmed, seat.number < Int(confirmed.players) else { return [] }
    let style = Style(.inverse, on: .player(model.rank(seat)), .bold)
    let score = "\(confirmed.score(seat)) "
    return switch form {
    case .none: []
    case .number: [Phrase(score, .strong)]
    case .chip: [Phrase(" \(score)", style), Phrase(" ", .text)]
    case .chipWithGoal:
      [Phrase(" \(score)of \(confirmed.rules[.wins]) ", style), Phrase(" ", .text)]
    }
  }

  /// Whether a player still rides; a crash is a guess until it is confirmed.
  private func standing(of seat: PlayerIndex) -> Phrase? {
    guard model.predicted != nil else { return nil }
    return switch model.standing(of: seat) {
    case .absent: Phrase("not here", .dim)
    case .out: Phrase("out", .bold(.bad))
    case .predictedOut: Phrase("out?", .bold(.bad))
    case .alive: Phrase("alive", .dim)
    }
  }

  func bottomBorder(on canvas: inout Canvas) {
    let row = canvas.height - 1
    if let footnote {
      let text = model.widths.first(of: [" \(footnote) ", ""], columns: canvas.width - 4)
      canvas.put(text, row: row, column: 2, .dim)
      return
    }
    var column = 2
    let shown = model.widths.first(of: viewWords, columns: canvas.width - 4)
    if !shown.isEmpty {
      column = canvas.put(shown, row: row, column: 2, Style(.inverse, on: .warning, .bold)) + 1
    }
    let room = canvas.width - 2 - column
    // In words where they leave the frames theirs.
    let frames = model.widths.columns(certainty[1])
    let boost =
      boosts.first { frames + model.widths.columns($0.text) < room } ?? boosts.last
    let boostColumns = boost.map { model.widths.columns($0.text) + 1 } ?? 0
    let text = model.widths.first(of: certainty, columns: room - boostColumns)
    canvas.put(text, row: row, column: column, certaintyStyle)
    if let boost, model.widths.columns(text) + boostColumns <= room {
      canvas.put([boost], row: row, endingAt: canvas.width - 2)
    }
  }

  private var certainty: [String] {
    let confirmed = model.numbers.settledFrame.number
    let predicted = model.numbers.predictedFrames
    return [
      " confirmed \(confirmed)  predicted +\(predicted) frames ",
      " confirmed \(confirmed)  predicted +\(predicted) ", " \(confirmed) +\(predicted) f ", "",
    ]
  }

  private var certaintyStyle: Style {
    let numbers = model.numbers
    if numbers.stalls.isUnderWay { return .bold(.bad) }
    return numbers.predictedFrames * 5 >= numbers.window * 4 ? Style(.warning) : .dim
  }

  /// What of the display is not as it usually is, the longest first; nothing on second boards, which
  /// say what they are.
  private var viewWords: [String] {
    guard title == nil else { return [] }
    var words: [(long: String, short: String)] = []
    if options.isFrozen {
      let key = options.keys.label(.show(.freeze)).map { ", \($0) goes on" } ?? ""
      words.append(("display frozen\(key)", "frozen"))
    }
    switch options.prediction {
    case .automatic: break
    case .both: words.append(("all guesses marked", "all marked"))
    case .predictedOnly: words.append(("guesses not marked", "guesses unmarked"))
    case .confirmedOnly: words.append(("confirmed only", "confirmed only"))
    }
    if !options.showsGhosts { words.append(("ghosts off", "ghosts off")) }
    guard let first = words.first else { return [] }
    return [
      words.map(\.long).joined(separator: " · "), words.map(\.short).joined(separator: " · "),
      first.short,
    ].map { " \($0) " }
  }

  /// How many boosts we have left, the longest form first.
  private var boosts: [Phrase] {
    guard let state = model.predicted, model.localSeat.number < Int(state.players) else {
      return []
    }
    let cycle = state.cycle(model.localSeat)
    let role = Role.player(model.rank(model.localSeat))
    let left = Int(cycle.boosts)
    let style = cycle.isBoosting ? Style(.inverse, on: role, .bold) : Style(role)
    let words = "\(left == 0 ? "no boost" : Wording.plural(left, "boost")) left"
    let marks = left <= 3 ? String(repeating: "»", count: left) : "»\(left)"
    let forms = [
      cycle.isBoosting ? "boosting, \(left) left" : words, left == 0 ? words : "boost \(marks)",
    ]
    return forms.map { Phrase(" \($0) ", style) }
  }
}
