import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct SuddenDeathTests {
  let rows = [
    ".1......", "........", "........", "........", "........", "......2.", "........", "........",
  ]
  let slow = ["step: 30", "sudden-death: 60"]

  @Test func `the walls begin to close at frame 1200, every 6 frames`() {
    #expect(Rules.standard[.suddenDeath] == 1200)
    #expect(Rules.standard[.closing] == 6)
  }

  @Test func `the first pair closes at the frame of sudden death, from two corners`() throws {
    var stage = try Stage(rows, heads: "right left", header: slow)
    stage.play(60)
    #expect(!stage.state.isSuddenDeath)
    #expect(!stage.picture.joined().contains("X"))
    stage.play(1)
    #expect(stage.state.isSuddenDeath)
    #expect(stage.picture[0].hasPrefix("X"))
    #expect(stage.picture[7] == ".......X")
  }

  @Test func `a pair closes every six frames, trails or not`() throws {
    var stage = try Stage(rows, heads: "right left", header: slow)
    stage.play(66)
    #expect(stage.state.closedPairs == 1)
    stage.play(1)
    #expect(stage.state.closedPairs == 2)
    #expect(stage.picture[0] == "XX━A....")
    #expect(stage.picture[7] == "......XX")
  }

  @Test func `a wall that closes on a head crashes the cycle at once`() throws {
    var stage = try Stage(rows, heads: "right left", header: slow)
    stage.play(78)
    #expect(stage.cycle(0).isRiding)
    #expect(stage.cycle(0).position == Position(x: 3, y: 0))
    stage.play(1)
    #expect(!stage.cycle(0).isRiding)
    #expect(stage.picture[0] == "XXXX....")
    #expect(stage.state.roundOutcome == .won(by: PlayerIndex(1)))
  }

  @Test func `closed walls are gone in the next round, walls of the map stay`() throws {
    var rows = rows
    rows[0] = "#1......"
    var stage = try Stage(rows, heads: "right left", header: slow + ["outro: 1"])
    stage.play(79)
    #expect(stage.picture[0] == "#XXX....")
    stage.play(1)
    #expect(stage.state.round == 2)
    #expect(stage.picture.joined().count(where: { $0 == "X" }) == 0)
    #expect(stage.picture[0].hasPrefix("#"))
    #expect(stage.state.closedPairs == 0)
  }

  @Test(arguments: [8, 9, 15, 24, 60], [8, 9, 20, 25, 26])
  func `two arms close every cell once`(width: Int, height: Int) {
    let spiral = ClosingSpiral(width: width, height: height)
    var closed = [Int](repeating: 0, count: width * height)
    var index = 0
    while let cell = spiral.cell(index) {
      let twin = spiral.twin(of: cell)
      closed[Int(cell.y) * width + Int(cell.x)] += 1
      if twin != cell { closed[Int(twin.y) * width + Int(twin.x)] += 1 }
      index += 1
    }
    let middle = closed.indices.filter { closed[$0] != 1 }
    #expect(middle.isEmpty)
    #expect(index == (width * height + 1) / 2)
  }

  @Test func `a round is over when everything has closed`() throws {
    var stage = try Stage(rows, heads: "right left", header: ["step: 30", "grind: 60"])
    stage.state.rules[.closing] = 1
    var frames = 0
    while case .playing = stage.state.phase, frames < 2000 {
      stage.play(1)
      frames += 1
    }
    #expect(stage.state.roundOutcome != .undecided)
  }
}
