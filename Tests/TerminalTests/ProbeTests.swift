import Glibc
import Terminal
import Testing
import Views

/// What the terminal is asked at the start, and what becomes of the answers.
@Suite(.serialized) struct ProbeTests {
  private static let white = "\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\"
  private static let black = "\u{1b}]11;rgb:0000/0000/0000\u{07}"
  private static let synchronizes = "\u{1b}[?2026;2$y"
  private static let unknown = "\u{1b}[?2026;0$y"
  private static let attributes = "\u{1b}[?62;22c"
  private static let frameBegin = "\u{1b}[?2026h"
  private static let frameEnd = "\u{1b}[?2026l"

  /// Runs a child on a terminal that has answered already: none is too slow.
  private static func telling(
    _ typed: String, terminal name: String = "xterm-256color", variables: [String] = [],
    until text: String
  ) throws -> PseudoTerminal {
    let terminal = try PseudoTerminal()
    let before = try terminal.settings()
    terminal.type(typed)
    try terminal.start(.tell, terminal: name, variables: variables)
    try terminal.read(until: text)
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
    #expect(try terminal.settings() == before)
    return terminal
  }

  @Test func `frames are wrapped for a terminal that synchronizes`() throws {
    let terminal = try Self.telling(
      Self.white + Self.synchronizes + Self.attributes, until: "background light, true")
    #expect(terminal.contains(TerminalReplies.question(WidthSample.allCases)))
    let drawn = String(decoding: terminal.output, as: UTF8.self)
    let begin = try #require(drawn.firstRange(of: Self.frameBegin))
    let text = try #require(drawn.firstRange(of: "background light"))
    let end = try #require(drawn.firstRange(of: Self.frameEnd))
    #expect(begin.upperBound < text.lowerBound)
    #expect(text.upperBound < end.lowerBound)
    // Leaving ends a frame that was cut off: one more.
    #expect(drawn.ranges(of: Self.frameEnd).count == drawn.ranges(of: Self.frameBegin).count + 1)
  }

  @Test func `frames are not wrapped for one that does not`() throws {
    let terminal = try Self.telling(
      Self.black + Self.unknown + Self.attributes, until: "background dark, false")
    #expect(!terminal.contains(Self.frameBegin))
    #expect(!terminal.contains(Self.frameEnd))
  }

  @Test func `a terminal that answers nothing is opened all the same`() throws {
    let terminal = try Self.telling("", until: "background unknown, false")
    #expect(terminal.contains(TerminalReplies.question(WidthSample.allCases)))
  }

  @Test func `a variable tells the background if the terminal does not`() throws {
    _ = try Self.telling(
      Self.attributes, variables: ["COLORFGBG=0;15"], until: "background light, false")
    _ = try Self.telling(
      Self.black + Self.attributes, variables: ["COLORFGBG=0;15"],
      until: "background dark, false")
  }

  @Test func `some are not asked`() throws {
    let terminal = try PseudoTerminal()
    try terminal.start(.tell, terminal: "linux")
    try terminal.read(until: "unknown, false")
    #expect(!terminal.contains(TerminalReplies.question(WidthSample.allCases)))
  }

  @Test func `a cursor that cannot be placed is a reason to refuse`() throws {
    let terminal = try PseudoTerminal()
    let before = try terminal.settings()
    try terminal.start(.refuse, terminal: "dumb")
    try terminal.read(until: "refused: ")
    #expect(try terminal.wait() == .exited(code: 3))
    #expect(try terminal.settings() == before)
  }

  @Test func `nothing is drawn for its width where the locale is not UTF-8`() throws {
    let terminal = try Self.telling(
      Self.attributes, variables: ["LC_ALL=C"], until: "background unknown, false")
    #expect(terminal.contains(TerminalReplies.question([])))
    for sample in WidthSample.allCases {
      #expect(!terminal.contains("\(sample.text)\u{1b}[6n"), "\(sample)")
    }
  }

  @Test func `eight colours and bold are used where there are no more`() throws {
    let terminal = try Self.telling("", terminal: "linux", until: "unknown, false")
    for sequence in ["\u{1b}[37m", "\u{1b}[40m", "\u{1b}[0;10;1m"] {
      #expect(terminal.contains(sequence), "\(sequence.dropFirst())")
    }
  }

