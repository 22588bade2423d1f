import Rollback
import Testing
import Vocabulary

@testable import Station

/// The script of the show, act by act, and who may stop it.
struct DemoTests {
  private static let since = Instant.zero + .seconds(100)
  private static let curtain = Duration.seconds(8)
  private static let moment = Duration.nanoseconds(1)

  private func playing(_ epoch: UInt64 = 1, newest: Int = 0) -> Demo.Sight {
    Demo.Sight(
      match: .playing(epoch: epoch, since: Self.since, newest: Frame(newest)), isVerified: true)
  }

  private func over(_ epoch: UInt64 = 1, isVerified: Bool = true) -> Demo.Sight {
    Demo.Sight(match: .over(epoch: epoch), isVerified: isVerified)
  }

  private func at(_ seconds: Int) -> Instant { Self.since + .seconds(seconds) }

  /// Turns a moment before a time of the match, where nothing may happen, and at it.
  private func turn(_ demo: inout Demo, at seconds: Int, newest: Int = 0) -> [Demo.Effect] {
    #expect(demo.turn(playing(newest: newest), now: at(seconds) - Self.moment) == [])
    return demo.turn(playing(newest: newest), now: at(seconds))
  }

  /// A demo whose match has been seen at its start.
  private func begun(from act: Demo.Act = .clean, then ending: Demo.EndingWish = .curtain) -> Demo {
    var demo = Demo(from: act, then: ending)
    _ = demo.turn(playing(), now: Self.since)
    return demo
  }

  // MARK: The acts

  @Test func `nothing is shown before there is a match`() {
    var demo = Demo()
    #expect(demo.turn(Demo.Sight(match: .none, isVerified: false), now: at(50)) == [])
    #expect(demo.caption == nil && !demo.isOver(now: at(50)))
  }

  @Test func `the acts follow in order, each with what it does to the network`() {
    var demo = Demo()
    #expect(demo.turn(playing(), now: at(0)) == [])
    #expect(demo.caption == .act(.clean))
    #expect(turn(&demo, at: 5) == [.impair(.preset(4))])
    #expect(demo.caption == .act(.ocean))
    #expect(turn(&demo, at: 18) == [.impair(.cut(.direct))])
    #expect(demo.caption == .act(.cut))
    #expect(turn(&demo, at: 28) == [.impair(.heal(.direct))])
    #expect(demo.caption == .act(.heal))
    #expect(turn(&demo, at: 38) == [.impair(.clear)])
    #expect(demo.caption == .act(.verified))
    #expect(turn(&demo, at: 45, newest: 2700) == [.finish(at: Frame(2760))])
    #expect(demo.caption == .act(.verified))
  }

  @Test func `acts that were missed are made up for in order`() {
    var demo = begun()
    #expect(
      demo.turn(playing(), now: at(30)) == [
        .impair(.preset(4)), .impair(.cut(.direct)), .impair(.heal(.direct)),
      ])
    #expect(demo.caption == .act(.heal))
  }

  @Test func `the end is set once, ahead of the newest frame`() {
    var demo = begun()
    let effects = demo.turn(playing(newest: 1000), now: at(45))
    #expect(effects.last == .finish(at: Frame(1060)))
    for second in 45...100 {
      #expect(demo.turn(playing(newest: 1000 + second), now: at(second)) == [])
    }
  }

  // MARK: From a later act

  @Test func `acts on the way are hurried, and say so`() {
    var demo = Demo(from: .cut)
    #expect(demo.turn(playing(), now: at(0)) == [])
    #expect(demo.caption == .onTheWay(to: .cut, by: .clean))
    #expect(turn(&demo, at: 3) == [.impair(.preset(4))])
    #expect(demo.caption == .onTheWay(to: .cut, by: .ocean))
    #expect(turn(&demo, at: 6) == [.impair(.cut(.direct))])
    #expect(demo.caption == .act(.cut))
    #expect(turn(&demo, at: 16) == [.impair(.heal(.direct))])
    #expect(turn(&demo, at: 26) == [.impair(.clear)])
    #expect(turn(&demo, at: 33) == [.finish(at: Frame(60))])
  }

  @Test func `to the last act all others are hurried`() {
    var demo = begun(from: .verified)
    #expect(turn(&demo, at: 3) == [.impair(.preset(4))])
    #expect(turn(&demo, at: 6) == [.impair(.cut(.direct))])
    #expect(turn(&demo, at: 9) == [.impair(.heal(.direct))])
    #expect(demo.caption == .onTheWay(to: .verified, by: .heal))
    #expect(turn(&demo, at: 12) == [.impair(.clear)])
    #expect(demo.caption == .act(.verified))
    #expect(turn(&demo, at: 19) == [.finish(at: Frame(60))])
  }

  // MARK: Somebody plays

  @Test(arguments: [0, 5, 20, 44])
  func `whoever takes over stops the script for good`(second: Int) {
    var demo = begun(then: .anew)
    _ = demo.turn(playing(), now: at(second))
    demo.takenOver()
    #expect(demo.caption == nil)
    for later in second...400 { #expect(demo.turn(playing(), now: at(later)) == []) }
    for later in 400...500 { #expect(demo.turn(over(), now: at(later)) == []) }
    #expect(demo.caption == nil && !demo.isOver(now: at(500)))
  }

  // MARK: The summary

  @Test func `a summary that was verified says so`() {
    var demo = begun()
    #expect(demo.turn(over(), now: at(50)) == [])
    #expect(demo.caption == .act(.verified))
  }

  @Test func `a summary that was not verified is never shown as verified`() {
    var demo = begun()
    #expect(demo.turn(over(isVerified: false), now: at(50)) == [])
    #expect(demo.caption == .unverified)
    _ = demo.turn(over(isVerified: true), now: at(51))
    #expect(demo.caption == .unverified)
  }

  @Test func `the show is over when the summary has been seen for long enough`() {
    var demo = begun()
    #expect(!demo.isOver(now: at(45)))
    _ = demo.turn(over(), now: at(50))
    let end = at(50) + Self.curtain
    #expect(demo.turn(over(), now: end) == [])
    #expect(!demo.isOver(now: end - Self.moment))
    #expect(demo.isOver(now: end))
  }

  @Test func `a show that goes on asks for the next match after the curtain`() {
    var demo = begun(then: .anew)
    _ = demo.turn(over(), now: at(50))
    let end = at(50) + Self.curtain
    #expect(demo.turn(over(), now: end - Self.moment) == [])
    #expect(demo.turn(over(), now: end) == [.again])
    #expect(!demo.isOver(now: end))
  }

  @Test func `the next match begins with a clean network and with the first act`() {
    var demo = begun(then: .anew)
    _ = demo.turn(playing(), now: at(20))
    _ = demo.turn(over(), now: at(50))
    #expect(demo.turn(playing(2), now: Self.since) == [.impair(.clear)])
    #expect(demo.caption == .act(.clean))
    #expect(demo.turn(playing(2), now: at(4)) == [])
    #expect(demo.turn(playing(2), now: at(5)) == [.impair(.preset(4))])
    #expect(demo.caption == .act(.ocean))
  }
}
