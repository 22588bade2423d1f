import Rollback
import Testing
import Vocabulary

@Suite struct StateHasherTests {
  private func digest(_ words: [UInt64]) -> UInt64 {
    var hasher = StateHasher()
    for word in words { hasher.combine(word) }
    return hasher.finalize()
  }

  /// Computed by an independent implementation of the definition.
  @Test func `golden digests, which are part of the protocol`() {
    #expect(digest([]) == 0x9F32_5994_6EEE_B43E)
    #expect(digest([0]) == 0x2D0D_BC1F_D24B_9215)
    #expect(digest([1]) == 0x2FC3_5FBE_A5A6_9BAC)
    #expect(digest([1, 2]) == 0x9530_6CAC_1CD9_B961)
    #expect(digest([2, 1]) == 0xFF1C_5824_CAC1_F957)
    #expect(digest([.max]) == 0x8C15_6CBF_1823_24E9)
    #expect(digest([0, 0]) == 0xB7CD_FE15_4779_BB4D)
  }

  @Test func `integers of every width and sign are digested by value`() {
    func digest(_ value: some FixedWidthInteger) -> UInt64 {
      var hasher = StateHasher()
      hasher.combine(value)
      return hasher.finalize()
    }
    #expect(digest(UInt8(1)) == 0x2FC3_5FBE_A5A6_9BAC)
    #expect(digest(Int16(1)) == 0x2FC3_5FBE_A5A6_9BAC)
    #expect(digest(Int8(-1)) == 0x8C15_6CBF_1823_24E9)
    #expect(digest(-1) == 0x8C15_6CBF_1823_24E9)
    #expect(digest(UInt64.max) == 0x8C15_6CBF_1823_24E9)
  }

  @Test func `L-06 every single bit of a word changes the digest`() {
    let digests = Set((0..<64).map { digest([1 << UInt64($0)]) } + [digest([0])])
    #expect(digests.count == 65)
  }

  @Test func `naming sections does not change the digest of the whole`() {
    var plain = StateHasher()
    var named = StateHasher()
    named.section("first")
    plain.combine(3)
    named.combine(3)
    named.section("second")
    plain.combine(4)
    named.combine(4)
    #expect(plain.finalize() == named.finalize())
    #expect(named.sections() == [])
  }

  @Test func `sections are recorded in order with digests of their own`() {
    var hasher = StateHasher.recordingSections()
    hasher.section("one")
    hasher.combine(1)
    hasher.section("empty")
    hasher.section("two")
    hasher.combine(1)
    let sections = hasher.sections()
    #expect(sections.map(\.name) == ["one", "empty", "two"])
    #expect(
      sections.map(\.digest) == [
        0x1155_780E_EDA5_205E, 0x9E37_79B9_7F4A_7C15, 0x1155_780E_EDA5_205E,
      ])
    #expect(hasher.sections() == sections)
  }

  @Test func `a difference shows in its own section alone`() {
    var other = Toy.State()
    other.dice.state ^= 1
    let first = Toy.sectionDigests(Toy.State())
    let second = Toy.sectionDigests(other)
    #expect(first.map(\.name) == ["positions", "dice", "counters", "trace"])
    #expect(zip(first, second).filter { $0 != $1 }.map(\.0.name) == ["dice"])
    #expect(Toy.checksum(Toy.State()) != Toy.checksum(other))
  }
}
