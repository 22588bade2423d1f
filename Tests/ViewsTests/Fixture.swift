import GridGame
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
    model.confirmedFrame = Frame(171)
    model.session.frame = Frame(180)
    model.peers = (1..<players).map { peer(PlayerIndex($0)) }
    fillFigures(&model)
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
    for _ in 0..<100 { model.predictionMark.note(predictedFrames: 9) }
    model.log.append(frame: Frame(3), level: .good, "P2P up after 165 ms (host address)")
    model.log.append(frame: Frame(100), "↶2 bob turned late")
    model.log.append(frame: Frame(158), "↶8 bob turned late, 1 cell redrawn")
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
    model.confirmedFrame = Frame(ticks)
    model.session.frame = Frame(ticks)
    model.peers = (1..<players).map { peer(PlayerIndex($0)) }
    fillFigures(&model)
    return model
  }

  /// The same match as bob sees it, two frames behind.
  static func mirror() throws -> Mirror {
    var mirror = Mirror(title: "BOB'S SCREEN", names: ["alice", "bob"], localSeat: bob)
    mirror.predicted = try state(after: 178, turns: turns)
    mirror.confirmed = try state(after: 169, turns: turns)
    mirror.confirmedFrame = Frame(169)
    mirror.predictedFrames = 9
    for _ in 0..<100 { mirror.predictionMark.note(predictedFrames: 9) }
    return mirror
  }

  /// A room where nobody else has come.
  static func waiting(players: Int = 2) -> ScreenModel {
    ScreenModel(
      session: SessionFacts(part: .host, room: "7QF4KM2XPA", map: "Test", seed: 0x2A),
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

  private static func peer(_ seat: PlayerIndex) -> PeerModel {
    var peer = PeerModel(seat: seat)
    peer.frame = Frame(171)
    peer.direct = PathModel(
      state: .up, sent: 180, received: 171, perSecond: 60, roundTripMilliseconds: 168, first: 160,
      status: .good)
    peer.relay = PathModel(
      state: .up, sent: 180, received: 168, perSecond: 60, roundTripMilliseconds: 214, first: 11,
      status: .warning)
    peer.mode = .dual
    peer.leading = .direct
    peer.agreement = .match
    peer.verifiedFrame = Frame(150)
    peer.verifiedHash = 0x9f3c_41e2_0000_0000
    peer.hashesReceived = 5
    peer.hashesCompared = 5
    return peer
  }

  private static func fillFigures(_ model: inout ScreenModel) {
    model.health.peerName = "bob"
    model.health.status = .warning
    model.health.roundTripMilliseconds = 168
    for milliseconds in [80, 90, 100, 168, 160, 150, 170, 168] {
      model.health.note(.init(milliseconds: milliseconds, status: .good))
    }
    model.health.jitterMilliseconds = 4
    model.health.loss = 0.005
    model.health.lead = 0.4
    model.health.framesPerSecond = 60
    model.rollback.count = 205
    model.rollback.maxDepth = 9
    model.rollback.histogram = [0, 3, 12, 20, 44, 80, 30, 10, 4, 2]
    model.rollback.resimulatedFrames = 845
    model.rollback.predictedFrames = 9
  }

  /// A screen on which every number is as large, and every text as long, as can be.
  static func huge(players: Int) throws -> ScreenModel {
    var model = try playing(players: players)
    let large = 1_234_567
    model.names = ["alice", "BOB-THE-GREAT-OF-ALL", "日本語の名前です長い", "danielle-the-second"]
    model.names = Array(model.names.prefix(players))
    model.session.frame = Frame(large)
    model.session.seed = .max
    model.confirmedFrame = Frame(large - 15)
    model.injection = "500±250 100%"
    for index in model.peers.indices {
      model.peers[index].frame = Frame(large)
      for path in [\PeerModel.direct, \.relay] {
        model.peers[index][keyPath: path].sent = large * 10
        model.peers[index][keyPath: path].received = large * 10
        model.peers[index][keyPath: path].perSecond = 999
        model.peers[index][keyPath: path].roundTripMilliseconds = 123_456
      }
      model.peers[index].relay.state = .probation
      model.peers[index].direct.state = .connecting
      model.peers[index].verifiedFrame = Frame(large)
      model.peers[index].hashesReceived = large
      model.peers[index].hashesCompared = large
    }
    model.health.peerName = "BOB-THE-GREAT-OF-ALL"
    model.health.status = .critical
    model.health.roundTripMilliseconds = 123_456
    model.health.jitterMilliseconds = 9_999
    model.health.loss = 1
    model.health.lead = -12.3
    model.health.framesPerSecond = 59.9
    model.rollback.count = large
    model.rollback.maxDepth = 15
    model.rollback.window = 15
    model.rollback.predictedFrames = 15
    model.rollback.histogram = Array(repeating: large, count: 16)
    model.rollback.resimulatedFrames = large * 10
    model.rollback.stalls = large
    return model
  }
}
