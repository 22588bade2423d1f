import GridGame
import Netplay
import Rollback
import Views
import Vocabulary

/// Makes matches and screens that are the same in every run.
enum Fixture {
  static let you = PlayerIndex(0)
  static let bob = PlayerIndex(1)

  /// 24 x 20, four spawns, some walls, two pads; without a longer wait before the first round.
  static func map(width: Int = 24, height: Int = 20, intro: Int = 90) throws -> GameMap {
    var rows = Array(
      repeating: Array(repeating: Character("."), count: width), count: height)
    rows[height / 2][3] = "1"
    rows[height / 2][width - 4] = "2"
    rows[1][width / 2] = "3"
    rows[height - 2][width / 2] = "4"
    rows[4][6] = "#"
    rows[4][7] = "#"
    rows[2][2] = "+"
    let text = """
      name: Test
      game: ghostline
      players: 2-4
      heads: right left down up
      symmetry: none
      intro: \(intro)
      ---

      """
    return try GameMap(
      parsing: Array((text + rows.map { String($0) }.joined(separator: "\n") + "\n").utf8))
  }

  /// A state after `frames` frames; `turns` tells which seat heads where from which frame on.
  static func state(
    after frames: Int, players: Int = 2, turns: [(frame: Int, seat: Int, heading: Heading)] = [],
    map: GameMap? = nil
  ) throws -> Ghostline.State {
    var state = Ghostline.initialState(map: try map ?? self.map(), players: players, seed: 0)
    var inputs = Array(repeating: Ghostline.Input.neutral, count: players)
    for frame in 0..<frames {
      for turn in turns where turn.frame == frame {
        inputs[turn.seat] = Ghostline.Input(heading: turn.heading)
      }
      Ghostline.step(&state, inputs: inputs.span, presence: .all(players))
    }
    return state
  }

  private static let turns: [(frame: Int, seat: Int, heading: Heading)] = [
    (120, 0, .up), (138, 0, .right), (150, 1, .down), (168, 1, .right),
  ]

  /// A match in the middle of its first round.
  static func playing(players: Int = 2) throws -> ScreenModel {
    var model = waiting(players: players)
    model.predicted = try state(after: 180, players: players, turns: turns)
    model.confirmed = try state(after: 171, players: players, turns: turns)
    fillFigures(&model, frame: 180, settled: 171)
    for frame in 0...180 {
      let learnt = frame < 171
      model.timeline.advance(
        to: Frame(frame), inputs: inputs(at: frame, players: players, guess: true),
        guessed: Presence(bits: Presence.all(players).bits & ~1),
        depth: frame == 158 ? 8 : frame == 100 ? 2 : 0)
      for seat in 1..<players where learnt {
        model.timeline.learn(
          inputs(at: frame, players: players, guess: false)[seat], of: PlayerIndex(seat),
          at: Frame(frame), by: frame > 140 && frame < 150 ? .relay : .direct)
      }
    }
    for seat in 1..<players { noteGuesses(of: PlayerIndex(seat), &model.predictionMark) }
    model.log.append(frame: Frame(3), level: .good, "P2P up after 165 ms (host address)")
    model.log.takeBack(frame: Frame(100), of: "bob", depth: 2)
    model.log.takeBack(frame: Frame(158), of: "bob", depth: 8)
    return model
  }

  /// The first ticks of a match: seat 0 begins on the left, seat 1 on the right, 2 and 3 at the top
  /// and the bottom. `presses` tells who has pressed a key after half a second.
  static func introducing(
    players: Int = 2, presses: [Int] = [], ticks: Int = 40, map: GameMap? = nil
  ) throws -> ScreenModel {
    var model = waiting(players: players)
    model.predicted = try state(
      after: ticks, players: players, turns: presses.map { (30, $0, .up) },
      map: map ?? self.map(intro: 180))
    model.confirmed = model.predicted
    fillFigures(&model, frame: ticks, settled: ticks - 9)
    return model
  }

  /// The same match as bob sees it, two frames behind.
  static func mirror() throws -> Mirror {
    var numbers = MatchNumbers(epoch: 0, seat: bob, at: .zero)
    numbers.frame = Frame(178)
    numbers.settledFrame = Frame(169)
    var mirror = Mirror(title: "BOB'S SCREEN", names: ["alice", "bob"], numbers: numbers)
    mirror.predicted = try state(after: 178, turns: turns)
    mirror.confirmed = try state(after: 169, turns: turns)
    noteGuesses(of: you, &mirror.predictionMark)
    return mirror
  }

  /// Nine frames of a player are guessed, and have been for long.
  static func noteGuesses(of seat: PlayerIndex, _ mark: inout PredictionMark) {
    for _ in 0..<100 { mark.note(predictedFrames: 9, of: seat) }
  }

  /// A room where nobody else has come.
  static func waiting(players: Int = 2) -> ScreenModel {
    ScreenModel(
      session: SessionFacts(part: .host, room: "7QF4KM", map: "Test", seed: 0x2A),
      names: Array(["alice", "bob", "cat", "dan"].prefix(players)), localSeat: you)
  }

  private static func inputs(at frame: Int, players: Int, guess: Bool) -> [Ghostline.Input] {
    (0..<players).map { seat in
      // A guess knows only the turns of 9 frames ago.
      let known = guess && seat > 0 ? frame - 9 : frame
      let turn = turns.last { $0.seat == seat && $0.frame <= known }
      return Ghostline.Input(heading: turn?.heading)
    }
  }

