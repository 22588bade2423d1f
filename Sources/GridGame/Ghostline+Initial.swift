import Rollback
import Vocabulary

extension Ghostline {
  /// The state before the first step: round 1 of a match on `map`.
  ///
  /// - Parameter players: Seats 0 ..< players take part; at most as many as the map has spawns.
  /// - Parameter rules: What the session asks for; the overrides of the map go on top.
  package static func initialState(
    map: GameMap, players: Int, seed: UInt64, rules: Rules = .standard
  ) -> State {
    precondition(
      players >= 1 && players <= min(maximumPlayers, map.spawns.count),
      "\(players) players on a map with \(map.spawns.count) spawns")
    var state = State(
      players: UInt8(players), rules: map.applyOverrides(to: rules), mapDigest: map.digest,
      spawns: map.inlineSpawns, padCount: UInt8(map.pads.count), pads: map.inlinePads,
      board: map.emptyBoard, cycles: InlineArray(repeating: .absent),
      scores: InlineArray(repeating: 0), phase: .countdown(framesLeft: 0),
      pause: .none, pauseBudgets: InlineArray(repeating: .full), framesToNextPause: 0,
      roundOutcome: .undecided, round: 1, match: 1, firstSpawn: 0, closedPairs: 0,
      dice: SplitMix64(seed: seed))
    state.beginMatch(.all(players))
    return state
  }
}

extension GameMap {
  fileprivate func applyOverrides(to rules: Rules) -> Rules {
    var rules = rules
    for override in overrides { rules[override.key] = override.value }
    return rules
  }

  fileprivate var emptyBoard: Board {
    var board = Board(width: width, height: height)
    for wall in walls { board[wall] = .wall }
    return board
  }

  fileprivate var inlineSpawns: InlineArray<4, Spawn> {
    var result = InlineArray<4, Spawn>(
      repeating: Spawn(position: Position(x: 0, y: 0), heading: .up))
    for (index, spawn) in spawns.enumerated() { result[index] = spawn }
    return result
  }

  fileprivate var inlinePads: InlineArray<16, Ghostline.Pad> {
    var result = InlineArray<16, Ghostline.Pad>(
      repeating: Ghostline.Pad(position: Position(x: 0, y: 0), twin: 0, warmFrom: 0))
    for (index, pad) in pads.enumerated() {
      let twin = pads.firstIndex(of: twin(of: pad)) ?? index
      result[index] = Ghostline.Pad(position: pad, twin: UInt8(twin), warmFrom: 0)
    }
    return result
  }
}
