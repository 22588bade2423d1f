import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct PadTests {
  let rows = [
    "........", "1+......", "........", "........", "........", "........", "......+2", "........",
  ]

  func stage(warmFrom: UInt16, _ header: [String] = []) throws -> Stage {
    var stage = try Stage(rows, heads: "right left", header: header)
    stage.state.pads[0].warmFrom = warmFrom
    return stage
  }

  @Test func `a warm pad gives one boost and is cold for 600 frames`() throws {
    var stage = try stage(warmFrom: 0)
    stage.play(6)
    #expect(stage.position(0) == [1, 1])
    #expect(stage.cycle(0).boosts == 3)
    #expect(stage.state.pads[0].warmFrom == 605)
  }

  @Test func `a pad is warm from its frame on and not a frame before`() throws {
    var warm = try stage(warmFrom: 5)
    warm.play(6)
    #expect(warm.cycle(0).boosts == 3)
    var cold = try stage(warmFrom: 6)
    cold.play(6)
    #expect(cold.cycle(0).boosts == 2)
    #expect(cold.state.pads[0].warmFrom == 6)
  }

  @Test func `a pad that cannot give anything stays warm`() throws {
    var stage = try stage(warmFrom: 0, ["boosts: 3"])
    stage.play(6)
    #expect(stage.cycle(0).boosts == 3)
    #expect(stage.state.pads[0].warmFrom == 0)
  }

  @Test func `views see whether a pad is warm`() throws {
    var stage = try stage(warmFrom: 600)
    stage.state.phase = .playing(frame: 599)
    #expect(stage.state.cell(x: 1, y: 1) == .coldPad)
    stage.state.phase = .playing(frame: 600)
    #expect(stage.state.cell(x: 1, y: 1) == .warmPad)
  }

  @Test func `a pad comes back when the trail over it is cleared`() throws {
    var stage = try Stage(
      [
        "..........", "......1+..", "..........", "..........", "..........", "..........",
        "..........", "2.........", "..........", "3.........",
      ], heads: "right right right", header: ["step: 30", "grind: 0", "clearing: 1"])
    stage.state.pads[0].warmFrom = 0
    stage.play(30)
    #expect(stage.picture[1] == "......━A..")
    stage.play(91)
    #expect(stage.cycle(0).status == .cleared)
    #expect(stage.picture[1] == ".......-..")
  }

  @Test func `twin pads begin a round alike, whatever the dice say`() throws {
    let text =
      "name: Pads\ngame: ghostline\nplayers: 2\nheads: right left\nsymmetry: rot180\n---\n"
      + "1+....+.\n........\n........\n........\n........\n........\n........\n.+....+2\n"
    let map = try GameMap(parsing: Array(text.utf8))
    var seen: [[Bool]] = []
    for seed in UInt64(0)..<32 {
      let state = Ghostline.initialState(map: map, players: 2, seed: seed)
      let warm = (0..<4).map { state.pads[$0].warmFrom == 0 }
      #expect(warm[0] == warm[3])
      #expect(warm[1] == warm[2])
      if !seen.contains(warm) { seen.append(warm) }
    }
    #expect(seen.count == 4)
  }
}
