import Netplay
import Rollback
import Testing
import Vocabulary

/// How inputs are laid out on the wire.
struct InputRunTests {
  /// The bytes of the inputs alone.
  private func bytes(_ words: [UInt64], width: Int = 1) -> [UInt8] {
    var datagram = Sample.smallest
    datagram.inputs = .init(base: 5, words: words)
    return Array(datagram.bytes(width: width).dropFirst(Sample.smallest.bytes().count))
  }

  private func comesBack(_ words: [UInt64], width: Int) throws -> Bool {
    var datagram = Sample.smallest
    datagram.inputs = .init(base: 5, words: words)
    return try Datagram(datagram.bytes(width: width), width: width) == datagram
  }

  @Test func `the three layouts have their golden bytes`() {
    #expect(hex(bytes(Sample.heldWords)) == Sample.heldHex)
    #expect(hex(bytes(Sample.runWords)) == Sample.runHex)
    #expect(hex(bytes(Sample.packedWords)) == Sample.packedHex)
  }

  @Test(arguments: 1...8)
  func `a held input costs three bytes beside its value, however long it is held`(width: Int) {
    let largest = UInt64.max >> UInt64(64 - 8 * width)
    for count in [1, 2, 7, 127, 128] {
      #expect(bytes(Array(repeating: largest, count: count), width: width).count == 3 + width)
    }
  }

  @Test(arguments: 1...8)
  func `inputs of every width and history come back, and never cost more than packed or in runs`(
    width: Int
  ) throws {
    var dice = SplitMix64(seed: UInt64(width))
    let largest = UInt64.max >> UInt64(64 - 8 * width)
    var layouts = Set<UInt8>()
    for _ in 0..<400 {
      let words = Sample.words(&dice, count: 1 + dice.next(below: 128), largest: largest)
      #expect(try comesBack(words, width: width))
      let bytes = bytes(words, width: width)
      let runs = zip(words, words.dropFirst()).count { $0 != $1 } + 1
      let bits = UInt64.bitWidth - words.reduce(0, |).leadingZeroBitCount
      let least = min(runs * (width + 1) - 1, (words.count * bits + 7) / 8)
      #expect(bytes.count == (runs == 1 ? 3 + width : 4 + least))
      layouts.insert(bytes[2] < 128 ? 0 : bytes[3] <= 64 ? 1 : 2)
    }
    #expect(layouts.count == 3)
  }

  @Test(arguments: 1...64)
  func `values of every number of bits come back`(bits: Int) throws {
    let largest = UInt64.max >> UInt64(64 - bits)
    let width = (bits + 7) / 8
    #expect(try comesBack([largest, 0, largest / 3, 1, largest - 1, 0, largest], width: width))
  }

  @Test func `values that fit their width exactly are packed without loss`() throws {
    let words = (0..<128).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    #expect(try comesBack(words, width: 8))
    #expect(bytes(words, width: 8).count == 4 + 128 * 8)
  }
}
