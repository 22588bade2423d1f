import Rollback
import Testing
import Vocabulary

@Suite struct BulkHashTests {
  private func digest(_ parts: [[UInt8]]) -> UInt64 {
    var hasher = StateHasher()
    for part in parts { hasher.combine(bytes: unsafe part.span.bytes) }
    return hasher.finalize()
  }

  private func digest(words: [UInt64]) -> UInt64 {
    var hasher = StateHasher()
    hasher.combine(words: words.span)
    return hasher.finalize()
  }

  /// Computed by an independent implementation of the definition.
  @Test(
    arguments: [
      (0, 0xBDEC_F68F_6CE8_904A), (1, 0x72FC_5D05_3BE7_7FA6), (7, 0x6FED_2149_73C5_CCF9),
      (8, 0x9166_747B_020A_ADE3), (9, 0xB0D2_D9EC_6898_6904), (63, 0x5559_C231_0A1C_D775),
      (64, 0x5445_AD3B_CD9A_8F30), (65, 0x3489_320B_A388_4CEB), (200, 0x4669_939A_F898_94F5),
      (1000, 0x425E_70CE_0A22_5F53),
    ] as [(Int, UInt64)])
  func `golden digests of bytes, which are part of the protocol`(count: Int, expected: UInt64) {
    let bytes = (0..<count).map { UInt8(($0 * 7 + 3) % 256) }
    #expect(digest([bytes]) == expected)
  }

  @Test func `lengths count, so that what is moved over a boundary shows`() {
    let (a, b, c) = (UInt8(ascii: "a"), UInt8(ascii: "b"), UInt8(ascii: "c"))
    #expect(digest([[a], [b, c]]) == 0xE4A3_382C_6A5B_482B)
    #expect(digest([[a, b], [c]]) == 0x10A4_C490_3A59_7CC1)
    let zeros = (0...80).map { digest([[UInt8](repeating: 0, count: $0)]) }
    #expect(Set(zeros).count == 81)
    #expect(digest([]) != digest([[]]))
  }

  @Test func `words are digested as their bytes, the lowest first`() {
    for count in 0...20 {
      let words = (0..<UInt64(count)).map { ($0 &+ 1) &* 0x0102_0408_1020_4081 }
      let bytes = words.flatMap { word in
        (0..<8).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
      }
      #expect(digest(words: words) == digest([bytes]), "\(count) words")
    }
  }

  @Test(arguments: [1, 8, 15, 64, 71, 136])
  func `L-06 every bit of every byte counts`(count: Int) {
    let bytes = [UInt8](repeating: 0x5A, count: count)
    var digests = [digest([bytes])]
    for index in 0..<count {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        digests.append(digest([changed]))
      }
    }
    #expect(Set(digests).count == count * 8 + 1)
  }

  @Test func `the order of the words counts, within a lane and between lanes`() {
    let words = (1...20).map { UInt64($0) }
    var digests = [digest(words: words)]
    for first in words.indices {
      for second in first + 1..<words.count {
        var swapped = words
        swapped.swapAt(first, second)
        digests.append(digest(words: swapped))
      }
    }
    #expect(Set(digests).count == 191)
  }

  @Test func `what came before and what comes after counts`() {
    var digests: Set<UInt64> = []
    for first in UInt64(0)..<3 {
      for last in UInt64(0)..<3 {
        var hasher = StateHasher()
        hasher.combine(first)
        hasher.combine(words: [7, 8, 9].span)
        hasher.combine(last)
        digests.insert(hasher.finalize())
      }
    }
    #expect(digests.count == 9)
  }

  @Test func `bulk is recorded in the section that is open`() {
    var hasher = StateHasher.recordingSections()
    hasher.section("one")
    hasher.combine(words: [1, 2].span)
    hasher.section("two")
    hasher.combine(words: [1, 2].span)
    hasher.section("three")
    hasher.combine(words: [1, 3].span)
    let digests = hasher.sections().map(\.digest)
    #expect(digests[0] == digests[1])
    #expect(digests[0] != digests[2])
  }
}
