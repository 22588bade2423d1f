import Testing
import Views

/// How wide texts are, and what is made of a terminal's answers.
@Suite struct WidthTableTests {
  private let widths = WidthTable.fixed

  @Test(arguments: [
    ("a", 1), ("~", 1), ("é", 1), ("━", 1), ("◆", 1), ("╳", 1), ("░", 1), ("日", 2), ("한", 2),
    ("😀", 2), ("\u{301}", 0), ("\u{200d}", 0), ("\u{202e}", 0), ("\u{1b}", 0), ("\u{7f}", 0),
    ("\u{85}", 0), ("\u{ad}", 0), ("\u{fe0f}", 0), ("\u{1f3fb}", 0), ("\u{e0020}", 0),
    ("\u{f0000}", 0), ("\u{10ffff}", 0),
  ])
  func `every scalar has its columns`(scalar: Unicode.Scalar, columns: Int) {
    #expect(widths.columns(scalar) == columns)
  }

  @Test func `the library's word counts for every scalar, except for what may not be shown`() {
    var columns = [Int8](repeating: -1, count: WidthTable.scalars)
    for value in columns.indices { columns[value] = Int8(value * 7 % 5) - 1 }
    let table = WidthTable(columns: columns)
    let places: [WidthTable.Place] = [.nowhere, .onTheLast, .oneColumn, .twoColumns, .nowhere]
    for value in 0..<UInt32(WidthTable.scalars) {
      guard let scalar = Unicode.Scalar(value), value >= 0x7f else { continue }
      let expected = scalar.isHidden ? .nowhere : places[Int(value) * 7 % 5]
      if table.place(of: scalar) != expected { Issue.record("\(value) is \(expected)") }
    }
  }

  /// What a terminal answers that agrees with the table.
  private static var agreement: [WidthSample: Int] {
    Dictionary(
      WidthSample.allCases.map { ($0, WidthTable.fixed.columns($0.text)) }
    ) { $1 }
  }

  private static func corrected(_ sample: WidthSample, _ answer: Int) -> WidthTable {
    var answers = agreement
    answers[sample] = answer
    return WidthTable.fixed.corrected(by: answers)
  }

  @Test func `whoever agrees or says nothing changes nothing`() {
    #expect(widths.corrected(by: Self.agreement) == widths)
    #expect(widths.corrected(by: [:]) == widths)
  }

  @Test(
    arguments: [
      // Narrower than we believe: a blank makes up for it. Else nobody knows what comes.
      (.oldEmoji, 1, "✅", .padded), (.oldEmoji, 1, "😀", .twoColumns),
      (.oldEmoji, 1, "日", .twoColumns), (.oldEmoji, 4, "⚡", .unknown),
      (.emoji, 1, "😀", .padded), (.emoji, 1, "🟢", .twoColumns), (.emoji, 0, "😀", .unknown),
      (.newEmoji, 1, "🟢", .padded), (.newEmoji, 1, "⚡", .twoColumns),
      (.pictograph, 2, "🕷", .unknown), (.pictograph, 2, "😀", .twoColumns),
      (.pictograph, 2, "🇩", .oneColumn), (.flag, 4, "🇩", .unknown), (.flag, 1, "🕷", .oneColumn),
      (.accent, 2, "\u{301}", .nowhere), (.accent, 2, "\u{11ab}", .onTheLast),
      (.syllable, 6, "\u{11ab}", .nowhere), (.syllable, 6, "\u{1112}", .twoColumns),
      (.vowelSign, 1, "\u{93f}", .onTheLast), (.vowelSign, 1, "\u{915}", .oneColumn),
      (.vowelSign, 3, "\u{93f}", .nowhere), (.vowelSign, 1, "\u{bbf}", .onTheLast),
    ] as [(WidthSample, Int, Unicode.Scalar, WidthTable.Place)])
  func `an answer decides for its kind alone`(
    sample: WidthSample, answer: Int, scalar: Unicode.Scalar, place: WidthTable.Place
  ) {
    #expect(Self.corrected(sample, answer).place(of: scalar) == place)
  }

