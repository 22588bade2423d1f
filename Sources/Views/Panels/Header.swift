import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws the first row: the score, and what a screenshot must tell to be understood.
struct Header: ScreenPart {
  let screen: Shared<ScreenModel>

  /// ` GHOSTLINE  you  2   bob  1   round 4, first to 5 wins   map open · seed 0x2A · frame 2606`
  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1, model.widths)
    let title = [Phrase(" GHOSTLINE ", Style(.inverse, on: .player1, .bold)), Phrase(" ", .text)]
    let blank = [Phrase(" ", .text)]
    let scoreVariants = [
      title + model.scoreChips(nameColumns: 12), title + model.scoreChips(nameColumns: 6),
      blank + model.scoreChips(nameColumns: 6), blank + model.scoreChips(nameColumns: 3),
    ]
    let must = injection
    let left =
      scoreVariants.first { columns($0) + columns(must) + 10 <= width } ?? blank
      + model.scoreChips(nameColumns: 3)
    let column = canvas.put(left, row: 0, column: 0)
    // The round comes after the frame and before everything else that can be left out.
    let least = (facts.first.map(columns) ?? 0) + columns(must) + 6
    let goals = rounds.map { [Phrase("  \($0)", .dim)] }
    // Before the frame where there is room for one alone: that stands elsewhere too, the goal does not.
    let round =
      goals.first { column + columns($0) + least <= width }
      ?? goals.last { column + columns($0) + columns(must) + 2 <= width } ?? []
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

  /// What is played for, the longest first.
  private var rounds: [String] {
    guard let state = model.confirmed else { return [] }
    let goal = "first to \(state.rules[.wins])"
    return ["round \(state.round), \(goal) wins", goal]
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
