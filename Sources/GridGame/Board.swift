/// Holds the cells of the largest board, one byte each and eight to a word.
///
/// A row takes eight words whatever the width, so that a cell is found without a multiplication and
/// the rows in use can be hashed and searched a word at a time.
package struct Board: Sendable, BitwiseCopyable {
  static let maximumWidth = 60
  static let maximumHeight = 26
  static let wordsPerRow = 8

  package var words: InlineArray<208, UInt64>
  package var width: UInt8
  package var height: UInt8

  init(width: Int, height: Int) {
    words = InlineArray(repeating: 0)
    self.width = UInt8(truncatingIfNeeded: width)
    self.height = UInt8(truncatingIfNeeded: height)
  }

  /// The words of a row that hold cells of the board.
  var usedWordsPerRow: Int { (Int(width) + 7) >> 3 }

  func contains(_ position: Position) -> Bool { position.x < width && position.y < height }

  /// Reads or writes a cell inside the board.
  subscript(position: Position) -> CellByte {
    get {
      let word = words[Self.wordIndex(position)]
      return CellByte(raw: UInt8(truncatingIfNeeded: word &>> Self.shift(position)))
    }
    set {
      let shift = Self.shift(position)
      let index = Self.wordIndex(position)
      words[index] = words[index] & ~(0xFF &<< shift) | UInt64(newValue.raw) &<< shift
    }
  }

  /// All cells inside the board, row by row.
  var bytes: [CellByte] {
    var bytes: [CellByte] = []
    bytes.reserveCapacity(Int(width) * Int(height))
    let words = words.span
    for row in 0..<Int(height) {
      for column in 0..<Int(width) {
        let word = words[row &* Self.wordsPerRow &+ column &>> 3]
        bytes.append(
          CellByte(raw: UInt8(truncatingIfNeeded: word &>> (UInt64(column & 7) &* 8))))
      }
    }
    return bytes
  }

  /// Whether a cycle cannot ride there.
  func isBlocked(_ position: Position) -> Bool {
    !contains(position) || self[position].isBlocking
  }

  /// Replaces each cell by `transform` of it; skips words that hold only floor.
  mutating func replaceAll(_ transform: (CellByte) -> CellByte) {
    for row in 0..<Int(height) {
      for column in 0..<usedWordsPerRow {
        let index = row &* Self.wordsPerRow &+ column
        let word = words[index]
        guard word != 0 else { continue }
        words[index] = Self.replaced(word, transform)
      }
    }
  }

  private static func replaced(_ word: UInt64, _ transform: (CellByte) -> CellByte) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let cell = CellByte(raw: UInt8(truncatingIfNeeded: word &>> shift))
      result |= UInt64(transform(cell).raw) &<< shift
      shift &+= 8
    }
    return result
  }

  private static func wordIndex(_ position: Position) -> Int {
    Int(position.y) &* wordsPerRow &+ Int(position.x) &>> 3
  }

  private static func shift(_ position: Position) -> UInt64 { UInt64(position.x & 7) &* 8 }
}
