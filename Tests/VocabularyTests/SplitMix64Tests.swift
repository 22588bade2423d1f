import Testing
import Vocabulary

@Suite struct SplitMix64Tests {
  @Test func `the published test vector of seed 1234567 comes out`() {
    var random = SplitMix64(seed: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect((0..<5).map { _ in random.next() } == expected)
  }

  @Test func `seed 0 is a seed like any other`() {
    var random = SplitMix64(seed: 0)
    let expected: [UInt64] = [
      0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F, 0xF88B_B8A8_724C_81EC,
      0x1B39_896A_51A8_749B,
    ]
    #expect((0..<5).map { _ in random.next() } == expected)
  }

  @Test func `numbers below a bound are golden, in range and reach both ends`() {
    var dice = SplitMix64(seed: 0)
    #expect((0..<10).map { _ in dice.next(below: 6) } == [5, 2, 0, 5, 0, 1, 1, 4, 1, 5])
    var random = SplitMix64(seed: 1_234_567)
    #expect(
      (0..<10).map { _ in random.next(below: 100) } == [35, 17, 53, 24, 88, 42, 59, 27, 43, 81])
    #expect(random.next(below: 1) == 0)
  }

  @Test func `the whole generator is one copyable word`() {
    var random = SplitMix64(seed: 5)
    _ = random.next()
    var copy = SplitMix64(seed: random.state)
    #expect(copy == random)
    #expect(copy.next() == random.next())
  }
}
