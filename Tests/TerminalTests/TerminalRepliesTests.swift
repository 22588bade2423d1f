import Terminal
import Testing
import Views
import Vocabulary

/// Which bytes are answers and which are keys.
@Suite struct TerminalRepliesTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var bytes: String
    var typed = ""
    var isComplete = false
    var background: TerminalCapabilities.Background?
    var synchronizes = false
    /// Columns of the three samples that were asked for.
    var columns: [Int] = []
  }

  private static let samples: [WidthSample] = [.line, .mark, .emoji]

  static let examples = [
    Example(testDescription: "nothing", bytes: ""),
    Example(testDescription: "DA1", bytes: "\u{1b}[?62;4;22c", isComplete: true),
    Example(testDescription: "DA1 of a VT100", bytes: "\u{1b}[?1;2c", isComplete: true),
    Example(testDescription: "DA2 is another answer", bytes: "\u{1b}[>41;354;0c"),
    Example(testDescription: "mode set", bytes: "\u{1b}[?2026;1$y", synchronizes: true),
    Example(testDescription: "mode reset", bytes: "\u{1b}[?2026;2$y", synchronizes: true),
    Example(testDescription: "mode unknown", bytes: "\u{1b}[?2026;0$y"),
    Example(testDescription: "mode never", bytes: "\u{1b}[?2026;4$y"),
    Example(testDescription: "another mode", bytes: "\u{1b}[?2027;1$y"),
    Example(
      testDescription: "dark, ended by ST", bytes: "\u{1b}]11;rgb:0000/2b2b/3636\u{1b}\\",
      background: .dark),
    Example(
      testDescription: "light, ended by BEL", bytes: "\u{1b}]11;rgb:fdfd/f6f6/e3e3\u{07}",
      background: .light),
    Example(testDescription: "foreground", bytes: "\u{1b}]10;rgb:ffff/ffff/ffff\u{07}"),
    Example(testDescription: "no colour", bytes: "\u{1b}]11;pink\u{07}"),
    Example(
      testDescription: "Escape in a string", bytes: "\u{1b}]11;rgb:\u{1b}0/0/0\u{1b}\u{1b}\\"),
    Example(
      testDescription: "all, as kitty has it",
      bytes: "\u{1b}]11;rgb:1d1d/1f1f/2121\u{1b}\\\u{1b}[?2026;2$y\u{1b}[?62;c",
      isComplete: true, background: .dark, synchronizes: true),
    Example(
      testDescription: "other answers between",
      bytes:
        "\u{1b}[?1u\u{1b}P>|xterm(379)\u{1b}\\\u{1b}[?2026;1$y\u{1b}_Gi=1;OK\u{1b}\\\u{1b}[?1c",
      isComplete: true, synchronizes: true),
    Example(
      testDescription: "keys between",
      bytes: "w\u{1b}[A\u{1b}[?2026;1$yé\u{1b}[1;5D\u{1b}OB\u{1b}[?1cq",
      typed: "w\u{1b}[Aé\u{1b}[1;5D\u{1b}OBq",
      isComplete: true, synchronizes: true),
    Example(
      testDescription: "positions", bytes: "\u{1b}[9;2R\u{1b}[9;3R\u{1b}[10;1R\u{1b}[?1c",
      isComplete: true, columns: [1, 2, 0]),
    Example(
      testDescription: "F3 with Shift after all positions",
      bytes: "\u{1b}[1;2R\u{1b}[1;2R\u{1b}[1;3R\u{1b}[1;2R", typed: "\u{1b}[1;2R",
      columns: [1, 1, 2]),
    Example(
      testDescription: "F3 with Shift after all answers", bytes: "\u{1b}[?1c\u{1b}[1;2R",
      typed: "\u{1b}[1;2R", isComplete: true),
    Example(
      testDescription: "not every position", bytes: "\u{1b}[9;2R\u{1b}[9;3R\u{1b}[?1c",
      isComplete: true),
    Example(
      testDescription: "no positions",
      bytes: "\u{1b}[R\u{1b}[1R\u{1b}[0;2R\u{1b}[1;0R\u{1b}[1;2;3R\u{1b}[;2R",
      typed: "\u{1b}[R\u{1b}[1R\u{1b}[0;2R\u{1b}[1;0R\u{1b}[1;2;3R\u{1b}[;2R"),
    Example(testDescription: "Escape alone", bytes: "\u{1b}", typed: "\u{1b}"),
    Example(
      testDescription: "Escape, then an answer", bytes: "\u{1b}\u{1b}[?1c", typed: "\u{1b}",
      isComplete: true),
    Example(
      testDescription: "a sequence cut short, then an answer", bytes: "\u{1b}[1;\u{1b}[?1c",
      typed: "\u{1b}[1;", isComplete: true),
    Example(testDescription: "Alt and a key", bytes: "\u{1b}wa", typed: "\u{1b}wa"),
    Example(testDescription: "a mouse", bytes: "\u{1b}[<0;1;1M", typed: "\u{1b}[<0;1;1M"),
    Example(testDescription: "half an answer", bytes: "\u{1b}[?20", typed: "\u{1b}[?20"),
    Example(testDescription: "half a string", bytes: "\u{1b}]11;rg", typed: "\u{1b}]11;rg"),
    Example(
      testDescription: "a control in a sequence", bytes: "\u{1b}[?1\u{3}c",
      typed: "\u{1b}[?1\u{3}c"),
  ]

  private static func expect(_ replies: TerminalReplies, _ example: Example) {
    #expect(String(decoding: replies.typed, as: UTF8.self) == example.typed)
    #expect(replies.isComplete == example.isComplete)
    #expect(replies.background == example.background)
    #expect(replies.synchronizesOutput == example.synchronizes)
    #expect(samples.compactMap { replies.columns[$0] } == example.columns)
  }

  @Test(arguments: examples) func `bytes are sorted`(example: Example) {
    var replies = TerminalReplies(Self.samples)
    for byte in example.bytes.utf8 { replies.feed(byte) }
    Self.expect(replies, example)
  }

  @Test(arguments: examples) func `at no byte is anything lost`(example: Example) {
    // Until it ends, a sequence counts as typed: what is no key must be an answer that has ended.
    var replies = TerminalReplies(Self.samples)
    for byte in example.bytes.utf8 {
      let before = replies.typed
      replies.feed(byte)
      #expect(replies.typed == before + [byte] || before.starts(with: replies.typed))
    }
  }

  @Test(arguments: examples.filter { $0.typed.isEmpty })
  func `an answer that comes too late is no key`(example: Example) {
    var decoder = KeyDecoder()
    #expect(example.bytes.utf8.compactMap { decoder.feed($0, now: .zero) } == [])
    #expect(decoder == KeyDecoder(), "it waits for nothing more")
  }

  @Test func `a string without end is typed, and what follows is understood`() {
    var replies = TerminalReplies(Self.samples)
    let long = "\u{1b}]11;" + String(repeating: "x", count: 252)
    for byte in (long + "\u{1b}[?1c").utf8 { replies.feed(byte) }
    #expect(String(decoding: replies.typed, as: UTF8.self) == long)
    #expect(replies.isComplete)
  }

  @Test(arguments: UInt64(0)..<300) func `any bytes are accepted`(seed: UInt64) {
    var state = seed &+ 0x9e37_79b9_7f4a_7c15
    let alphabet = Array("\u{1b}\u{1b}[]?>;$ycP\\\u{07}12w\u{18}é".utf8)
    var replies = TerminalReplies(Self.samples)
    for _ in 0..<400 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      replies.feed(alphabet[Int(state >> 33) % alphabet.count])
    }
    #expect(replies.typed.count <= 400)
  }

  @Test(
    arguments: [
      ("rgb:f/f/f", .light), ("rgb:0/0/0", .dark), ("rgba:0000/0000/0000/ffff", .dark),
      ("rgb:80/80/80", .light), ("rgb:7f/7f/7f", .dark), ("rgb:00/ff/00", .light),
      ("rgb:00/00/ff", .dark), ("rgb:fff/fff/fff", .light), ("rgb:ff/ff", nil), ("rgb:", nil),
      ("rgb:fffff/0/0", nil), ("rgb:-1/0/0", nil), ("rgb:g/0/0", nil), ("", nil),
      ("rgba:0/0/0", nil), ("rgb:0/0/0/0", nil), ("hsv:0/0/0", nil), ("rgb:0/0/", nil),
    ] as [(String, TerminalCapabilities.Background?)])
  func `luma tells dark from light`(
    colour: String, background: TerminalCapabilities.Background?
  ) {
    #expect(TerminalCapabilities.Background(colour: colour) == background)
  }

  @Test(
    arguments: [
      ("15;0", .dark), ("0;15", .light), ("0;default;7", .light), ("7;8", .dark), ("0;9", .light),
      ("12;6", .dark), ("15;default", nil), ("0;16", nil), ("", nil), (";", nil),
    ] as [(String, TerminalCapabilities.Background?)])
  func `the variable tells dark from light`(
    variable: String, background: TerminalCapabilities.Background?
  ) {
    #expect(TerminalCapabilities.Background(variable: variable) == background)
  }

  @Test func `an answer counts for more than the variable`() {
    var replies = TerminalReplies(Self.samples)
    let told = { (variable: String?) in
      TerminalCapabilities(replies: replies, variable: variable, library: .fixed)
    }
    #expect(
      told("0;15")
        == TerminalCapabilities(background: .light, synchronizesOutput: false, widths: .fixed))
    #expect(
      told(nil)
        == TerminalCapabilities(background: .unknown, synchronizesOutput: false, widths: .fixed))
    for byte in "\u{1b}]11;rgb:0/0/0\u{07}\u{1b}[?2026;2$y".utf8 { replies.feed(byte) }
    #expect(
      told("0;15")
        == TerminalCapabilities(background: .dark, synchronizesOutput: true, widths: .fixed))
  }
}
