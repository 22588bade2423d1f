import GridGame
import Rollback
import Testing
import Views
import Vocabulary

/// What the strip tells beside inputs: when it is, what happened, and what its signs mean.
@Suite struct StripTests {
  /// The rows of the strip at 100x30: two players, rollbacks, paths, legend. Its first column is 5.
  private static func rows(_ model: ScreenModel) -> Canvas {
    let screen = model.canvas(width: 100, height: 30, options: ViewOptions())
    var strip = Canvas(width: 100, height: 5)
    strip.paste(screen, row: -24, column: 0)
    return strip
  }

  private static func column(of frame: Int) -> Int { 5 + frame % 95 }

  private static func lines(_ model: ScreenModel) -> [Substring] {
    rows(model).text().split(separator: "\n", omittingEmptySubsequences: false)
  }

  @Test func `the cursor says NOW, and a second ago is where it grows dim`() throws {
    let model = try Fixture.playing()
    let strip = Self.rows(model)
    // The newest frame is 180.
    for row in 0..<4 { #expect(strip[row: row, column: Self.column(of: 181)].scalar == "│") }
    #expect(strip[row: 4, column: Self.column(of: 181)].scalar != "│")
    #expect(Self.lines(model)[0].contains("│NOW "))
    let label = (117...120).map { strip[row: 2, column: Self.column(of: $0) - 1].scalar }
    #expect(String(String.UnicodeScalarView(label)) == "-1 s")
    #expect(strip[row: 0, column: Self.column(of: 119)].style == .faint)
    #expect(strip[row: 0, column: Self.column(of: 122)].style == Style(.oldTrail1))
    #expect(strip[row: 3, column: Self.column(of: 119)].style == .faint)
    #expect(strip[row: 3, column: Self.column(of: 122)].style == Style(.direct))
  }

  @Test func `words are whole or not there at the ends of the strip`() throws {
    var model = try Fixture.playing()
    for frame in 181...400 {
      model.timeline.advance(
        to: Frame(frame), inputs: [.neutral, .neutral], guessed: Presence(bits: 0), depth: 0)
      let lines = Self.lines(model)
      let now = lines[0].dropFirst(5).filter { "NOW".contains($0) }
      #expect(now == "NOW" || now.isEmpty, "\(frame): \(lines[0])")
      let scale = lines[2].dropFirst(5).filter { "-1 s".contains($0) && $0 != " " }
      #expect(scale == "-1s" || scale.isEmpty, "\(frame): \(lines[2])")
    }
  }

  @Test func `rounds, crashes and paths stand at their frames`() throws {
    var model = try Fixture.playing()
    model.timeline.mark(.round(2), at: Frame(140))
    model.timeline.mark(.crash(Fixture.bob), at: Frame(165))
    model.timeline.mark(.path(.direct, isUp: false), at: Frame(150))
    model.timeline.mark(.path(.relay, isUp: true), at: Frame(165))
    let strip = Self.rows(model)
    let word = { (row: Int, frame: Int, count: Int) in
      let scalars = (0..<count).map { strip[row: row, column: Self.column(of: frame + $0)].scalar }
      return String(String.UnicodeScalarView(scalars))
    }
    #expect(word(2, 140, 7) == "round 2")
    #expect(word(3, 150, 8) == "P2P down")
    #expect(word(3, 165, 8) == "RELAY up")
    let crash = strip[row: 1, column: Self.column(of: 165)]
    #expect(crash == Glyph("*", Style(.onAlarm, on: .alarm)))
    #expect(strip[row: 0, column: Self.column(of: 165)].scalar != "*")
    #expect(strip[row: 3, column: Self.column(of: 150)].style == Style(.bad))
    #expect(strip[row: 3, column: Self.column(of: 165)].style == Style(.relay))
  }

  @Test(arguments: 108...124) func `no word is cut in two by the scale`(frame: Int) throws {
    var model = try Fixture.playing()
    model.timeline.mark(.round(2), at: Frame(frame))
    let line = Self.lines(model)[2]
    #expect(line.contains("round 2"), "\(line)")
    // The scale ends at frame 120.
    #expect(line.contains("-1 s") == !(109...120).contains(frame), "\(line)")
  }

  @Test func `its signs are told under it, the most important first`() throws {
    let legend = Self.lines(try Fixture.playing())[4]
    #expect(legend.hasPrefix("     ░ guess  → wrong guess  ╳╳ taken back"), "\(legend)")
    #expect(legend.contains("━ came by P2P  ╍ by RELAY  * crash"))
    // Four players have no row for it.
    let four = try Fixture.playing(players: 4).canvas(
      width: 100, height: 30, options: ViewOptions())
    #expect(!four.text().contains("wrong guess"))
  }
}