  /// What a terminal answers to all samples, with other columns for some.
  private static func positions(_ columns: [WidthSample: Int]) -> String {
    let usual: [WidthSample: Int] = [
      .line: 1, .mark: 1, .pictograph: 1, .accent: 1,
    ]
    return WidthSample.allCases.map { "\u{1b}[7;\((columns[$0] ?? usual[$0] ?? 2) + 1)R" }.joined()
  }

  @Test(arguments: ["full", "basic", "ascii"])
  func `a terminal that draws marks two columns wide has the smaller glyph set`(
    glyphs: String
  ) throws {
    let wide: [WidthSample: Int] =
      switch glyphs {
      case "full": [:]
      case "basic": [.mark: 2]
      default: [.mark: 2, .line: 2]
      }
    let terminal = try PseudoTerminal()
    terminal.type(Self.positions(wide) + Self.attributes)
    try terminal.start(.spell)
    try terminal.read(until: "glyphs \(glyphs)")
  }

  @Test func `marks are written behind their character, and between bars nothing else`() throws {
    let terminal = try PseudoTerminal()
    terminal.type(Self.positions([:]) + Self.attributes)
    try terminal.start(.spell)
    try terminal.read(until: LifecycleChild.names)
  }

  @Test func `what the terminal draws narrower is padded, and its own cells are joined`() throws {
    let terminal = try PseudoTerminal()
    terminal.type(Self.positions([.oldEmoji: 1, .vowelSign: 1]) + Self.attributes)
    try terminal.start(.spell)
    try terminal.read(
      until: "⚡ |\u{915}\u{93f}|e\u{301}\u{302}|\u{1112}\u{1161}\u{11ab}| glyphs full")
  }

  @Test func `what the terminal cannot join is left out`() throws {
    let terminal = try PseudoTerminal()
    terminal.type(Self.positions([.accent: 2, .syllable: 6]) + Self.attributes)
    try terminal.start(.spell)
    try terminal.read(until: "|e|\u{1112}| glyphs full")
  }

  @Test func `no padding code is ever printed, after a crash neither`() throws {
    let terminal = try PseudoTerminal()
    try terminal.start(.trap, terminal: "vt100")
    try terminal.read(until: "READY")
    terminal.type("x")
    guard case .killed = try terminal.wait() else {
      Issue.record("it was to crash")
      return
    }
    #expect(!terminal.contains("$<"))
    #expect(terminal.contains("\u{1b}[m\u{f}"))
  }

  @Test func `keys among the answers reach the game`() throws {
    let terminal = try PseudoTerminal()
    terminal.type("w" + Self.white + "\u{1b}[A" + Self.attributes + "q")
    try terminal.start(.obey)
    try terminal.read(until: "keys [119, 27, 91, 65, 113]")
    terminal.send(SIGTERM)
    #expect(try terminal.wait() == .exited(code: 128 + SIGTERM))
  }

  @Test func `a question cut short by a crash leaves the terminal as it was`() throws {
    let terminal = try PseudoTerminal()
    let before = try terminal.settings()
    try terminal.start(.tell)
    try terminal.read(until: TerminalReplies.question(WidthSample.allCases))
    terminal.send(SIGQUIT)
    #expect(try terminal.wait() == .killed(signal: SIGQUIT))
    #expect(try terminal.settings() == before)
  }

  @Test func `what was typed early comes first, once, and without waiting`() {
    var descriptors: [Int32] = [-1, -1]
    #expect(unsafe pipe(&descriptors) == 0)
    defer { for descriptor in descriptors { close(descriptor) } }
    var reader = KeyReader(descriptor: descriptors[0], typed: [1, 2])
    #expect(unsafe write(descriptors[1], [3] as [UInt8], 1) == 1)
    #expect(reader.poll(timeout: .seconds(20)).bytes == [1, 2, 3])
    #expect(reader.poll(timeout: .zero).bytes.isEmpty)
    reader = KeyReader(descriptor: descriptors[0], typed: [4])
    #expect(reader.poll(timeout: .seconds(20)).bytes == [4])
  }
}
