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
    #expect(Ghostline.checksum(paused.state) == Ghostline.checksum(played.state))
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

  @Test func `wishing again while the others get ready pauses again`() throws {
    var stage = try stage()
    stage.play(1, wish)
    stage.play(1)
    stage.play(1, wish)
    stage.play(10)
    stage.play(1, .neutral, wish)
    #expect(stage.state.pause == .paused(by: PlayerIndex(1)))
  }

  @Test func `both wishing in one frame pause and go on at once, equally on all machines`() throws {
    var stage = try stage()
    stage.play(1, wish, wish)
    #expect(stage.state.pause == .resuming(framesLeft: 89))
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
