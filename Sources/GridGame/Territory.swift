/// Counts who reaches which cells first, for bots: both sides spread over the free cells at once.
///
/// The board is one long row of bits, 64 to a word, with one closed column at the end of every row,
/// so that a step left or right is a shift by one and a step up or down a shift by a row.
package struct Territory: Sendable {
  /// The bits of the largest board are 25 words; one more on either side is always empty.
  typealias Bits = InlineArray<27, UInt64>

  /// More waves than any game but a maze needs; what lies further counts for nobody.
  static let maximumWaves = 80

  private var free = Bits(repeating: 0)
  private var wordCount = 0
  private var rowBits = 1

  private var open = Bits(repeating: 0)
  private var mine = Bits(repeating: 0)
  private var theirs = Bits(repeating: 0)

  package init() {}

  /// Takes over which cells of `board` can be ridden on.
  package mutating func load(_ board: Board) {
    rowBits = Int(board.width) + 1
    wordCount = (rowBits * Int(board.height) + 63) / 64
    for index in 0..<27 { free[index] = 0 }
    for row in 0..<Int(board.height) {
      for column in 0..<board.usedWordsPerRow {
        let width = min(8, Int(board.width) - column * 8)
        let bits = board.freeBits(row: row, column: column) & (1 &<< UInt64(width) &- 1)
        add(bits, at: row * rowBits + column * 8)
      }
    }
  }

  /// Whether a cell can be ridden on; `false` outside the board.
  package func isFree(_ position: Position) -> Bool {
    let bit = Int(position.y) * rowBits + Int(position.x)
    guard position.x < rowBits, bit < wordCount * 64 else { return false }
    return free[bit >> 6 &+ 1] &>> UInt64(bit & 63) & 1 == 1
  }

  /// Begins a count without anyone on the board.
  package mutating func begin() {
    for index in 0...(wordCount + 1) {
      open[index] = free[index]
      mine[index] = 0
      theirs[index] = 0
    }
  }

  package mutating func addMine(_ position: Position) {
    let bit = Int(position.y) * rowBits + Int(position.x)
    mine[bit >> 6 &+ 1] |= 1 &<< UInt64(bit & 63)
    open[bit >> 6 &+ 1] &= ~(1 &<< UInt64(bit & 63))
  }

  package mutating func addTheirs(_ position: Position) {
    let bit = Int(position.y) * rowBits + Int(position.x)
    theirs[bit >> 6 &+ 1] |= 1 &<< UInt64(bit & 63)
    open[bit >> 6 &+ 1] &= ~(1 &<< UInt64(bit & 63))
  }

  /// Cells that I reach first less cells that they reach first; what both reach at once is nobody's.
  package mutating func balance() -> Int {
    var waves = 0
    while waves < Self.maximumWaves, spread() { waves += 1 }
    var balance = 0
    for index in 1...wordCount {
      balance += mine[index].nonzeroBitCount - theirs[index].nonzeroBitCount
    }
    return balance
  }

  /// Lets both sides step once in all directions; `false` when neither could.
  private mutating func spread() -> Bool {
    let row = UInt64(rowBits)
    let rest = 64 &- row
    var mineBefore: UInt64 = 0
    var theirsBefore: UInt64 = 0
    var grown: UInt64 = 0
    var m = mine[1]
    var t = theirs[1]
    var index = 1
    while index <= wordCount {
      let mineAfter = mine[index &+ 1]
      let theirsAfter = theirs[index &+ 1]
      let o = open[index]
      if o != 0, m | t | mineBefore | theirsBefore | mineAfter | theirsAfter != 0 {
        let mineSides = m &<< 1 | m &>> 1 | mineBefore &>> 63 | mineAfter &<< 63
        let mineRows = m &<< row | m &>> row | mineBefore &>> rest | mineAfter &<< rest
        let theirSides = t &<< 1 | t &>> 1 | theirsBefore &>> 63 | theirsAfter &<< 63
        let theirRows = t &<< row | t &>> row | theirsBefore &>> rest | theirsAfter &<< rest
        let reachedByMe = (mineSides | mineRows) & o
        let reachedByThem = (theirSides | theirRows) & o
        let reached = reachedByMe | reachedByThem
        if reached != 0 {
          mine[index] = m | reachedByMe & ~reachedByThem
          theirs[index] = t | reachedByThem & ~reachedByMe
          open[index] = o & ~reached
          grown |= reached
        }
      }
      mineBefore = m
      theirsBefore = t
      m = mineAfter
      t = theirsAfter
      index &+= 1
    }
    return grown != 0
  }

  private mutating func add(_ bits: UInt64, at bit: Int) {
    let shift = UInt64(bit & 63)
    free[bit >> 6 &+ 1] |= bits &<< shift
    if shift > 56 { free[bit >> 6 &+ 2] |= bits &>> (64 &- shift) }
  }
}

extension Board {
  /// One bit for each cell of a word that can be ridden on, the leftmost lowest.
  func freeBits(row: Int, column: Int) -> UInt64 {
    let word = words[row &* Self.wordsPerRow &+ column]
    let blocking = word & 0xFEFE_FEFE_FEFE_FEFE
    let low = (blocking & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
    let free = ~(low | blocking) & 0x8080_8080_8080_8080
    return ((free &>> 7) &* 0x0102_0408_1020_4080) &>> 56
  }
}
