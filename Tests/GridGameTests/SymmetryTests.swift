import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

/// Nobody is served first: the board turned by 180 degrees with the players swapped gives the turned
/// game.
@Suite struct SymmetryTests {
  @Test(arguments: Assets.maps.map(\.name), [UInt64(1), 2, 3])
  func `the turned game with swapped players is the same game`(
    name: String, seed: UInt64
  ) throws {
    let map = try GameMap(parsing: #require(Assets.map(named: name)))
    var match = BotMatch(map, [.fair, .fair], seed: seed, rules: .standard.endless)
    var turned = Ghostline.initialState(
      map: map, players: 2, seed: seed, rules: .standard.endless)
    var mismatches = 0
    var rounds = 0
    for frame in 0..<4000 {
      match.step()
      let inputs = [Self.turned(match.inputs[1]), Self.turned(match.inputs[0])]
      Ghostline.step(&turned, inputs: inputs.span, presence: .all(2))
      if !Self.cyclesAgree(match.state, turned) { mismatches += 1 }
      if frame % 10 == 0, !Self.boardsAgree(match.state, turned) { mismatches += 1 }
      rounds = max(rounds, Int(match.state.round))
    }
    #expect(mismatches == 0)
    #expect(rounds > 3)
    #expect(match.turns > 40)
  }

  @Test func `sudden death is as fair as the rest`() throws {
    let map = try GameMap(parsing: #require(Assets.map(named: "wide")))
    var rules = Rules.standard.endless
    rules[.suddenDeath] = 60
    var match = BotMatch(map, [.easy, .easy], seed: 9, rules: rules)
    var turned = Ghostline.initialState(map: map, players: 2, seed: 9, rules: rules)
    var closed = 0
    for _ in 0..<4000 {
      match.step()
      let inputs = [Self.turned(match.inputs[1]), Self.turned(match.inputs[0])]
      Ghostline.step(&turned, inputs: inputs.span, presence: .all(2))
      #expect(Self.cyclesAgree(match.state, turned))
      closed = max(closed, Int(match.state.closedPairs))
    }
    #expect(Self.boardsAgree(match.state, turned))
    #expect(closed > 20)
  }

  static func turned(_ input: Ghostline.Input) -> Ghostline.Input {
    Ghostline.Input(heading: input.heading?.opposite, isBoosting: input.isBoosting)
  }

  static func cyclesAgree(_ state: Ghostline.State, _ other: Ghostline.State) -> Bool {
    guard state.phase == other.phase else { return false }
    for seat in 0..<2 {
      var cycle = state.cycles[seat]
      cycle.position = Position(
        x: state.width - 1 - Int(cycle.position.x), y: state.height - 1 - Int(cycle.position.y))
      cycle.heading = cycle.heading.opposite
      cycle.turns.first = cycle.turns.first?.opposite
      cycle.turns.second = cycle.turns.second?.opposite
      cycle.held = turned(cycle.held)
      guard cycle == other.cycles[1 - seat], state.scores[seat] == other.scores[1 - seat] else {
        return false
      }
    }
    return true
  }

  static func boardsAgree(_ state: Ghostline.State, _ other: Ghostline.State) -> Bool {
    for y in 0..<state.height {
      for x in 0..<state.width {
        let twin = other.cell(x: state.width - 1 - x, y: state.height - 1 - y)
        guard turned(state.cell(x: x, y: y)) == twin else { return false }
      }
    }
    return true
  }

  static func turned(_ cell: Cell) -> Cell {
    switch cell {
    case .floor, .warmPad, .coldPad, .wall, .closedWall: cell
    case .head(let owner, let entered):
      .head(owner: PlayerIndex(1 - owner.number), entered: entered.opposite)
    case .trail(let owner, let entered, let left):
      .trail(
        owner: PlayerIndex(1 - owner.number), entered: entered.opposite, left: left.opposite)
    }
  }
}
