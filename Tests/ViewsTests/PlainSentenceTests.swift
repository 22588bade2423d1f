import Netplay
import Rollback
import Testing
import Views
import Vocabulary

/// The one sentence that is on every screen, and what of the display is said in the last row.
struct PlainSentenceTests {
  private static let sizes = [
    (60, 20), (52, 24), (79, 24), (80, 24), (100, 30), (140, 40), (200, 55),
  ]

  private static func rows(_ model: ScreenModel, _ width: Int, _ height: Int) -> [Substring] {
    rows(model, width, height, ViewOptions())
  }

  private static func rows(
    _ model: ScreenModel, _ width: Int, _ height: Int, _ options: ViewOptions
  ) -> [Substring] {
    model.canvas(width: width, height: height, options: options).text()
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test(arguments: sizes)
  func `it says by which path moves come and through which frame all agree`(
    width: Int, height: Int
  ) throws {
    let text = Self.rows(try Fixture.playing(), width, height).joined(separator: "\n")
    #expect(text.contains("P2P, 168 ms") || text.contains("by P2P") || text.contains("P2P 168 ms"))
    #expect(text.contains("in sync through") || text.contains("✓150"), "\(text)")
  }

  @Test func `a lost path is told with its time, which is the banner's`() throws {
    var model = try Snapshots.lost()
    model.numbers.peers[0].degradation = nil
    let down = Self.rows(model, 100, 30)
    #expect(down[3].hasSuffix("P2P down · in sync through frame 150"), "\(down[3])")
    #expect(down[2].hasSuffix("bob's moves come by RELAY, 214 ms round trip"), "\(down[2])")
  }

  @Test func `without agreement it says so, and never that all is in sync`() throws {
    let text = Self.rows(try Snapshots.desync(), 100, 30).joined(separator: "\n")
    #expect(text.contains("NOT in sync since"), "\(text)")
    #expect(!text.contains("in sync through"))
  }

  @Test func `with no path it says how long, and where the game stands still`() throws {
    let text = Self.rows(try Snapshots.stalled(), 100, 30).joined(separator: "\n")
    #expect(text.contains("nothing comes from bob for 3.2 s, by any path"), "\(text)")
    #expect(text.contains("still at"), "\(text)")
  }

  @Test(arguments: sizes)
  func `the last row says what is not as usual, and how to go on`(width: Int, height: Int) throws {
    var options = ViewOptions()
    for name in ["freeze", "ghosts"] { _ = options.apply(command(name)) }
    var model = try Fixture.playing()
    model.isWheelTaken = true
    let row = try #require(Self.rows(model, width, height, options).last)
    #expect(row.contains("FROZEN") && row.contains("? help"), "\(row)")
    #expect(width < 79 || row.contains("ghosts") && row.contains("you steer"), "\(row)")
    #expect(width < 100 || row.contains("^F"), "\(row)")
  }

  @Test func `a frozen display shows the picture at which it was frozen`() throws {
    var options = ViewOptions()
    var painter = Painter()
    var model = try Fixture.playing()
    _ = options.apply(command("freeze"))
    let frozen = painter.canvas(of: model, width: 100, height: 30, options: options)
    model.numbers.frame = Frame(999)
    model.numbers.at += .seconds(1)
    #expect(painter.canvas(of: model, width: 100, height: 30, options: options) == frozen)
    _ = options.apply(command("freeze"))
    let later = painter.canvas(of: model, width: 100, height: 30, options: options)
    #expect(later.text().contains("frame 999"))
  }

  @Test func `a path that is cut is one to heal`() throws {
    var model = try Fixture.playing()
    #expect(Self.rows(model, 100, 30).last?.contains("x cut P2P") == true)
    model.cuts = [.direct]
    #expect(Self.rows(model, 100, 30).last?.contains("x heal P2P") == true)
    model.injection = "P2P cut"
    #expect(Self.rows(model, 120, 30).last?.contains("0 clear faults") == true)
  }

  @Test func `no connection is good without saying of what`() throws {
    for (width, height) in Self.sizes {
      for row in Self.rows(try Snapshots.relayOnly(), width, height) where row.contains("GOOD") {
        #expect(row.contains("RELAY"), "\(row)")
      }
    }
  }

  @Test(arguments: [(1, [3]), (2, [3, 1]), (3, [3, 0, 2])])
  func `the latest peer is as late as what is predicted`(peers: Int, late: [Int]) throws {
    var numbers = MatchNumbers(epoch: 0, seat: Fixture.you, at: .zero)
    numbers.frame = Frame(100)
    numbers.settledFrame = Frame(97)
    let frontiers = peers == 1 ? [98] : peers == 2 ? [97, 99] : [97, 101, 98]
    numbers.peers = try (0..<peers).map {
      var peer = try Fixture.playing(players: peers + 1).numbers.peers[$0]
      peer.frontier = Frame(frontiers[$0])
      return peer
    }
    #expect(numbers.peers.map { numbers.lateFrames($0) } == late)
  }
}
