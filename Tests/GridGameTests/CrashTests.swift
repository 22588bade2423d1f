import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct CrashTests {
  /// Seat 0 rides right into the edge; seat 1 has a long way.
  let edge = [
    "..........", ".......1..", "..........", "..........", "..........", "..........",
    "..........", "..........", "..........", "..........", "..........", "2.........",
  ]

  /// At the edge, with `grind` frames of grinding behind it.
  func grinding(_ grind: Int) throws -> Stage {
    var stage = try Stage(edge, heads: "right up")
    stage.play(12)
    #expect(stage.position(0) == [9, 1])
    stage.play(5)
    #expect(stage.cycle(0).grind == 0)
    stage.play(grind)
    #expect(stage.cycle(0).grind == grind)
    return stage
  }

  @Test func `a blocked cycle grinds for six frames and crashes at the next`() throws {
    var stage = try grinding(6)
    #expect(stage.cycle(0).isRiding)
    stage.play(1)
    #expect(stage.cycle(0).status == .crashed(framesLeft: 89))
    #expect(stage.state.roundOutcome == .won(by: PlayerIndex(1)))
  }

  @Test func `with five frames of grinding a cycle still has one to lose`() throws {
    var stage = try grinding(5)
    stage.play(1)
    #expect(stage.cycle(0).isRiding)
  }

  @Test func `a turn in the last frame of grinding saves the cycle`() throws {
    var stage = try grinding(6)
    stage.play(1, .down)
    #expect(stage.position(0) == [9, 2])
    #expect(stage.cycle(0).grind == 0)
    #expect(stage.cycle(0).wait == 6)
  }

  @Test func `without grind a blocked cycle crashes at once`() throws {
    var stage = try Stage(edge, heads: "right up", header: ["grind: 0"])
    stage.play(17)
    #expect(stage.cycle(0).isRiding)
    stage.play(1)
    #expect(!stage.cycle(0).isRiding)
  }

  @Test func `a wall of the map blocks`() throws {
    var stage = try Stage(
      [
        "........", ".1.#....", "........", "........", "........", "........", "....2...",
        "........",
      ],
      heads: "right left")
    stage.play(12)
    #expect(stage.position(0) == [2, 1])
    #expect(stage.cycle(0).grind == 1)
  }

  @Test func `two that want the same cell both crash: a draw`() throws {
    var stage = try Stage(
      [
        "........", "........", "..1.2...", "........", "........", "........", "........",
        "........",
      ],
      heads: "right left")
    stage.play(6)
    #expect(stage.position(0) == [2, 2])
    #expect(stage.position(1) == [4, 2])
    #expect(stage.cycle(0).grind == 1)
    #expect(stage.cycle(1).grind == 1)
    stage.play(6)
    #expect(!stage.cycle(0).isRiding)
    #expect(!stage.cycle(1).isRiding)
    #expect(stage.state.roundOutcome == .draw)
    #expect(stage.state.score(PlayerIndex(0)) == 0)
    #expect(stage.state.score(PlayerIndex(1)) == 0)
  }

  @Test func `two that want to swap cells both crash: a draw`() throws {
    var stage = try Stage(
      [
        "........", "........", "..12....", "........", "........", "........", "........",
        "........",
      ],
      heads: "right left")
    stage.play(11)
    #expect(stage.cycle(0).isRiding)
    stage.play(1)
    #expect(stage.state.roundOutcome == .draw)
    #expect(stage.position(0) == [2, 2])
    #expect(stage.position(1) == [3, 2])
  }

  @Test func `of two that want the same cell one may give way`() throws {
    var stage = try Stage(
      [
        "........", "........", "..1.2...", "........", "........", "........", "........",
        "........",
      ],
      heads: "right left")
    stage.play(8)
    stage.play(1, .up)
    #expect(stage.position(0) == [2, 1])
    #expect(stage.position(1) == [3, 2])
  }

  @Test func `a cell that is left in this frame still blocks`() throws {
    var stage = try Stage(
      [
        "........", "........", "..12....", "........", "........", "........", "........",
        "........",
      ],
      heads: "right down")
    stage.play(6)
    #expect(stage.position(0) == [2, 2])
    #expect(stage.position(1) == [3, 3])
    #expect(stage.cycle(0).grind == 1)
  }

  @Test func `in a T-bone only the one that rides into the side is stopped`() throws {
    var stage = try Stage(
      [
        "........", "...2....", "1.......", "........", "........", "........", "........",
        "........",
      ], heads: "right down")
    stage.play(12)
    #expect(stage.position(0) == [2, 2])
    #expect(stage.position(1) == [3, 3])
    stage.play(12)
    #expect(stage.position(0) == [2, 2])
    #expect(!stage.cycle(0).isRiding)
    #expect(stage.state.roundOutcome == .won(by: PlayerIndex(1)))
  }

  @Test func `three that want the same cell all grind`() throws {
    var stage = try Stage(
      [
        "........", "...3....", "..1.2...", "........", "........", "........", "........",
        "........",
      ], heads: "right left down")
    stage.play(6)
    #expect((0..<3).map { stage.cycle($0).grind } == [1, 1, 1])
  }

  @Test func `the trail of a crashed cycle is gone after 90 frames`() throws {
    var stage = try Stage(
      [
        "..........", ".......1..", "..........", "..........", "..........", "..........",
        "..........", "2.........", "..........", "3.........",
      ], heads: "right right right", header: ["step: 30", "grind: 0"])
    stage.play(90)
    #expect(stage.cycle(0).status == .crashed(framesLeft: 89))
    #expect(stage.picture[1] == ".......━━A")
    stage.play(89)
    #expect(stage.picture[1] == ".......━━A")
    stage.play(1)
    #expect(stage.cycle(0).status == .cleared)
    #expect(stage.picture[1] == "..........")
    #expect(stage.picture[7].hasPrefix("━"))
    #expect(stage.state.roundFrame == 180)
  }

  @Test func `a cycle whose player is gone crashes`() throws {
    var stage = try Stage(edge, heads: "right up")
    stage.presence = Presence(bits: 0b01)
    stage.play(1)
    #expect(!stage.cycle(1).isRiding)
    #expect(stage.state.roundOutcome == .won(by: PlayerIndex(0)))
  }

  @Test func `someone who plays alone rides until the crash`() throws {
    let map = try GameMap(text: edge, heads: "right up", header: ["countdown: 1", "intro: 1"])
    var state = Ghostline.initialState(map: map, players: 1, seed: 1)
    let inputs: [Ghostline.Input] = [.neutral]
    for _ in 0..<12 { Ghostline.step(&state, inputs: inputs.span, presence: .all(1)) }
    #expect(state.roundFrame == 11)
    for _ in 0..<100 { Ghostline.step(&state, inputs: inputs.span, presence: .all(1)) }
    #expect(state.roundOutcome == .draw)
  }
}
