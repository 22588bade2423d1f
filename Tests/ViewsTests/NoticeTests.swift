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

  @Test func `beside a board it stands under the panels, and the score and the keys stay`() throws {
    let screen = try Self.screen(80, 24)
    #expect(screen[0].hasPrefix(" GHOSTLINE ") && screen[23].contains(" steer "))
    let words = screen[20...22].map { line in
      line.drop { $0 != "│" && $0 != "╰" }.dropFirst().drop { $0 != "│" && $0 != "╯" }.dropFirst()
        .drop { $0 == " " }
    }
    #expect(words.joined(separator: " ") == Self.sentence)
  }

  @Test func `it takes the place of the keys on smaller screens, cut where it must be`() throws {
    #expect(try Self.screen(52, 24)[23] == " bob was away for 12 s and is back, with every inp…")
    #expect(try Self.screen(28, 24)[23] == " bob was away for 12 s and…")
    #expect(try Self.screen(26, 14)[13] == " bob was away for 12 s a…")
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

  @Test(arguments: [(100, 30, 1), (52, 24, 0)])
  func `a banner and a caption come first`(width: Int, height: Int, row: Int) throws {
    let banner = try Self.screen(width, height) {
      $0.banner = .relaySince(frame: Frame(151), seconds: 6.4)
    }
    #expect(banner[row].hasPrefix(" ▲ RELAY carries the game"))
    #expect(width < 100 || !banner.joined().contains("bob was away"))
    let caption = try Self.screen(width, height) { $0.caption = "2 of 5  an ocean apart" }
    #expect(caption.joined().contains("› 2 of 5  an ocean apart"))
    #expect(!caption.joined().contains("bob was away"))
  }
}
