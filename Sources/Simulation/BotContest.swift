package import GridGame
import Rollback
import Vocabulary

/// Measures how strong a bot is: whole matches against `Bot.Traits.plain`, without a network.
///
/// Each match has a seed of its own, and the seats change from match to match.
package struct BotContest: Sendable {
  /// Frames after which a match counts as drawn: more than its longest rounds take together.
  static let patience = 60_000

  package private(set) var matches = 0
  package private(set) var wins = 0
  package private(set) var draws = 0
  /// The frames of the first round of each match, without the intro.
  package private(set) var firstRounds: [Int] = []

  private let traits: Bot.Traits
  private let map: GameMap

  package init(_ traits: Bot.Traits, on map: GameMap) {
    self.traits = traits
    self.map = map
  }

  /// The share of matches that it wins, a drawn one counted half; 0...1.
  package var share: Double {
    matches > 0 ? (Double(wins) + Double(draws) / 2) / Double(matches) : 0
  }

  /// Plays one more match, at its full length.
  package mutating func play(seed: UInt64) {
    let seat = PlayerIndex(matches % 2)
    var state = Ghostline.initialState(map: map, players: 2, seed: seed)
    var bots = (0..<2).map {
      Bot(traits: $0 == seat.number ? traits : .plain, seed: seed, seat: PlayerIndex($0))
    }
    var inputs = [Ghostline.Input](repeating: .neutral, count: 2)
    var firstRound = 0
    for _ in 0..<Self.patience where !state.isMatchOver {
      for index in bots.indices { inputs[index] = bots[index].input(for: state) }
      Ghostline.step(&state, inputs: inputs.span, presence: .all(2))
      if state.round == 1, let frame = state.roundFrame { firstRound = frame }
    }
    matches += 1
    firstRounds.append(firstRound)
    switch state.matchOutcome {
    case .won(let winner): wins += winner == seat ? 1 : 0
    case .draw, .undecided: draws += 1
    }
  }
}

extension BotContest {
  /// What a level has to win of its matches, as `share` tells it.
  package static func aim(of skill: Bot.Skill) -> ClosedRange<Double> {
    switch skill {
    case .easy: 0...0.2
    case .fair: 0.4...0.6
    case .hard: 0.8...1
    }
  }

  /// So many matches of a level, each with the next seed.
  package init(_ skill: Bot.Skill, on map: GameMap, matches: Int, from seed: UInt64) {
    self.init(skill.traits, on: map)
    for number in 0..<matches { play(seed: seed &+ UInt64(number)) }
  }

  /// The frames of the shortest first round; nothing before the first match.
  package var shortestFirstRound: Int? { firstRounds.min() }
}

extension BotContest {
  /// How strong every level is, in words, and whether each is as strong as it should be.
  package static func report(
    on map: GameMap, matches: Int, from seed: UInt64
  ) -> (text: String, isAsAimed: Bool) {
    var lines = [
      "\(matches) matches of each level on \(map.name) against plain play, drawn ones half"
    ]
    var isAsAimed = true
    for skill in Bot.Skill.allCases {
      let contest = BotContest(skill, on: map, matches: matches, from: seed)
      let aim = aim(of: skill)
      isAsAimed = isAsAimed && aim.contains(contest.share)
      let tenths = Int(((contest.shortestFirstRound.map(Double.init) ?? 0) / 6).rounded())
      lines.append(
        "\(skill): wins \(percent(contest.share)) (\(contest.wins) won, \(contest.draws) drawn;"
          + " should be \(percent(aim.lowerBound)) to \(percent(aim.upperBound))),"
          + " shortest first round \(tenths / 10).\(tenths % 10) s")
    }
    return (lines.joined(separator: "\n"), isAsAimed)
  }

  private static func percent(_ share: Double) -> String {
    let permille = Int((share * 1000).rounded())
    return permille % 10 == 0 ? "\(permille / 10)%" : "\(permille / 10).\(permille % 10)%"
  }
}
