import Assets
import GridGame
import Rollback
import Testing
import Vocabulary

/// The count by words of bits against one that visits cell by cell.
@Suite struct TerritoryTests {
  enum Owner { case mine, theirs, nobody }

  /// Spreads both sides over the cells that do not block, one step at a time.
  func slowBalance(_ state: Ghostline.State, mine: Position, theirs: [Position]) -> Int {
    var owners: [Position: Owner] = [mine: .mine]
    for position in theirs { owners[position] = .theirs }
    var edge = owners
    while !edge.isEmpty {
      var next: [Position: Owner] = [:]
      for (position, owner) in edge where owner != .nobody {
        for heading in Heading.allCases {
          let cell = position.moved(heading)
          guard cell.x < state.width, cell.y < state.height, owners[cell] == nil,
            !state.cell(at: cell).isBlocking
          else { continue }
          next[cell] = next[cell] == nil || next[cell] == owner ? owner : .nobody
        }
      }
      owners.merge(next) { old, _ in old }
      edge = next
    }
    return owners.values.count(where: { $0 == .mine })
      - owners.values.count(where: { $0 == .theirs })
  }

  @Test(arguments: Assets.maps.map(\.name), [2, 4])
  func `both counts agree all through a match`(name: String, players: Int) throws {
    let map = try GameMap(parsing: #require(Assets.map(named: name)))
    var match = BotMatch(map, [Bot.Skill](repeating: .fair, count: players), seed: 11)
    var territory = Territory()
    var balances: [Int] = []
    for frame in 0..<1500 {
      match.step()
      guard frame % 50 == 0 else { continue }
      let state = match.state
      let heads = (0..<players).map { state.cycle(PlayerIndex($0)).position }
      territory.load(state.board)
      territory.begin()
      territory.addMine(heads[0])
      for head in heads.dropFirst() { territory.addTheirs(head) }
      let balance = territory.balance()
      #expect(balance == slowBalance(state, mine: heads[0], theirs: Array(heads.dropFirst())))
      if !balances.contains(balance) { balances.append(balance) }
    }
    #expect(balances.count > 8)
  }

  @Test(arguments: [(8, 8), (60, 26), (9, 26), (31, 17), (32, 22)])
  func `every cell of a board is where it should be`(width: Int, height: Int) throws {
    var rows = [String](repeating: String(repeating: ".", count: width), count: height)
    rows[0] = "1" + rows[0].dropFirst()
    rows[height - 1] = rows[height - 1].dropLast() + "2"
    let map = try GameMap(text: rows, heads: "right left")
    var state = Ghostline.initialState(map: map, players: 2, seed: 1)
    var dice = SplitMix64(seed: 5)
    for y in 0..<height {
      for x in 0..<width where dice.next(below: 3) == 0 {
        state.board.words[y * 8 + x / 8] |= 2 << UInt64(x % 8 * 8)
      }
    }
    var territory = Territory()
    territory.load(state.board)
    for y in 0..<256 {
      for x in 0..<256 {
        let isInside = x < width && y < height
        let isFree = isInside && !state.cell(x: x, y: y).isBlocking
        #expect(territory.isFree(Position(x: x, y: y)) == isFree)
      }
    }
  }
}
