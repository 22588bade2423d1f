import Rollback
import Testing
import Views
import Vocabulary

@testable import Netplay

/// What the sidebar calls a connection is what a person would.
@Suite struct PresentStateTests {
  private static func text(_ model: ScreenModel, _ width: Int = 100, _ height: Int = 30) -> String {
    model.canvas(width: width, height: height, options: ViewOptions()).text()
  }

  @Test(arguments: [0, 1])
  func `of two connections that are judged alike the farther is the worse`(far: Int) throws {
    var model = try Fixture.playing(players: 3)
    for index in model.numbers.peers.indices {
      let time = Duration.milliseconds(index == far ? 250 : 20)
      model.numbers.peers[index].roundTrip = time
      model.numbers.peers[index].paths.direct.roundTrip = time
      for path in Path.allCases { model.numbers.peers[index].paths[path].status = .good }
    }
    #expect(model.numbers.worstPeer?.seat == model.numbers.peers[far].seat)
    #expect(Self.text(model).contains("250 ms round trip, FAR"), "\(Self.text(model))")
    model.numbers.peers[1 - far].paths.direct.status = .critical
    model.numbers.peers[1 - far].paths.relay.status = .critical
    #expect(model.numbers.worstPeer?.seat == model.numbers.peers[1 - far].seat)
  }

  @Test func `a path by which nothing comes is silent, whether it is judged down or not`() throws {
    var model = try Fixture.playing()
    #expect(!Self.text(model).contains("SILENT"))
    model.numbers.peers[0].paths.direct.isDelivering = false
    #expect(Self.text(model).contains("P2P   SILENT"))
    #expect(Self.text(model, 80, 24).contains("P2P   QUIET"))
  }

  @Test func `a path that is degraded and delivers is poor, and up before and after`() throws {
    var model = try Fixture.playing()
    #expect(Self.text(model).contains("P2P   UP"))
    model.numbers.peers[0].degradation = FallbackMonitor.Event(
      frame: Frame(151), at: model.numbers.at, kind: .degraded(.loss), silence: .zero,
      latency: nil)
    #expect(Self.text(model).contains("P2P   POOR"), "\(Self.text(model))")
    #expect(Self.text(model).contains("RELAY UP"))
  }

  @Test func `what was proven stays proven while nothing newer is`() throws {
    var model = try Fixture.playing()
    model.numbers.peers[0].verifiedFor = .seconds(4)
    #expect(Self.text(model).contains("equal through 150, no newer proof"), "\(Self.text(model))")
    model.numbers.peers[0].verifiedFrame = nil
    #expect(Self.text(model).contains("not proven equal yet"))
  }

  @Test func `no line of the log is ahead of the frame that the screen tells`() throws {
    var model = try Fixture.playing()
    model.log.append(frame: model.numbers.frame + 4, "just now")
    let line = try #require(
      Self.text(model).split(separator: "\n").first { $0.contains("just now") })
    #expect(line.contains("\(model.numbers.frame.number) just now"), "\(line)")
  }
}
