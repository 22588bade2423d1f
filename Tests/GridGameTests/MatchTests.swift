import GridGame
import Rollback
import Testing
import Vocabulary

@Suite struct MatchTests {
  /// Both have seven cells to the edge: untouched, both crash in one frame.
  let rows = [
    "........", "1.......", "........", "........", "........", "........", ".......2", "........",
  ]
  let quickRounds = ["grind: 0", "outro: 2"]

  /// Plays until the match is over; in the rounds that `isLost` names seat 1 boosts into the edge.
  func finish(_ stage: inout Stage, isLost: (Int) -> Bool) {
    var frames = 0
    while !stage.state.isMatchOver, frames < 5000 {
      let isPressed = frames % 2 == 0 && isLost(Int(stage.state.round))
      stage.play(1, .neutral, isPressed ? .boost : .neutral)
      frames += 1
    }
    #expect(stage.state.isMatchOver)
  }

  @Test func `the first to win five rounds wins the match`() throws {
    var stage = try Stage(rows, heads: "right left", header: quickRounds)
    finish(&stage) { _ in true }
    #expect(stage.state.round == 5)
    #expect(stage.state.score(PlayerIndex(0)) == 5)
    #expect(stage.state.score(PlayerIndex(1)) == 0)
    #expect(stage.state.matchOutcome == .won(by: PlayerIndex(0)))
  }

  @Test func `a quick match ends at three`() throws {
    var stage = try Stage(rows, heads: "right left", header: quickRounds, rules: .quick)
    finish(&stage) { _ in true }
    #expect(stage.state.round == 3)
    #expect(stage.state.score(PlayerIndex(0)) == 3)
  }

  @Test func `a draw gives no point, and eleven rounds end a match`() throws {
    var stage = try Stage(rows, heads: "right left", header: quickRounds)
    finish(&stage) { _ in false }
    #expect(stage.state.round == 11)
    #expect(stage.state.score(PlayerIndex(0)) == 0)
    #expect(stage.state.score(PlayerIndex(1)) == 0)
    #expect(stage.state.matchOutcome == .draw)
  }

  @Test func `after eleven rounds the higher score wins`() throws {
    var stage = try Stage(rows, heads: "right left", header: quickRounds)
    finish(&stage) { $0 == 4 }
    #expect(stage.state.round == 11)
    #expect(stage.state.score(PlayerIndex(0)) == 1)
    #expect(stage.state.matchOutcome == .won(by: PlayerIndex(0)))
  }

  @Test func `a match that is over stays as it is`() throws {
    var stage = try Stage(rows, heads: "right left", header: quickRounds)
    finish(&stage) { _ in true }
    let end = Ghostline.checksum(stage.state)
    #expect(Ghostline.isOver(stage.state))
    stage.play(500)
    #expect(Ghostline.checksum(stage.state) == end)
  }

  @Test func `an endless session begins the next match after a pause`() throws {
    var stage = try Stage(
      rows, heads: "right left", header: quickRounds, rules: .standard.endless)
    finish(&stage) { _ in true }
    stage.play(1)
    #expect(stage.state.phase == .matchOver(framesLeft: 1))
    #expect(!Ghostline.isOver(stage.state))
    stage.play(1)
    #expect(stage.state.match == 2)
    #expect(stage.state.round == 1)
    #expect(stage.state.score(PlayerIndex(0)) == 0)
    #expect(stage.state.phase == .countdown(framesLeft: 1))
    finish(&stage) { _ in true }
    #expect(stage.state.match == 2)
  }

  @Test func `the outro shows how the round ended`() throws {
    var stage = try Stage(rows, heads: "right left", header: ["grind: 0"])
    stage.play(48)
    #expect(stage.state.phase == .outro(framesLeft: 90))
    let end = stage.picture
    stage.play(89, .up, .down)
    #expect(stage.state.phase == .outro(framesLeft: 1))
    #expect(stage.picture == end)
    stage.play(1)
    #expect(stage.state.phase == .countdown(framesLeft: 1))
    #expect(stage.state.round == 2)
    #expect(stage.state.roundOutcome == .undecided)
  }

  @Test func `seats move on by one spawn each round`() throws {
    var rows = rows
    rows[3] = "...3...."
    var stage = try Stage(rows, heads: "right left up", header: quickRounds)
    var spawns: [Position] = []
    for round in 1...4 {
      while stage.state.round < round { stage.play(1) }
      spawns.append(stage.cycle(0).position)
    }
    #expect(
      spawns == [
        Position(x: 0, y: 1), Position(x: 7, y: 6), Position(x: 3, y: 3), Position(x: 0, y: 1),
      ])
  }

  @Test func `the dice decide who begins where`() throws {
    let map = try GameMap(text: rows, heads: "right left")
    let starts = (UInt64(0)..<20).map {
      Ghostline.initialState(map: map, players: 2, seed: $0).cycle(PlayerIndex(0)).position.x
    }
    #expect(starts.contains(0))
    #expect(starts.contains(7))
  }

  @Test func `who is not there does not begin the next round`() throws {
    var stage = try Stage(rows, heads: "right left", header: quickRounds)
    stage.presence = Presence(bits: 0b10)
    while stage.state.round < 2 { stage.play(1) }
    #expect(stage.cycle(0).status == .absent)
    #expect(stage.cycle(1).isRiding)
  }
}
