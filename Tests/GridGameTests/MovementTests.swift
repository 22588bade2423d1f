import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct MovementTests {
  let field = [
    "............",
    "............",
    "............",
    "..1.........",
    "............",
    "............",
    "............",
    "............",
    "............",
    ".........2..",
  ]

  @Test func `nothing moves in the countdown of 90 frames`() throws {
    let map = try GameMap(text: field, heads: "right left", header: ["intro: 90"])
    var state = Ghostline.initialState(map: map, players: 2, seed: 1)
    let start = state.cycle(PlayerIndex(0)).position
    let inputs = [Ghostline.Input](repeating: .neutral, count: 2)
    for framesLeft in stride(from: 90, to: 0, by: -1) {
      #expect(state.phase == .countdown(framesLeft: UInt16(framesLeft)))
      Ghostline.step(&state, inputs: inputs.span, presence: .all(2))
    }
    #expect(state.phase == .playing(frame: 0))
    #expect(state.cycle(PlayerIndex(0)).position == start)
  }

  @Test func `a cycle rides one cell every six frames`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(5)
    #expect(stage.position(0) == [2, 3])
    stage.play(1)
    #expect(stage.position(0) == [3, 3])
    #expect(stage.position(1) == [8, 9])
    stage.play(12)
    #expect(stage.position(0) == [5, 3])
  }

  @Test func `a map may make the cycles slower`() throws {
    var stage = try Stage(field, heads: "right left", header: ["step: 10"])
    stage.play(9)
    #expect(stage.position(0) == [2, 3])
    stage.play(1)
    #expect(stage.position(0) == [3, 3])
  }

  @Test func `a trail knows how each cell was entered and left`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(12, .neutral)
    stage.play(12, .up)
    stage.play(6, .left)
    stage.play(6, .down, .up)
    #expect(stage.picture[1...3] == ["...┏┓.......", "...A┃.......", "..━━┛......."])
  }

  @Test func `a turn is taken at the next cell`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(1, .up)
    #expect(stage.cycle(0).heading == .right)
    stage.play(5, .up)
    #expect(stage.position(0) == [2, 2])
    #expect(stage.cycle(0).heading == .up)
  }

  @Test func `a held heading is one turn however long it is held`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(3, .up)
    #expect(stage.cycle(0).turns.first == .up)
    #expect(stage.cycle(0).turns.second == nil)
  }

  @Test func `two turns within a cell are taken one per cell`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(1, .up)
    stage.play(5, .left)
    #expect(stage.position(0) == [2, 2])
    stage.play(6, .left)
    #expect(stage.position(0) == [1, 2])
  }

  @Test func `a third turn replaces the second`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(1, .up)
    stage.play(1, .left)
    stage.play(1, .right)
    #expect(stage.cycle(0).turns.first == .up)
    #expect(stage.cycle(0).turns.second == .right)
    stage.play(9, .right)
    #expect(stage.position(0) == [3, 2])
  }

  @Test func `a reversal is dropped and costs its cell`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(1, .left)
    stage.play(5, .down)
    #expect(stage.position(0) == [3, 3])
    #expect(stage.cycle(0).heading == .right)
    stage.play(6, .down)
    #expect(stage.position(0) == [3, 4])
  }

  @Test func `a heading that the cycle has anyway takes no place in the queue`() throws {
    var stage = try Stage(field, heads: "right left")
    stage.play(1, .right)
    #expect(stage.cycle(0).turns.first == nil)
    stage.play(1, .up)
    stage.play(1, .neutral)
    stage.play(1, .up)
    #expect(stage.cycle(0).turns.first == .up)
    #expect(stage.cycle(0).turns.second == nil)
  }

  @Test func `a turn asked for in the countdown is taken at the first cell`() throws {
    let map = try GameMap(text: field, heads: "right left", header: ["countdown: 3", "intro: 3"])
    var state = Ghostline.initialState(map: map, players: 2, seed: 1)
    let start = state.cycle(PlayerIndex(0)).position
    var inputs: [Ghostline.Input] = [.up, .up]
    for _ in 0..<3 { Ghostline.step(&state, inputs: inputs.span, presence: .all(2)) }
    inputs = [.neutral, .neutral]
    for _ in 0..<6 { Ghostline.step(&state, inputs: inputs.span, presence: .all(2)) }
    #expect(state.cycle(PlayerIndex(0)).position == start.moved(.up))
  }

  @Test func `a heading held since the last round is no turn in the next`() throws {
    var stage = try Stage(
      field, heads: "right left", header: ["outro: 2", "grind: 0"])
    stage.play(200, .up)
    #expect(stage.state.round > 1)
    while stage.state.roundFrame != 0 { stage.play(1, .up) }
    #expect(stage.cycle(0).turns.first == nil)
    stage.play(1, .neutral)
    stage.play(1, .up)
    #expect(stage.cycle(0).turns.first == .up)
  }
}

