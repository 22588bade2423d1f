import GridGame
import Rollback
import Testing
import Views
import Vocabulary

/// What is drawn on terminals whose fonts have less.
@Suite struct GlyphSetTests {
  /// Printable ASCII, the letters of Latin-1, and what every font of the Linux console has.
  private static let basic = Set(
    "─│┌┐└┘├┤┬┴┼═║╔╗╚╝█▄▀▌▐░▒▓■←↑→↓·±«»°¯".unicodeScalars.map(\.value)
      + Array(0x20...0x7e) + Array(0xc0...0xff))

  private static let sizes = [
    (160, 40), (132, 30), (100, 30), (80, 24), (52, 24), (28, 24), (56, 20), (28, 13), (26, 13),
    (20, 6),
  ]

  private static func models() throws -> [ScreenModel] {
    var ghosts = try Fixture.playing()
    ghosts.ghosts.record(
      before: try Fixture.state(after: 180), after: try #require(ghosts.predicted),
      frame: Frame(180))
    return [
      ghosts, try Snapshots.mirrored(), try Snapshots.demo(), try Snapshots.lost(),
      try Snapshots.restored(), try Snapshots.desync(), Snapshots.waiting(), try Snapshots.over(),
      try Snapshots.stalled(), try Snapshots.relayOnly(), try Fixture.huge(players: 4),
    ]
  }

  private static func options(_ glyphs: GlyphSet, _ theme: Theme = .night) -> ViewOptions {
    var options = ViewOptions(theme: theme)
    options.glyphs = glyphs
    return options
  }

  @Test(arguments: sizes)
  func `nothing outside a glyph set is drawn`(width: Int, height: Int) throws {
    for glyphs in [GlyphSet.basic, .ascii] {
      var options = Self.options(glyphs, width % 8 == 0 ? .mono : .contrast)
      for (index, model) in try Self.models().enumerated() {
        options.sheet = index == 0 ? .help : .none
        if index == 1 { _ = options.apply(.askToLeave) }
        let canvas = model.canvas(width: width, height: height, options: options)
        for glyph in canvas.glyphs {
          let value = glyph.scalar.value
          let isAllowed =
            glyphs == .ascii ? (0x20...0x7e).contains(value) : Self.basic.contains(value)
          #expect(isAllowed, "\(glyph.scalar) at \(width)x\(height) in \(glyphs)")
        }
      }
    }
  }

  /// An unknown scalar becomes `?`: none of ours may.
  @Test func `every mark of ours has something in its place`() throws {
    let marks = "─━╍╌│┃╏╎═║╔╗╚╝┌┐└┘┏┓┗┛╭╮╰╯▁▂▃▄▅▆▇█▌░▒■←→↑↓◁▷△▽◀▶▲▼●○◆✓✗╳↶⚠·…–—›»±≠∞"
    for scalar in marks.unicodeScalars {
      for set in [GlyphSet.basic, .ascii] {
        #expect(set.replacement(for: scalar) != "?", "\(scalar) in \(set)")
        #expect(WidthTable.fixed.columns(set.replacement(for: scalar)) == 1)
      }
      #expect(GlyphSet.full.replacement(for: scalar) == scalar)
    }
  }

  @Test func `styles and places stay, and wide characters are replaced in both columns`() {
    var canvas = Canvas(width: 5, height: 1)
    canvas.put("日é\u{301}✓", row: 0, column: 0, .strong)
    let ascii = canvas.translated(to: .ascii)
    #expect(ascii.text() == "???=")
    #expect(ascii.glyphs.map(\.style) == canvas.glyphs.map(\.style))
    #expect(canvas.translated(to: .basic).text() == "??é=")
    #expect(canvas.translated(to: .full) == canvas)
  }

  @Test func `in ASCII players are told apart by letters, and guesses and ghosts by marks`() throws
  {
    var model = try Fixture.playing(players: 2)
    model.ghosts.record(
      before: try Fixture.state(after: 180), after: try #require(model.predicted),
      frame: Frame(180))
    let board = Self.board(model)
    for part in ["aaaa", "bbbb", "::", "xx", ">A", ">B", "o"] {
      #expect(board.contains(part), "\(part) in\n\(board)")
    }
    #expect(!board.contains("*"))
  }

  @Test func `in ASCII the letter is that of the seat, whoever looks`() throws {
    var model = try Fixture.playing()
    model.localSeat = Fixture.bob
    let board = Self.board(model)
    #expect(board.contains("aaaa") && board.contains("bbbb"))
    #expect(board.hasPrefix("+- b you alive ---"))
    #expect(board.contains(" a alice alive -"))
  }

  @Test func `in ASCII a confirmed crash is two stars`() throws {
    var model = try Fixture.playing()
    var frame = 120
    var crashed = try Fixture.state(after: frame, turns: [(91, 1, .up)])
    while crashed.cycle(Fixture.bob).isRiding {
      frame += 1
      crashed = try Fixture.state(after: frame, turns: [(91, 1, .up)])
    }
    model.predicted = crashed
    model.confirmed = crashed
    #expect(Self.board(model).contains("**"))
  }

  /// The board alone, with two columns per cell.
  private static func board(_ model: ScreenModel) -> String {
    var options = options(.ascii)
    options.panel = .off
    let text = model.canvas(width: 52, height: 24, options: options).text()
    return text.split(separator: "\n", omittingEmptySubsequences: false)[1...22]
      .joined(separator: "\n")
  }
}
