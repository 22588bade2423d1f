import Rollback
import Testing
import Views
import Vocabulary

/// The sentence about the room that stands where neither a banner nor a caption does.
@Suite struct NoticeTests {
  private static let sentence = "bob was away for 12 s and is back, with every input kept for good"

  private static func screen(
    _ width: Int, _ height: Int, _ change: (inout ScreenModel) -> Void = { _ in }
  ) throws -> [Substring] {
    var model = try Fixture.playing()
    model.notice = sentence
    change(&model)
    return model.canvas(width: width, height: height, options: ViewOptions()).text()
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func `it is in the second row of a large screen`() throws {
    #expect(try Self.screen(100, 30)[1] == " \(Self.sentence)")
  }

  @Test func `it is in the sidebar of smaller screens, and the keys stay`() throws {
    for (width, height) in [(80, 24), (60, 20)] {
      let screen = try Self.screen(width, height)
      #expect(screen.joined().contains("bob was away"), "\(screen.joined(separator: "\n"))")
      #expect(screen.last?.contains("? help  q quit") == true)
    }
  }

  @Test func `without a sidebar it stands before the keys that nobody can do without`() throws {
    for (width, height) in [(52, 24), (28, 24), (26, 14)] {
      let row = try #require(try Self.screen(width, height).last)
      #expect(row.hasPrefix(" bob was") && row.hasSuffix("…  ? help  q quit"), "\(row)")
    }
  }

  @Test func `it is broken where there is nothing but text`() throws {
    let screen = try Self.screen(20, 8)
    #expect(
      screen.prefix(4) == [
        "bob was away for 12", "s and is back, with", "every input kept for", "good",
      ])
  }

  @Test func `it is in the colour of a warning`() throws {
    var model = try Fixture.playing()
    model.notice = Self.sentence
    let canvas = model.canvas(width: 100, height: 30, options: ViewOptions())
    #expect(canvas[row: 1, column: 1] == Glyph("b", Style(.warning)))
  }

  @Test(arguments: [(100, 30, 1), (80, 24, 0), (60, 20, 0)])
  func `a banner, a caption and the sentence are on one screen`(
    width: Int, height: Int, row: Int
  ) throws {
    let screen = try Self.screen(width, height) {
      $0.banner = .relaySince(frame: Frame(151), seconds: 6.4)
      $0.caption = "2 of 5  an ocean apart"
    }
    let text = screen.joined(separator: "\n")
    #expect(screen[row].hasPrefix(" ▲ RELAY"), "\(text)")
    #expect(text.contains("› 2 of 5 an ocean apart"), "\(text)")
    #expect(text.contains("bob's moves") && text.contains("in sync through"), "\(text)")
    #expect(!text.contains("bob was away"))
    #expect(screen.last?.contains("? help  q quit") == true)
  }

  @Test(arguments: [(52, 24), (40, 24), (28, 24), (26, 13), (30, 14)])
  func `where there is one row, the banner has the sentence beside it`(
    width: Int, height: Int
  ) throws {
    let screen = try Self.screen(width, height) {
      $0.banner = .relaySince(frame: Frame(151), seconds: 6.4)
    }
    #expect(screen[0].hasPrefix(" ▲ RELAY"), "\(screen[0])")
    #expect(screen[0].contains("P2P 168 ms") || screen[0].contains("P2P, 168 ms"), "\(screen[0])")
    #expect(width < 40 || screen[0].contains("✓150"), "\(screen[0])")
  }
}