@Suite struct BoostTests {
  let lane = [
    "........................................", "........................................",
    "1.......................................", "........................................",
    "........................................", "........................................",
    "........................................", ".......................................2",
  ]

  @Test func `a boost takes eight cells of three frames and is spent once`() throws {
    var stage = try Stage(lane, heads: "right left")
    stage.play(1, .boost)
    #expect(stage.cycle(0).boosts == 1)
    #expect(stage.cycle(0).isBoosting)
    stage.play(1, .boost)
    #expect(stage.position(0) == [0, 2])
    stage.play(1, .boost)
    #expect(stage.position(0) == [1, 2])
    stage.play(21, .boost)
    #expect(stage.position(0) == [8, 2])
    #expect(!stage.cycle(0).isBoosting)
    #expect(stage.cycle(0).boosts == 1)
    stage.play(5, .boost)
    #expect(stage.position(0) == [8, 2])
    stage.play(1, .boost)
    #expect(stage.position(0) == [9, 2])
  }

  @Test func `a boost does not lengthen a wait that is shorter`() throws {
    var stage = try Stage(lane, heads: "right left")
    stage.play(4)
    stage.play(2, .boost)
    #expect(stage.position(0) == [1, 2])
  }

  @Test func `a boost is spent on the rising edge alone`() throws {
    var stage = try Stage(lane, heads: "right left")
    stage.play(60, .boost)
    #expect(stage.cycle(0).boosts == 1)
    stage.play(1, .neutral)
    stage.play(1, .boost)
    #expect(stage.cycle(0).boosts == 0)
  }

  @Test func `a press while a boost runs is ignored`() throws {
    var stage = try Stage(lane, heads: "right left")
    stage.play(1, .boost)
    stage.play(1, .neutral)
    stage.play(1, .boost)
    #expect(stage.cycle(0).boosts == 1)
    #expect(stage.cycle(0).boostFramesLeft == 21)
  }

  @Test func `without boosts a press does nothing`() throws {
    var stage = try Stage(lane, heads: "right left", header: ["boosts: 0"])
    stage.play(6, .boost)
    #expect(!stage.cycle(0).isBoosting)
    #expect(stage.position(0) == [1, 2])
  }

  @Test func `a press in the countdown is no boost`() throws {
    let map = try GameMap(text: lane, heads: "right left", header: ["countdown: 2", "intro: 2"])
    var state = Ghostline.initialState(map: map, players: 2, seed: 1)
    let inputs: [Ghostline.Input] = [.boost, .boost]
    for _ in 0..<3 { Ghostline.step(&state, inputs: inputs.span, presence: .all(2)) }
    #expect(state.phase == .playing(frame: 1))
    #expect(state.cycle(PlayerIndex(0)).boosts == 2)
  }

  @Test func `a round begins with two boosts`() throws {
    let stage = try Stage(lane, heads: "right left")
    #expect(stage.cycle(0).boosts == 2)
    #expect(Rules.standard[.boostLimit] == 3)
  }
}
