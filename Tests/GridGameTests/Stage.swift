import GridGame
import Rollback
import Testing
import Vocabulary

/// Sets up a board from a few rows and plays frames on it, for tests of the rules.
struct Stage {
  var state: Ghostline.State
  var presence: Presence

  /// A state at frame 0 of a round, seat 0 on spawn 1; `header` holds further header lines.
  init(
    _ rows: [String], heads: String, header: [String] = [], rules: Rules = .standard,
    seat0 spawn: Int = 1
  ) throws {
    let players = heads.split(separator: " ").count
    let map = try GameMap(text: rows, heads: heads, header: ["countdown: 1", "intro: 1"] + header)
    presence = .all(players)
    let wanted = map.spawns[spawn - 1].position
    let start = (UInt64(0)..<64).lazy
      .map { Ghostline.initialState(map: map, players: players, seed: $0, rules: rules) }
      .first { $0.cycle(PlayerIndex(0)).position == wanted }
    state = try #require(start)
    play(1)
    #expect(state.phase == .playing(frame: 0))
  }

  /// Plays `frames` with the same inputs; seats without one are neutral.
  mutating func play(_ frames: Int, _ inputs: Ghostline.Input...) {
    let all = inputs + [Ghostline.Input](repeating: .neutral, count: 4 - inputs.count)
    for _ in 0..<frames { Ghostline.step(&state, inputs: all.span, presence: presence) }
  }

  func cycle(_ seat: Int) -> Cycle { state.cycle(PlayerIndex(seat)) }

  func position(_ seat: Int) -> [Int] {
    [Int(cycle(seat).position.x), Int(cycle(seat).position.y)]
  }

  /// The board: heads `A`-`D`, trails as lines, walls `#`, closed walls `X`, pads `+` and `-`.
  var picture: [String] {
    (0..<state.height).map { y in
      String((0..<state.width).map { x in Self.glyph(state.cell(x: x, y: y)) })
    }
  }

  private static func glyph(_ cell: Cell) -> Character {
    switch cell {
    case .floor: "."
    case .warmPad: "+"
    case .coldPad: "-"
    case .wall: "#"
    case .closedWall: "X"
    case .head(let owner, _): ["A", "B", "C", "D"][owner.number]
    case .trail(_, let entered, let left): line(entered, left)
    }
  }

  private static func line(_ entered: Heading, _ left: Heading) -> Character {
    switch (entered.opposite, left) {
    case (.left, .right), (.right, .left): "━"
    case (.up, .down), (.down, .up): "┃"
    case (.right, .down), (.down, .right): "┏"
    case (.left, .down), (.down, .left): "┓"
    case (.right, .up), (.up, .right): "┗"
    case (.left, .up), (.up, .left): "┛"
    default: "?"
    }
  }
}

extension GameMap {
  /// A map from rows, made symmetric by no claim.
  init(
    text rows: [String], heads: String, header: [String] = [], name: String = "Test"
  ) throws(MapError) {
    let players = heads.split(separator: " ").count
    let lines =
      ["name: \(name)", "game: ghostline", "players: 1-\(players)", "heads: \(heads)"] + header
      + ["---"] + rows
    try self.init(parsing: Array(lines.joined(separator: "\n").utf8))
  }
}

extension Ghostline.Input {
  static let up = Ghostline.Input(heading: .up)
  static let right = Ghostline.Input(heading: .right)
  static let down = Ghostline.Input(heading: .down)
  static let left = Ghostline.Input(heading: .left)
  static let boost = Ghostline.Input(heading: nil, isBoosting: true)
}

/// Plays a match between bots.
struct BotMatch {
  var state: Ghostline.State
  var bots: [Bot]
  var inputs: [Ghostline.Input]
  /// The length of every finished round in frames.
  private(set) var roundFrames: [Int] = []
  private(set) var draws = 0
  private(set) var turns = 0

  init(
    _ map: GameMap, _ skills: [Bot.Skill], seed: UInt64, rules: Rules = .standard, delay: Int = 0
  ) {
    state = Ghostline.initialState(map: map, players: skills.count, seed: seed, rules: rules)
    bots = skills.enumerated().map { seat, skill in
      Bot(skill: skill, seed: seed, seat: PlayerIndex(seat), inputDelay: delay)
    }
    inputs = [Ghostline.Input](repeating: .neutral, count: skills.count)
    delayed = [[Ghostline.Input]](repeating: inputs, count: delay)
  }

  /// Inputs that are still under way, newest last.
  private var delayed: [[Ghostline.Input]]

  mutating func step() {
    for seat in bots.indices { inputs[seat] = bots[seat].input(for: state) }
    delayed.append(inputs)
    inputs = delayed.removeFirst()
    let before = state
    let inputs = inputs
    Ghostline.step(&state, inputs: inputs.span, presence: .all(bots.count))
    for seat in bots.indices.map(PlayerIndex.init) where before.roundFrame != nil {
      if state.cycle(seat).heading != before.cycle(seat).heading { turns += 1 }
    }
    guard case .outro = state.phase, let frame = before.roundFrame else { return }
    roundFrames.append(frame)
    if state.roundOutcome == .draw { draws += 1 }
  }

  /// Plays to the end, at most 11 of the longest rounds.
  mutating func finish() {
    var frames = 0
    while !state.isMatchOver, frames < 60_000 {
      step()
      frames += 1
    }
  }
}
