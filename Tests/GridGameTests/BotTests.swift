import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct BotTests {
  func open() throws -> GameMap { try GameMap(parsing: #require(Assets.map(named: "open"))) }

  @Test func `equal seeds give equal matches, other seeds and seats others`() throws {
    let map = try open()
    func digest(_ seed: UInt64) -> UInt64 {
      var match = BotMatch(map, [.easy, .easy], seed: seed)
      for _ in 0..<600 { match.step() }
      return Ghostline.checksum(match.state)
    }
    #expect(digest(1) == digest(1))
    #expect(digest(1) != digest(2))
  }

  @Test(arguments: [(Bot.Skill.hard, Bot.Skill.easy, 30), (.hard, .fair, 12), (.fair, .easy, 12)])
  func `the better bot wins most matches`(
    better: Bot.Skill, worse: Bot.Skill, matches: Int
  ) throws {
    let map = try open()
    var wins = 0
    for seed in UInt64(0)..<UInt64(matches) {
      let isSwapped = seed % 2 == 1
      var match = BotMatch(
        map, isSwapped ? [worse, better] : [better, worse], seed: seed, rules: .quick)
      match.finish()
      if match.state.matchOutcome == .won(by: PlayerIndex(isSwapped ? 1 : 0)) { wins += 1 }
    }
    #expect(wins * 2 > matches)
    #expect(better != .hard || worse != .easy || wins >= 22)
  }

  @Test func `rounds take some seconds and are seldom drawn`() throws {
    let map = try open()
    var frames: [Int] = []
    var draws = 0
    var turns = 0
    for seed in UInt64(0)..<12 {
      var match = BotMatch(map, [.hard, .hard], seed: seed)
      match.finish()
      frames += match.roundFrames
      draws += match.draws
      turns += match.turns
    }
    let median = frames.sorted()[frames.count / 2]
    #expect((300...900).contains(median))
    #expect(draws * 5 < frames.count)
    #expect(turns > 5 * frames.count)
  }

  @Test(arguments: [1, 2, 5, 10, 16])
  func `input delay does not make a bot ride into walls`(delay: Int) throws {
    let map = try open()
    var match = BotMatch(map, [.hard, .hard], seed: 3, delay: delay)
    match.finish()
    #expect(match.state.isMatchOver)
    let median = match.roundFrames.sorted()[match.roundFrames.count / 2]
    #expect(median > 150)
  }

  @Test func `a bot uses its boosts`() throws {
    let map = try open()
    var match = BotMatch(map, [.hard, .hard], seed: 4)
    var boosted = 0
    for _ in 0..<3000 {
      match.step()
      if match.state.cycle(PlayerIndex(0)).isBoosting { boosted += 1 }
    }
    #expect(boosted > 24)
  }

  @Test(arguments: [0, 2, 5, 10, 16])
  func `a bot alone on the board does not box itself in, at any input delay`(delay: Int) throws {
    let map = try open()
    var frames = 0
    for seed in UInt64(0)..<6 {
      var match = BotMatch(map, [.hard], seed: seed, delay: delay)
      while match.roundFrames.isEmpty { match.step() }
      frames += match.roundFrames[0]
    }
    #expect(frames > 6500)
  }

  @Test func `a bot without a cycle to steer holds nothing`() throws {
    let map = try open()
    var match = BotMatch(map, [.hard, .hard], seed: 6, rules: .standard.endless)
    while match.state.roundFrame == nil {
      match.step()
      #expect(match.inputs == [.neutral, .neutral])
    }
  }
}
