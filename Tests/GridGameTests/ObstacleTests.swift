import GridGame
import Testing
import Vocabulary

/// What a crashed cycle ran into, as the board tells it.
@Suite struct ObstacleTests {
  private static let floor = "........"

  private static func stage(
    _ rows: [String], heads: String, header: [String] = ["grind: 0", "step: 6"]
  ) throws -> Stage {
    let missing = max(0, 8 - rows.count)
    return try Stage(
      rows + Array(repeating: floor, count: missing), heads: heads, header: header)
  }

  private static func obstacle(_ stage: Stage, _ seat: Int = 0) -> Ghostline.State.Obstacle? {
    stage.state.crash(of: PlayerIndex(seat))?.obstacle
  }

  @Test func `who rides has hit nothing`() throws {
    let stage = try Self.stage([Self.floor, ".1......", Self.floor, "....2..."], heads: "right up")
    #expect(stage.state.crash(of: PlayerIndex(0)) == nil)
  }

  @Test func `the edge and a wall of the map are walls`() throws {
    var edge = try Self.stage(
      [Self.floor, "......1.", Self.floor, "2......."], heads: "right right")
    edge.play(12)
    #expect(Self.obstacle(edge) == .wall)
    var wall = try Self.stage(["....#...", "...1....", Self.floor, "2......."], heads: "up right")
    wall.play(1, .right)
    wall.play(5)
    wall.play(6, .up)
    #expect(Self.obstacle(wall) == .wall)
  }

  @Test func `a trail is its owner's, and the frames since the crash are counted`() throws {
    var stage = try Self.stage(
      [Self.floor, "...2....", "1.......", Self.floor], heads: "right down")
    stage.play(18)
    #expect(stage.position(0) == [2, 2])
    let crash = stage.state.crash(of: PlayerIndex(0))
    #expect(crash?.obstacle == .trail(of: PlayerIndex(1)) && crash?.framesAgo == 0)
    stage.play(5)
    #expect(stage.state.crash(of: PlayerIndex(0))?.framesAgo == 5)
  }

  @Test func `one's own trail is one's own`() throws {
    var stage = try Self.stage(
      [Self.floor, "..1.....", Self.floor, Self.floor, Self.floor, ".......2"], heads: "right up",
      header: ["grind: 0", "step: 6"])
    for turn in [Ghostline.Input.right, .right, .down, .left, .up] { stage.play(6, turn) }
    #expect(Self.obstacle(stage) == .trail(of: PlayerIndex(0)))
  }

  @Test(arguments: ["..1.2...", "..12...."])
  func `two who want one cell, or each other's, are head-on`(row: String) throws {
    var stage = try Self.stage([Self.floor, Self.floor, row], heads: "right left")
    stage.play(6)
    #expect(Self.obstacle(stage) == .headOn(with: PlayerIndex(1)))
    #expect(Self.obstacle(stage, 1) == .headOn(with: PlayerIndex(0)))
  }

  @Test func `whose player left has hit nothing`() throws {
    var stage = try Self.stage([Self.floor, ".1......", Self.floor, "....2..."], heads: "right up")
    stage.presence = Presence(bits: 0b01)
    stage.play(1)
    #expect(Self.obstacle(stage, 1) == .absence)
  }

  @Test func `a closing wall on the head is one`() throws {
    var stage = try Self.stage(
      ["1.......", Self.floor, Self.floor, "2......."], heads: "right right",
      header: ["step: 30", "sudden-death: 60", "closing: 1"])
    stage.play(62)
    #expect(stage.position(0) == [2, 0] && Self.obstacle(stage) == nil)
    stage.play(1)
    #expect(Self.obstacle(stage) == .closedWall)
  }

  @Test func `what is cleared is forgotten`() throws {
    var stage = try Self.stage(
      [Self.floor, "......1.", Self.floor, "2......."], heads: "right right")
    stage.play(12)
    stage.state.cycles[0].status = .cleared
    #expect(Self.obstacle(stage) == nil)
  }
}
