import GridGame
import Vocabulary

/// The score, from the confirmed state: it is never taken back.
extension ScreenModel {
  /// A chip for each player: the name, then the score on the player's colour, so that no digit of a name
  /// is taken for it.
  func scoreChips(nameColumns: Int) -> [Phrase] {
    var phrases: [Phrase] = []
    for (index, seat) in seatsInOrder.enumerated() {
      let role = Role.player(rank(seat))
      if index > 0 { phrases.append(Phrase(nameColumns > 0 ? "  " : "", .text)) }
      if nameColumns > 0 {
        phrases.append(Phrase(widths.fit(name(seat), columns: nameColumns) + " ", .bold(role)))
      }
      phrases.append(Phrase(" \(points(seat)) ", Style(.inverse, on: role, .bold)))
    }
    return phrases
  }

  /// The same where there is no colour for it: `you 2, bob 1`.
  var scoreWords: String {
    guard confirmed != nil else { return "" }
    return seatsInOrder.map { "\(name($0)): \(points($0))" }.joined(separator: ", ")
  }

  private func points(_ seat: PlayerIndex) -> Int {
    guard let state = confirmed, seat.number < Int(state.players) else { return 0 }
    return state.score(seat)
  }
}
