import Assets
import GridGame
import Rollback
import Simulation
import Testing
import Vocabulary

/// How strong the bots' levels are; `ghostline simulate --bots 200` measures the same at length.
@Suite struct BotContestTests {
  private static func open() throws -> GameMap {
    try GameMap(parsing: #require(Assets.map(named: "open")))
  }

  @Test(arguments: Bot.Skill.allCases)
  func `a level wins as many matches against plain play as it should`(skill: Bot.Skill) throws {
    let contest = BotContest(skill, on: try Self.open(), matches: 40, from: 1)
    #expect(contest.matches == 40)
    #expect(
      BotContest.aim(of: skill).contains(contest.share),
      "\(contest.wins) won, \(contest.draws) drawn")
    // Who has never played rides for three seconds at least, whatever the bot does.
    if skill != .hard { #expect(try #require(contest.shortestFirstRound) > 180) }
  }

  @Test func `the report names every level, and says whether all are as they should be`() throws {
    // Of a single match nobody wins half.
    let report = BotContest.report(on: try Self.open(), matches: 1, from: 1)
    #expect(!report.isAsAimed)
    for skill in Bot.Skill.allCases { #expect(report.text.contains("\n\(skill): wins ")) }
    #expect(report.text.contains("should be 40% to 60%"))
  }

  @Test func `plain play wins half of its matches against itself`() throws {
    var contest = BotContest(.plain, on: try Self.open())
    #expect(contest.share == 0 && contest.shortestFirstRound == nil)
    for seed in UInt64(0)..<20 { contest.play(seed: seed) }
    #expect((0.35...0.65).contains(contest.share), "\(contest.wins) won, \(contest.draws) drawn")
  }

  @Test func `the same seeds measure the same`() throws {
    let map = try Self.open()
    let contests = [1, 1, 5].map { BotContest(.hard, on: map, matches: 3, from: $0) }
    #expect(contests[0].firstRounds == contests[1].firstRounds)
    #expect(contests[0].firstRounds != contests[2].firstRounds)
  }
}
