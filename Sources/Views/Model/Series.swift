import Rollback
package import Vocabulary

/// Holds how the players of a room stand over all their matches.
package struct Series: Hashable, Sendable {
  /// Holds the matches that one player has won.
  package struct Tally: Hashable, Sendable {
    package var seat: PlayerIndex
    package var name: String
    package var wins: Int

    package init(seat: PlayerIndex, name: String, wins: Int) {
      self.seat = seat
      self.name = name
      self.wins = wins
    }
  }

  /// One for each player.
  package var tallies: [Tally]
  /// Matches without a winner.
  package var draws: Int
  /// Matches that were played to their end, draws included.
  package var matches: Int

  package init(tallies: [Tally], draws: Int, matches: Int) {
    self.tallies = tallies
    self.draws = draws
    self.matches = matches
  }
}

extension Series {
  /// `you 2 : 1 bob · 3 matches`, the local player first.
  func phrases(on model: ScreenModel) -> [Phrase] {
    let localSeat = model.localSeat
    let local = tallies.filter { $0.seat == localSeat }
    var phrases: [Phrase] = []
    for (index, tally) in (local + tallies.filter { $0.seat != localSeat }).enumerated() {
      let isLocal = tally.seat == localSeat
      let name = Phrase(
        isLocal ? "you" : model.widths.fit(tally.name, columns: ScreenModel.nameColumns),
        .bold(.player(tally.seat.number)))
      let wins = Phrase(String(tally.wins), .strong)
      if index > 0 { phrases.append(Phrase(" : ", .dim)) }
      let pair = index == 0 ? [name, wins] : [wins, name]
      phrases += [pair[0], Phrase(" ", .text), pair[1]]
    }
    let drawn = draws > 0 ? ", \(draws) drawn" : ""
    let words = Wording.plural(matches, "match", plural: "matches")
    return phrases + [Phrase(" · \(words)\(drawn)", .dim)]
  }
}
