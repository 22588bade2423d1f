import Rollback
import Testing
import Views
import Vocabulary

@testable import Netplay

@Suite struct RoundTripMarkTests {
  /// A screen on which P2P degraded some time ago.
  private static func screen(
    secondsAgo: Int, isDelivering: Bool
  ) throws -> (marks: [RoundTripHistory.Mark.Event], axis: String) {
    var model = try Fixture.playing()
    var history = RoundTripHistory()
    let now = Instant.zero + .seconds(100)
    model.numbers.at = now - .seconds(secondsAgo + 1)
    history.note(model.numbers)
    model.numbers.peers[0].degradation = FallbackMonitor.Event(
      frame: Frame(151), at: now - .seconds(secondsAgo), kind: .degraded(.silence),
      silence: .zero, latency: nil)
    model.numbers.peers[0].paths.direct.isDelivering = isDelivering
    model.numbers.at = now - .seconds(secondsAgo)
    history.note(model.numbers)
    model.numbers.at = now
    model.roundTrips = history
    let lines = model.canvas(width: 100, height: 30, options: ViewOptions()).text()
      .split(separator: "\n").map { String($0) }
    return (history.marks.map(\.event), try #require(lines.first { $0.contains("0 ms└") }))
  }

  @Test func `the graph says whether P2P was lost or works badly`() throws {
    let lost = try Self.screen(secondsAgo: 4, isDelivering: false)
    #expect(lost.marks == [.lost] && lost.axis.contains("│P2P lost"), "\(lost.axis)")
    let poor = try Self.screen(secondsAgo: 4, isDelivering: true)
    #expect(poor.marks == [.degraded] && poor.axis.contains("│P2P poor"), "\(poor.axis)")
  }

  @Test(arguments: 0...9)
  func `the axis keeps its words, wherever a mark is`(secondsAgo: Int) throws {
    let axis = try Self.screen(secondsAgo: secondsAgo, isDelivering: false).axis
    #expect(axis.contains("0 ms└10 s ago ") && axis.hasSuffix(" now"), "\(axis)")
  }
}
