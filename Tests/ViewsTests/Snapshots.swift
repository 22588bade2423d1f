import Netplay
import Rollback
import Views
import Vocabulary

/// Makes the screens whose pictures are kept as text.
enum Snapshots {
  static var result: MatchResult {
    MatchResult(
      headline: "you win 5 : 3", rounds: 8,
      fallbacks: [
        .init(
          frame: Frame(2610), cause: .silent(milliseconds: 300), seconds: 6.2, hasRecovered: true)
      ])
  }

  /// The last numbers of a match.
  static func final(_ model: ScreenModel) -> MatchNumbers {
    var numbers = model.numbers
    numbers.frame = Frame(5640)
    numbers.settledFrame = Frame(5640)
    numbers.elapsed = .seconds(94)
    numbers.inputsSent = PerPath(repeating: 5640)
    numbers.rollback.rollbacks = 471
    numbers.rollback.maxDepth = 9
    numbers.rollback.resimulatedFrames = 1978
    numbers.rollback.depthHistogram = [0, 20, 60, 140, 120, 80, 30, 12, 6, 3]
    guard var peer = numbers.peers.first else { return numbers }
    peer.verifiedFrame = Frame(5640)
    peer.hashesCompared = 188
    peer.hashesReceived = 188
    peer.paths.direct.counters.inputs.first = 5000
    peer.paths.direct.counters.inputs.later = 198
    peer.paths.relay.counters.inputs.first = 640
    peer.paths.relay.counters.inputs.later = 4991
    peer.paths.direct.counters.inputsSent = 5640
    peer.paths.relay.counters.inputsSent = 5640
    peer.frontier = Frame(5640)
    peer.paths.direct.rttMedian = .milliseconds(86)
    peer.paths.direct.rtt95 = .milliseconds(121)
    peer.paths.direct.jitter = .milliseconds(4)
    peer.paths.direct.loss = 0.005
    numbers.peers[0] = peer
    return numbers
  }

  static func options(panel: ViewOptions.Panel) -> ViewOptions {
    var options = ViewOptions()
    options.panel = panel
    return options
  }

  static func options(glyphs: GlyphSet) -> ViewOptions {
    var options = ViewOptions()
    options.glyphs = glyphs
    return options
  }

  static func lost() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .lost(
      peers: "bob", frame: Frame(151), cause: .silent(milliseconds: 300), seconds: 2.5,
      relayInputs: 155)
    model.numbers.peers[0].mode = .relayOnly
    model.numbers.peers[0].hearsUs = .relayOnly
    model.numbers.peers[0].paths.direct.state = .down(since: .zero)
    model.numbers.peers[0].paths.direct.status = .down
    model.numbers.peers[0].paths.direct.isDelivering = false
    model.numbers.peers[0].paths.direct.roundTrip = nil
    model.numbers.peers[0].paths.relay.status = .warning
    Fixture.fillRates(&model, perSecond: 60, leading: .relay, silent: .direct)
    return model
  }

  static func restored() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .restored(frame: Frame(170), seconds: 6.2, inputsLost: 0, agreement: .match)
    model.numbers.peers[0].paths.direct.state = .probation(since: .zero, echoes: 3)
    return model
  }

  static func desync() throws -> ScreenModel {
    var model = try Fixture.playing()
    let ours: UInt64 = 0x9f3c_41e2_0000_0000
    let theirs: UInt64 = 0x1b22_d907_0000_0000
    model.banner = .desync(peer: "bob", frame: Frame(144), ours: ours, theirs: theirs)
    model.numbers.peers[0].agreement = .desync(frame: Frame(144), ours: ours, theirs: theirs)
    model.numbers.peers[0].hashMismatches = 1
    return model
  }

  static func waiting() -> ScreenModel {
    var model = Fixture.waiting()
    model.overlay = .waiting(
      WaitingRoom(
        room: "7QF4KM", invite: "ghostline://10.0.0.2:7777#938NKRKAYD000G40R40", players: 3,
        guests: [
          .init(seat: Fixture.you, name: "alice", detail: "ready", isReady: true),
          .init(
            seat: Fixture.bob, name: "bob", detail: "P2P connecting · map ✓", isReady: false),
        ]))
    return model
  }

  static func mirrored() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.mirror = try Fixture.mirror()
    return model
  }

  static func over() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.numbers = final(model)
    model.overlay = .matchOver(result)
    return model
  }

  static func stalled() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .noPath(peer: "bob", seconds: 3.2, limitSeconds: 10, frozenAt: Frame(180))
    model.overlay = .connectionLost(
      ConnectionLoss(
        peer: "bob", seconds: 3.2, limitSeconds: 10, frozenAt: Frame(180),
        detail: "P2P probing · RELAY connecting"))
    model.numbers.peers[0].mode = .dark
    model.numbers.peers[0].isSilent = true
    model.numbers.peers[0].silence = .milliseconds(3200)
    model.numbers.peers[0].paths.direct.state = .down(since: .zero)
    model.numbers.peers[0].paths.relay.state = .suspect(since: .zero)
    _ = model.numbers.stalls.stalled(now: .zero)
    model.numbers.settledFrame = model.numbers.frame - 10
    return model
  }

  static func relayOnly() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .relaySince(frame: Frame(151), seconds: 6.4)
    model.numbers.peers[0].mode = .relayOnly
    model.numbers.peers[0].hearsUs = .relayOnly
    model.numbers.peers[0].obstacle = .noAnswer
    model.numbers.peers[0].paths.direct = .init()
    Fixture.fillRates(&model, perSecond: 60, leading: .relay, silent: .direct)
    return model
  }

  static func demo() throws -> ScreenModel {
    var model = try Fixture.playing(players: 4)
    model.session.part = .demo
    model.caption = "2 of 5  ocean: round trip 150 ms, 1% loss"
    model.injection = "150±10 1%"
    return model
  }
}
