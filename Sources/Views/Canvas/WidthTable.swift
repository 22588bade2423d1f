/// Tells how many columns every scalar takes on the terminal that is drawn on.
///
/// The one opinion on that: text is measured, cut, broken and drawn by it. `Terminal` makes it of what
/// the C library says, which curses goes by too, and of what the terminal has answered; tests draw with
/// `fixed`. It is about 20 kB that all copies share, and ASCII is never looked up.
package struct WidthTable: Hashable, Sendable {
  /// Tells what becomes of a scalar of a text.
  package enum Place: UInt8, CaseIterable, Hashable, Sendable {
    /// It is left out: a control, a change of direction, or nothing that is seen.
    case nowhere
    case oneColumn
    case twoColumns
    /// It is drawn in the cell of the scalar before it.
    case onTheLast
    /// The terminal and curses differ on it, so `?` stands in its place.
    case unknown
    /// The terminal moves on by one column where curses counts two: a blank has to follow it.
    case padded
  }

  /// Scalars in one page, and the bits for the place of each.
  private static let pageLength = 256
  private static let bits = 4
  private static let scalarsPerWord = 64 / bits
  private static let wordsPerPage = pageLength / scalarsPerWord
  /// Behind these are no letters, but tags, private use, and what nobody has assigned.
  package static let scalars = 0x4_0000

  /// The page of every 256 scalars; equal pages are kept once.
  private var index: [UInt16]
  private var words: [UInt64]

  /// Takes what the C library says of each scalar below `scalars`: -1 for what cannot be printed, and
  /// 0 for what is drawn on the scalar before it.
  package init(columns: [Int8]) {
    precondition(columns.count == Self.scalars, "\(columns.count) scalars are not \(Self.scalars)")
    var places = columns.map { Self.place(columns: $0) }
    for range in Self.hidden {
      for value in range where Int(value) < Self.scalars {
        places[Int(value)] = .nowhere
      }
    }
    self.init(places: places)
  }

  init(places: [Place]) {
    index = []
    words = []
    var known: [[UInt64]: UInt16] = [:]
    for start in stride(from: 0, to: Self.scalars, by: Self.pageLength) {
      var page = [UInt64](repeating: 0, count: Self.wordsPerPage)
      for offset in 0..<Self.pageLength {
        let (word, shift) = offset.quotientAndRemainder(dividingBy: Self.scalarsPerWord)
        page[word] |= UInt64(places[start + offset].rawValue) << UInt64(shift * Self.bits)
      }
      if let number = known[page] {
        index.append(number)
      } else {
        let number = UInt16(words.count / Self.wordsPerPage)
        known[page] = number
        index.append(number)
        words += page
      }
    }
  }

  private static func place(columns: Int8) -> Place {
    switch columns {
    case 0: .onTheLast
    case 1: .oneColumn
    case 2: .twoColumns
    default: .nowhere
    }
  }

  /// What becomes of a scalar.
  package func place(of scalar: Unicode.Scalar) -> Place {
    let value = Int(scalar.value)
    if value < 0x7f { return value < 0x20 ? .nowhere : .oneColumn }
    guard value < Self.scalars else { return .nowhere }
    let page = Int(index[value / Self.pageLength])
    let (word, shift) = (value % Self.pageLength).quotientAndRemainder(
      dividingBy: Self.scalarsPerWord)
    let bits = words[page * Self.wordsPerPage + word] >> UInt64(shift * Self.bits) & 0xf
    return Place(rawValue: UInt8(bits)) ?? .nowhere
  }

  /// All places, to be changed and made a table of again.
  var places: [Place] {
    (0..<UInt32(Self.scalars)).map { Unicode.Scalar($0).map { place(of: $0) } ?? .nowhere }
  }

  /// 0, 1 or 2.
  package func columns(_ scalar: Unicode.Scalar) -> Int { place(of: scalar).columns }

  /// The columns of a whole text.
  package func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + columns($1) }
  }

  /// The columns of all pieces together.
  func columns(_ phrases: [Phrase]) -> Int { phrases.reduce(0) { $0 + columns($1.text) } }
}

extension WidthTable.Place {
  var columns: Int {
    switch self {
    case .nowhere, .onTheLast: 0
    case .oneColumn, .unknown: 1
    case .twoColumns, .padded: 2
    }
  }
}

extension Unicode.Scalar {
  /// Whether it may not be shown, whatever a terminal makes of it: controls, what steers the direction
  /// of text or joins its letters, and what has no shape.
  package var isHidden: Bool { WidthTable.hidden.contains { $0.contains(value) } }

  /// Whether it is drawn on another character.
  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: false
    }
  }
}

extension WidthTable {
  /// C0, DEL, C1, Default_Ignorable_Code_Point of Unicode, line ends and annotations. Skin tones too:
  /// half of the terminals draw them into the cell before, and half beside it.
  fileprivate static let hidden: [ClosedRange<UInt32>] = [
    0x00...0x1f, 0x7f...0x9f, 0xad...0xad, 0x34f...0x34f, 0x61c...0x61c, 0x115f...0x1160,
    0x17b4...0x17b5, 0x180b...0x180f, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f,
    0x3164...0x3164, 0xfe00...0xfe0f, 0xfeff...0xfeff, 0xffa0...0xffa0, 0xfff0...0xfffb,
    0x1bca0...0x1bca3, 0x1d173...0x1d17a, 0x1f3fb...0x1f3ff, 0xe0000...0xe0fff,
  ]
}