  @Test func `what nobody can place is a question mark, and what is padded two columns`() {
    var canvas = Canvas(width: 6, height: 1, Self.corrected(.pictograph, 2))
    #expect(canvas.put("a🕷\u{301}b", row: 0, column: 0, .text) == 3)
    #expect(canvas.text() == "a?b")
    canvas = Canvas(width: 6, height: 1, Self.corrected(.oldEmoji, 1))
    #expect(canvas.put("a⚡b", row: 0, column: 0, .text) == 4)
    #expect(canvas[row: 0, column: 2].isContinuation)
  }

  @Test(
    arguments: [
      (nil, nil, nil), (1, 1, .full), (1, 2, .basic), (2, 2, .ascii), (2, 1, .ascii),
      (nil, 2, .basic), (0, 1, .ascii),
    ] as [(Int?, Int?, GlyphSet?)])
  func `marks that take two columns leave the smaller glyph set`(
    line: Int?, mark: Int?, glyphs: GlyphSet?
  ) {
    var answers: [WidthSample: Int] = [:]
    answers[.line] = line
    answers[.mark] = mark
    #expect(widths.glyphSet(answers: answers) == glyphs)
  }

  @Test func `a library that counts our marks as two has the smaller glyph set unasked`() {
    var columns = [Int8](repeating: 1, count: WidthTable.scalars)
    columns[0x25c6] = 2
    #expect(WidthTable(columns: columns).glyphSet(answers: [:]) == .basic)
    columns[0x2500] = 2
    #expect(WidthTable(columns: columns).glyphSet(answers: [:]) == .ascii)
  }

  @Test(
    arguments: [
      (nil, ["LANG": "en_US.UTF-8"], .full), (nil, ["LANG": "C"], .ascii), (nil, [:], .ascii),
      (nil, ["LANG": "ja_JP.utf8"], .basic), (.full, ["LANG": "ja_JP.utf8"], .full),
      (.basic, ["LANG": "en_US.UTF-8"], .basic), (.full, ["LANG": "C"], .ascii),
      (nil, ["LC_ALL": "", "LANG": "C.UTF-8", "TERM": "linux"], .basic),
      (nil, ["LC_ALL": "C", "LANG": "C.UTF-8"], .ascii),
    ] as [(GlyphSet?, [String: String], GlyphSet)])
  func `what a terminal has told counts for more than language and name`(
    told: GlyphSet?, variables: [String: String], glyphs: GlyphSet
  ) {
    #expect(GlyphSet.fitting(told: told) { variables[$0] } == glyphs)
  }

  @Test func `a cut text shows that something is missing`() {
    #expect(widths.fit("danielle", columns: 8) == "danielle")
    #expect(widths.fit("danielle", columns: 7) == "daniel…")
    #expect(widths.fit("日本語", columns: 4) == "日…")
    #expect(widths.fit("a", columns: 0) == "")
  }

  @Test func `long lines break at blanks, and words that are too long anywhere`() {
    #expect(widths.wrap("one two three", columns: 7) == ["one two", "three"])
    #expect(widths.wrap("abcdefghij k", columns: 4) == ["abcd", "efgh", "ij k"])
    #expect(widths.wrap("", columns: 4) == [""])
    #expect(widths.wrap("日本", columns: 1) == ["日", "本"])
  }

  @Test func `the first text that fits is taken`() {
    #expect(widths.first(of: ["long text", "short", "s"], columns: 6) == "short")
    #expect(widths.first(of: ["long text", "shorter"], columns: 3) == "sh…")
  }

  @Test func `a text is cut and broken between characters, never before a mark`() {
    let accented = "e\u{301}e\u{302}e\u{303}"
    #expect(widths.fit(accented, columns: 2) == "e\u{301}…")
    #expect(widths.wrap(accented, columns: 2) == ["e\u{301}e\u{302}", "e\u{303}"])
    #expect(widths.wrap("日\u{301}日", columns: 1) == ["日\u{301}", "日"])
  }
}
