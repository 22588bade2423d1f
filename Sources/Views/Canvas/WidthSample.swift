/// Names what a terminal is asked to draw at the start, to see how far its cursor moves: one of each
/// kind of which terminals are known to differ.
package enum WidthSample: CaseIterable, Hashable, Sendable {
  /// Lines of frames, and all else in the basic glyph set that East Asian fonts may draw wide.
  case line
  /// The marks of the full glyph set; terminals for East Asian text draw them two columns wide.
  case mark
  /// Emoji that became wide with Unicode 9, those that always were, and those of Unicode 12 on.
  case oldEmoji, emoji, newEmoji
  /// Pictures that are text, one column wide, and that some terminals draw as emoji.
  case pictograph
  case flag
  /// An accent on a letter, a vowel sign beside one, and a syllable in its parts.
  case accent, vowelSign, syllable

  package var text: String {
    switch self {
    case .line: "─"
    case .mark: "◆"
    case .oldEmoji: "⚡"
    case .emoji: "😀"
    case .newEmoji: "🟢"
    case .pictograph: "🕷"
    case .flag: "🇩🇪"
    case .accent: "e\u{301}"
    case .vowelSign: "\u{915}\u{93f}"
    case .syllable: "\u{1112}\u{1161}\u{11ab}"
    }
  }

  /// The scalars that the answer decides on; of these only the ones whose place is the sample's.
  private var scalars: [ClosedRange<UInt32>] {
    switch self {
    case .line, .mark: []
    case .oldEmoji: [0x2300...0x2bff]
    case .emoji:
      [0x1f000...0x1f1e5, 0x1f200...0x1f6d4, 0x1f6e0...0x1f6f9, 0x1f900...0x1f9ff]
    case .newEmoji: [0x1f6d5...0x1f6df, 0x1f6fa...0x1f6ff, 0x1f7e0...0x1f7ff, 0x1fa70...0x1faff]
    case .pictograph: [0x1f000...0x1f1e5, 0x1f200...0x1faff]
    case .flag: [0x1f1e6...0x1f1ff]
    case .accent: [0x0300...0x036f, 0x0483...0x10ff, 0x1200...0xa8ff, 0xaa00...0xabff]
    // Indic scripts and their neighbours, where letters and signs of both kinds are mixed.
    case .vowelSign: [0x0900...0x10ff, 0x1700...0x1cff, 0xa800...0xabff, 0x11000...0x11fff]
    case .syllable: [0x1160...0x11ff, 0xd7b0...0xd7ff]
    }
  }

  /// What a scalar's place becomes when the terminal says `answer` columns of this sample, of which
  /// the table says another number; nothing where it stays.
  fileprivate func correction(
    of scalar: Unicode.Scalar, at place: WidthTable.Place, answer: Int
  ) -> WidthTable.Place? {
    switch self {
    case .line, .mark: return nil
    case .oldEmoji, .emoji, .newEmoji:
      guard place == .twoColumns, answer != 2 else { return nil }
      return answer == 1 ? .padded : .unknown
    case .pictograph, .flag: return place == .oneColumn ? .unknown : nil
    case .accent, .syllable: return place == .onTheLast ? .nowhere : nil
    case .vowelSign:
      guard scalar.properties.generalCategory == .spacingMark else { return nil }
      // Curses writes what follows a letter in its cell as it is, whatever it takes it for.
      return place == .oneColumn && answer == 1 ? .onTheLast : .nowhere
    }
  }

  fileprivate func correct(_ places: inout [WidthTable.Place], answer: Int) {
    for value in scalars.joined() where Int(value) < places.count {
      guard let scalar = Unicode.Scalar(value),
        let place = correction(of: scalar, at: places[Int(value)], answer: answer)
      else { continue }
      places[Int(value)] = place
    }
  }
}

extension WidthTable {
  /// The table for a terminal that has answered: where it and the C library differ, a text is drawn
  /// so that both count the same columns, if need be with `?` or without its marks.
  package func corrected(by answers: [WidthSample: Int]) -> WidthTable {
    let differing = WidthSample.allCases.filter { sample in
      answers[sample].map { $0 != columns(sample.text) } ?? false
    }
    guard !differing.isEmpty else { return self }
    var places = places
    for sample in differing {
      if let answer = answers[sample] { sample.correct(&places, answer: answer) }
    }
    return WidthTable(places: places)
  }

  /// The largest glyph set of which a terminal draws each mark in one column, by its answers and by
  /// this table; nothing when neither says more than that there is no reason to doubt it.
  package func glyphSet(answers: [WidthSample: Int]) -> GlyphSet? {
    let columns = [WidthSample.line, .mark].map { sample in
      self.columns(sample.text) == 1 ? answers[sample] : self.columns(sample.text)
    }
    switch (columns[0], columns[1]) {
    case (nil, nil): return nil
    case (1, 1), (1, nil), (nil, 1): return .full
    case (1, _), (nil, _): return .basic
    default: return .ascii
    }
  }
}
