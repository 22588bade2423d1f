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
    // With their scores two labels are long enough to meet, and the second stands away from the corner.
    let tellsGoal = showsScore && seats.count == 2 && canvas.width >= Self.standardWidth
    let share = max(1, (canvas.width - (tellsGoal ? 8 : 4)) / seats.count)
    for (index, seat) in seats.enumerated() {
      let label = label(seat, columns: share)
      let isLast = index > 0 && index == seats.count - 1
      let column = isLast ? canvas.width - 6 - model.widths.columns(label) : 2 + index * share
      canvas.put(label, row: 0, column: seats.count == 2 ? column : 2 + index * share)
    }
  }

  /// `● bob 2 of 5 out`, with the line and the letter of the trail where colours do not tell whose it is.
  private func label(_ seat: PlayerIndex, columns: Int) -> [Phrase] {
    let role = Role.player(model.rank(seat))
    let mark = Phrase(" \(look.sample(of: seat)) ", Style(role))
    let standing = standing(of: seat)
    let score = score(of: seat, columns: columns)
    let room = columns - 2 - model.widths.columns(mark.text) - model.widths.columns(score)
    let name = columns < 8 || room < 3 ? "" : model.widths.fit(model.name(seat), columns: room)
    var label = [mark, Phrase(name.isEmpty ? "" : name + " ", .bold(role))] + score
    // Who is out is worth more than the last letters of a name.
    guard let standing, !name.isEmpty else { return label }
    let short = model.widths.fit(
      model.name(seat), columns: room - model.widths.columns(standing.text) - 1)
    let least = model.standing(of: seat) == .alive ? name : String(name.prefix(3))
    if model.widths.columns(short) < model.widths.columns(least) { return label }
    label[1].text = short + " "
    return label + [Phrase(standing.text + " ", standing.style)]
  }

  /// Where there is a header it stands there.
  private func score(of seat: PlayerIndex, columns: Int) -> [Phrase] {
    guard showsScore, columns >= 10, let confirmed = model.confirmed,
      seat.number < Int(confirmed.players)
    else { return [] }
    if columns < 16 { return [Phrase("\(confirmed.score(seat)) ", .strong)] }
    let style = Style(.inverse, on: .player(model.rank(seat)), .bold)
    let goal = columns < 20 ? "" : "of \(confirmed.rules[.wins]) "
    return [Phrase(" \(confirmed.score(seat)) \(goal)", style), Phrase(" ", .text)]
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
