import Rollback
import Views

/// Makes the screens whose pictures are kept as text.
enum Snapshots {
  static var summary: MatchSummary {
    var summary = MatchSummary()
    summary.headline = "you win 5 : 3"
    summary.rounds = 8
    summary.seconds = 94
    summary.frames = 5640
    summary.peerName = "bob"
    summary.agreement = .match
    summary.verifiedFrame = Frame(5640)
    summary.hashesCompared = 188
    summary.hashesReceived = 188
    summary.sentDirect = 5640
    summary.receivedDirect = 5198
    summary.sentRelay = 5640
    summary.receivedRelay = 5631
    summary.fallbacks = [
      .init(frame: Frame(2610), cause: .silent(milliseconds: 300), seconds: 6.2, hasRecovered: true)
    ]
    summary.roundTripMedian = 86
    summary.roundTripP95 = 121
    summary.jitterMilliseconds = 4
    summary.loss = 0.005
    summary.rollback.count = 471
    summary.rollback.maxDepth = 9
    summary.rollback.resimulatedFrames = 1978
    summary.rollback.histogram = [0, 20, 60, 140, 120, 80, 30, 12, 6, 3]
    return summary
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
    model.peers[0].mode = .relayOnly
    model.peers[0].leading = .relay
    model.peers[0].direct.state = .down
    model.peers[0].direct.status = .down
    model.peers[0].direct.perSecond = 0
    model.peers[0].direct.roundTripMilliseconds = nil
    model.health.status = .critical
    return model
  }

  static func restored() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .restored(frame: Frame(170), seconds: 6.2, inputsLost: 0, agreement: .match)
    model.peers[0].direct.state = .probation
    return model
  }

  static func desync() throws -> ScreenModel {
    var model = try Fixture.playing()
    let ours: UInt64 = 0x9f3c_41e2_0000_0000
    let theirs: UInt64 = 0x1b22_d907_0000_0000
    model.banner = .desync(peer: "bob", frame: Frame(144), ours: ours, theirs: theirs)
    model.peers[0].agreement = .desync(frame: Frame(144), ours: ours, theirs: theirs)
    model.peers[0].hashMismatches = 1
    return model
  }

  static func waiting() -> ScreenModel {
    var model = Fixture.waiting()
    model.overlay = .waiting(
      WaitingRoom(
        room: "7QF4KM2XPA", invite: "ghostline://10.0.0.2:7777/7QF4KM2XPA#kq3v9xZr", players: 3,
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
    model.overlay = .matchOver(summary)
    return model
  }

  static func stalled() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .noPath(peer: "bob", seconds: 3.2, limitSeconds: 10, frozenAt: Frame(180))
    model.overlay = .connectionLost(
      ConnectionLoss(
        peer: "bob", seconds: 3.2, limitSeconds: 10, frozenAt: Frame(180),
        detail: "P2P probing · RELAY connecting"))
    model.peers[0].mode = .dark
    model.peers[0].direct.state = .down
    model.peers[0].relay.state = .suspect
    model.rollback.isStalled = true
    model.rollback.predictedFrames = 10
    model.rollback.stalls = 1
    model.health.status = .down
    return model
  }

  static func relayOnly() throws -> ScreenModel {
    var model = try Fixture.playing()
    model.banner = .relaySince(frame: Frame(151), seconds: 6.4)
    model.peers[0].mode = .relayOnly
    model.peers[0].leading = .relay
    model.peers[0].direct = PathModel(state: .never(why: "relay only: no answer"), sent: 180)
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
