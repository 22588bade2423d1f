import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws the first row: the score, and what a screenshot must tell to be understood.
struct Header {
  let model: ScreenModel

  /// ` GHOSTLINE  you 2 : 1 bob  first to 5 · round 4      room 7QF4 · map open · seed 0x2A · frame 2606`
  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1, model.widths)
    let title = [Phrase(" GHOSTLINE ", Style(.inverse, on: .player1, .bold)), Phrase(" ", .text)]
    let scoreVariants = [
      title + score(nameColumns: 12), title + score(nameColumns: 6),
      score(nameColumns: 6), score(nameColumns: 3),
    ]
    let must = injection
    let left =
      scoreVariants.first { columns($0) + columns(must) + 10 <= width } ?? score(nameColumns: 3)
    let column = canvas.put(left, row: 0, column: 0)
    // The round comes after the frame and before everything else that can be left out.
    var round = [Phrase("  \(self.round)", .dim)]
    let least = (facts.first.map(columns) ?? 0) + columns(must) + 6
    if self.round.isEmpty || column + columns(round) + least > width { round = [] }
    var right = must
    for fact in facts {
      guard column + columns(round) + columns(fact) + columns(right) + 6 <= width else { break }
      right = right.isEmpty ? fact : fact + [Phrase(" · ", .faint)] + right
    }
    canvas.put(round, row: 0, column: column)
    canvas.put(right, row: 0, endingAt: width - 1)
    return canvas
  }

  private func columns(_ phrases: [Phrase]) -> Int { model.widths.columns(phrases) }

  /// `you 2 : 1 bob`, from the confirmed state: a score is never taken back.
  private func score(nameColumns: Int) -> [Phrase] {
    var phrases: [Phrase] = []
    for (index, seat) in model.seatsInOrder.enumerated() {
      let name = Phrase(
        model.widths.fit(model.name(seat), columns: nameColumns), .bold(.player(model.rank(seat))))
      let points = Phrase(points(seat), .strong)
      if index > 0 { phrases.append(Phrase(" : ", .dim)) }
      let pair = index == 0 ? [name, points] : [points, name]
      phrases += [pair[0], Phrase(" ", .text), pair[1]]
    }
    return phrases
  }

  private func points(_ seat: PlayerIndex) -> String {
    guard let state = model.confirmed, seat.number < Int(state.players) else { return "0" }
    return String(state.score(seat))
  }

  private var round: String {
    guard let state = model.confirmed else { return "" }
    return "first to \(state.rules[.wins]) · round \(state.round)"
  }

  private var injection: [Phrase] {
    model.injection.map { [Phrase("⚠ INJECTED \($0)", .bold(.warning))] } ?? []
  }

  /// The facts, the most important first.
  private var facts: [[Phrase]] {
    let session = model.session
    let texts = [
      "frame \(model.numbers.frame.number)",
      session.seed.map { "seed 0x\(String($0, radix: 16, uppercase: true))" },
      session.map.isEmpty ? nil : "map \(model.widths.fit(session.map, columns: 24))",
      "room \(model.widths.fit(session.room, columns: 12))", session.part.rawValue,
    ]
    return texts.compactMap(\.self).map { [Phrase($0, .dim)] }
  }
}
