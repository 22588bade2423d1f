import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct PauseTests {
  let rows = [
    "........", "1.......", "........", "........", "........", "........", ".......2", "........",
  ]

  func stage() throws -> Stage { try Stage(rows, heads: "right left") }

  private let wish = Ghostline.Input.neutral.askingForPause

  /// What a step changes although nothing moves.
  func still(_ state: Ghostline.State) -> [String: UInt64] {
    var state = state
    state.pause = .none
    state.pauseBudgets = InlineArray(repeating: .full)
    state.framesToNextPause = 0
    for seat in 0..<2 { state.cycles[seat].held = .neutral }
    return Dictionary(
      uniqueKeysWithValues: Ghostline.sectionDigests(state).map { ($0.name, $0.digest) })
  }

  @Test func `L-42 nothing moves from the wish on, whoever has it, until somebody wishes to go on`()
    throws
  {
    for seat in 0..<2 {
      var stage = try stage()
      stage.play(10)
      let before = still(stage.state)
      let inputs = seat == 0 ? [wish, .neutral] : [.neutral, wish]
      stage.play(1, inputs[0], inputs[1])
      #expect(stage.state.pause == .paused(by: PlayerIndex(seat)))
      stage.play(5, inputs[0], inputs[1])
      stage.play(500)
      #expect(stage.state.pause == .paused(by: PlayerIndex(seat)))
      #expect(still(stage.state) == before)
      // The other one may end it.
      stage.play(1, inputs[1], inputs[0])
      #expect(stage.state.pause == .resuming(framesLeft: 89))
      stage.play(88)
      #expect(stage.state.pause == .resuming(framesLeft: 1) && still(stage.state) == before)
      stage.play(1)
      #expect(stage.state.pause == .none && still(stage.state) == before)
      stage.play(1)
      #expect(stage.state.roundFrame == 11)
    }
  }

  @Test func `the game goes on as if there had been no pause`() throws {
    var (paused, played) = (try stage(), try stage())
    paused.play(7)
    paused.play(3, wish)
    paused.play(40)
    paused.play(1, .neutral, wish)
    paused.play(89)
    #expect(paused.state.pause == .none)
    paused.play(20, .down)
    played.play(7)
    played.play(20, .down)
    #expect(paused.picture == played.picture)
    #expect(still(paused.state) == still(played.state))
  }

  @Test func `a turn before the game goes on is made with the first move, one in the pause is not`()
    throws
  {
    for (pausedTurn, lateTurn, heading) in [
      (Ghostline.Input.down, Ghostline.Input.down, Heading.right), (.neutral, .down, .down),
    ] {
      var stage = try stage()
      stage.play(1, wish)
      stage.play(5, pausedTurn)
      stage.play(1, pausedTurn, wish)
      stage.play(88, lateTurn)
      stage.play(1, lateTurn)
      #expect(stage.state.pause == .none)
      stage.play(12, lateTurn)
      #expect(stage.cycle(0).heading == heading)
    }
  }

  @Test func `who wishes what another wishes in the same frame does not undo it`() throws {
    var stage = try stage()
    stage.play(1, wish, wish)
    #expect(stage.state.pause == .paused(by: PlayerIndex(0)))
    #expect(stage.state.pauseBudgets[1] == .full)
    stage.play(1)
    stage.play(1, wish, wish)
    #expect(stage.state.pause == .resuming(framesLeft: 89))
  }

  /// Presses and lets go.
  private func wishes(_ seat: Int, _ stage: inout Stage) {
    if seat == 0 { stage.play(1, wish) } else { stage.play(1, .neutral, wish) }
    stage.play(1)
  }

  @Test func `between two pauses is played, whoever wishes`() throws {
    var stage = try stage()
    wishes(0, &stage)
    wishes(0, &stage)
    #expect(stage.state.pauseRefusal(PlayerIndex(1)) == .tooSoon(framesLeft: 88 + 300))
    wishes(1, &stage)
    #expect(stage.state.pause == .resuming(framesLeft: 86))
    stage.play(86)
    #expect(stage.state.pause == .none)
    for seat in [0, 1] { wishes(seat, &stage) }
    stage.play(295)
    #expect(stage.state.pauseRefusal(PlayerIndex(0)) == .tooSoon(framesLeft: 1))
    stage.play(1, wish)
    #expect(stage.state.pause == .none)
    #expect(stage.state.pauseRefusal(PlayerIndex(0)) == nil)
    stage.play(1)
    stage.play(1, .neutral, wish)
    #expect(stage.state.pause == .paused(by: PlayerIndex(1)))
  }

  @Test func `a match has three pauses for each, and no fourth`() throws {
    var stage = try stage()
    for count in 1...3 {
      wishes(0, &stage)
      #expect(stage.state.pause == .paused(by: PlayerIndex(0)))
      #expect(stage.state.pauseBudgets[0].pauses == 3 - UInt8(count))
      wishes(1, &stage)
      stage.play(90 + 300)
    }
    #expect(stage.state.pauseRefusal(PlayerIndex(0)) == .spent)
    wishes(0, &stage)
    #expect(stage.state.pause == .none)
    #expect(stage.state.pauseRefusal(PlayerIndex(1)) == nil)
    wishes(1, &stage)
    #expect(stage.state.pause == .paused(by: PlayerIndex(1)))
  }

  @Test func `the pauses of a player last a minute together, and the last one ends by itself`()
    throws
  {
    var stage = try stage()
    stage.play(1, wish)
    stage.play(1199)
    wishes(1, &stage)
    #expect(stage.state.pauseFramesLeft(PlayerIndex(0)) == 2400)
    stage.play(90 + 300)
    stage.play(1, wish)
    stage.play(2398)
    #expect(stage.state.pause == .paused(by: PlayerIndex(0)))
    #expect(stage.state.pauseFramesLeft(PlayerIndex(0)) == 1)
    stage.play(1)
    #expect(stage.state.pause == .resuming(framesLeft: 90))
    stage.play(90)
    #expect(stage.state.pause == .none)
    stage.play(300)
    #expect(stage.state.pauseRefusal(PlayerIndex(0)) == .spent)
    #expect(stage.state.pauseBudgets[1] == .full)
  }

  @Test func `who wishes for ever holds nobody for more than the budget`() throws {
    var stage = try stage()
    var stood = 0
    for frame in 0..<20_000 {
      // Six frames held and twelve let go: a press every 300 ms.
      let input = frame % 18 < 6 ? wish : .neutral
      stage.play(1, input)
      if stage.state.isMatchOver { break }
      if stage.state.pause != .none { stood += 1 }
    }
    #expect(stage.state.isMatchOver || stood > 0)
    #expect(stood <= 3 * (18 + 90))
    #expect(stood > 0)
  }

  @Test func `a new match has all pauses again`() throws {
    var stage = try Stage(
      rows, heads: "right left", header: ["grind: 0", "outro: 2"], rules: .quick.endless)
    wishes(0, &stage)
    wishes(0, &stage)
    #expect(stage.state.pauseBudgets[0].pauses == 2)
    for frame in 0..<5000 where stage.state.match == 1 {
      stage.play(1, .neutral, frame % 2 == 0 ? .boost : .neutral)
    }
    #expect(stage.state.match == 2 && stage.state.pauseBudgets[0] == .full)
  }

  @Test func `where all play in one process pauses have no limit`() throws {
    var rules = Rules.standard
    rules.pausing = .free
    var stage = try Stage(rows, heads: "right left", rules: rules)
    for _ in 0..<5 {
      wishes(0, &stage)
      #expect(stage.state.pause == .paused(by: PlayerIndex(0)))
      stage.play(4000)
      #expect(stage.state.pauseFramesLeft(PlayerIndex(0)) == nil)
      wishes(1, &stage)
      #expect(stage.state.pauseRefusal(PlayerIndex(1)) == nil)
    }
    wishes(1, &stage)
    #expect(stage.state.pause == .paused(by: PlayerIndex(1)))
    #expect(stage.state.pauseBudgets[0] == .full && stage.state.framesToNextPause == 0)
  }

  @Test func `a match that is over cannot be paused`() throws {
    var stage = try Stage(
      rows, heads: "right left", header: ["grind: 0", "outro: 2"], rules: .quick)
    var frames = 0
    while !stage.state.isMatchOver, frames < 5000 {
      stage.play(1, .neutral, frames % 2 == 0 ? .boost : .neutral)
      frames += 1
    }
    stage.play(1, wish)
    #expect(stage.state.isMatchOver && stage.state.pause == .none)
  }
}