  private static func peer(_ seat: PlayerIndex) -> MatchNumbers.Peer {
    var peer = MatchNumbers.Peer(seat: seat)
    peer.frontier = Frame(171)
    peer.paths.direct = path(milliseconds: 168, first: 160, later: 11, .good)
    peer.paths.relay = path(milliseconds: 214, first: 11, later: 157, .warning)
    peer.mode = .dual
    peer.hearsUs = .dual
    peer.agreement = .match
    peer.verifiedFrame = Frame(150)
    peer.verifiedChain = 0x9f3c_41e2_0000_0000
    peer.verifiedFor = .milliseconds(500)
    peer.hashesReceived = 5
    peer.hashesCompared = 5
    return peer
  }

  private static func path(
    milliseconds: Int, first: Int, later: Int, _ status: HealthStatus
  ) -> MatchNumbers.OfPath {
    var path = MatchNumbers.OfPath()
    path.state = .up
    path.status = status
    path.hasBeenUp = true
    path.isDelivering = true
    path.counters.inputsSent = 180
    path.counters.inputs.first = first
    path.counters.inputs.later = later
    path.roundTrip = .milliseconds(milliseconds)
    path.jitter = .milliseconds(4)
    path.recentLoss = 0.005
    path.judgedLoss = 0.01
    return path
  }

  private static func fillFigures(_ model: inout ScreenModel, frame: Int, settled: Int) {
    model.numbers.at = at
    model.numbers.frame = Frame(frame)
    model.numbers.settledFrame = Frame(settled)
    model.numbers.window = 10
    model.numbers.lead = 0.4
    model.numbers.peers = (1..<model.names.count).map { peer(PlayerIndex($0)) }
    for (index, milliseconds) in [80, 90, 100, 168, 160, 150, 170, 168].enumerated() {
      model.roundTrips.note(
        .init(
          at: at - .milliseconds(200 * (7 - index)), milliseconds: milliseconds, status: .good))
    }
    model.numbers.rollback.rollbacks = 205
    model.numbers.rollback.maxDepth = 9
    model.numbers.rollback.depthHistogram = [0, 3, 12, 20, 44, 80, 30, 10, 4, 2]
    model.numbers.rollback.resimulatedFrames = 845
    var before = model.numbers
    before.at = before.at - .seconds(2)
    before.rollback.rollbacks -= 8
    before.rollback.depthHistogram = [0, 3, 12, 18, 41, 77, 30, 10, 4, 2]
    model.rollbacks.note(before)
    model.rollbacks.note(model.numbers)
    fillRates(&model, perSecond: 60, leading: .direct)
  }

  private static let at = Instant.zero + .seconds(3)

  /// Makes the last second one in which so many inputs came by each path, those of `leading` first.
  static func fillRates(
    _ model: inout ScreenModel, perSecond: Int, leading: Path, silent: Path? = nil
  ) {
    var before = model.numbers
    before.at = model.numbers.at - .seconds(1)
    for index in before.peers.indices {
      if silent != leading {
        before.peers[index].paths[leading].counters.inputs.first -= perSecond
      }
      if silent != leading.other {
        before.peers[index].paths[leading.other].counters.inputs.later -= perSecond
      }
    }
    model.rates = Rates()
    model.rates.sample(before)
    model.rates.sample(model.numbers)
  }

  /// A screen on which every number is as large, and every text as long, as can be.
  static func huge(players: Int) throws -> ScreenModel {
    var model = try playing(players: players)
    let large = 1_234_567
    model.names = ["alice", "BOB-THE-GREAT-OF-ALL", "日本語の名前です長い", "danielle-the-second"]
    model.names = Array(model.names.prefix(players))
    model.session.seed = .max
    model.injection = "500±250 100%"
    model.numbers.frame = Frame(large)
    model.numbers.settledFrame = Frame(large - 15)
    model.numbers.window = 15
    model.numbers.lead = -12.3
    for index in model.numbers.peers.indices {
      model.numbers.peers[index].frontier = Frame(large)
      for path in Path.allCases {
        model.numbers.peers[index].paths[path] = hugePath(large)
      }
      model.numbers.peers[index].paths.relay.state = .probation(since: .zero, echoes: 3)
      model.numbers.peers[index].paths.direct.state = .connecting
      model.numbers.peers[index].verifiedFrame = Frame(large)
      model.numbers.peers[index].hashesReceived = large
      model.numbers.peers[index].hashesCompared = large
    }
    model.numbers.rollback.rollbacks = large
    model.numbers.rollback.maxDepth = 15
    model.numbers.rollback.depthHistogram = Array(repeating: large, count: 16)
    model.numbers.rollback.resimulatedFrames = large * 10
    model.numbers.stalls.count = large
    fillRates(&model, perSecond: 999, leading: .direct)
    model.roundTrips.note(
      .init(at: model.numbers.at, milliseconds: 123_456, status: .critical))
    var before = model.numbers
    before.at = before.at - .seconds(5)
    before.rollback.rollbacks = 0
    before.rollback.depthHistogram = []
    model.rollbacks = RollbackHistory()
    model.rollbacks.note(before)
    model.rollbacks.note(model.numbers)
    return model
  }

  private static func hugePath(_ large: Int) -> MatchNumbers.OfPath {
    var path = path(milliseconds: 123_456, first: large * 5, later: large * 5, .critical)
    path.counters.inputsSent = large * 10
    path.jitter = .milliseconds(9_999)
    path.recentLoss = 1
    return path
  }
}

/// Tests draw with the table that is the same everywhere.
extension Canvas {
  init(width: Int, height: Int) { self.init(width: width, height: height, .fixed) }
}

extension ViewOptions {
  init(theme: Theme = .night) { self.init(theme: theme, widths: .fixed) }
}
