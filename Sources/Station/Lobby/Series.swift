package import GridGame
import Vocabulary

/// The score of the matches that the same players have played one after the other.
package struct Series: Hashable, Sendable {
  /// By seat.
  package private(set) var wins: [Int]
  package private(set) var draws = 0

  package init(players: Int) { wins = Array(repeating: 0, count: players) }

  package var matches: Int { wins.reduce(draws, +) }

  /// Counts a match that was played to its end.
  package mutating func count(_ outcome: Ghostline.State.Outcome) {
    switch outcome {
    case .won(let seat): wins[seat.number] += 1
    case .draw: draws += 1
    case .undecided: break
    }
  }
}
