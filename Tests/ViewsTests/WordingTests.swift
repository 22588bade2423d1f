import Testing
import Views
import Vocabulary

@Suite struct WordingTests {
  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-4200, "-4,200"),
  ])
  func `long numbers are grouped`(number: Int, text: String) {
    #expect(Wording.grouped(number) == text)
  }

  @Test(arguments: [(0, "0 rounds"), (1, "1 round"), (2, "2 rounds"), (1200, "1,200 rounds")])
  func `one of many has no s`(number: Int, text: String) {
    #expect(Wording.plural(number, "round") == text)
    #expect((Wording.plural(number, "match", plural: "matches") == "1 match") == (number == 1))
  }

  @Test(arguments: [
    (12_345, 5, "12345"), (123_456, 5, "123k"), (12_345, 4, "12k"), (1_234_567, 5, "1.2M"),
    (999_999, 5, "999k"), (1_234_567, 7, "1234567"), (98_765_432_101, 5, "98.7G"), (0, 3, "0"),
    (123_456, 6, "123456"), (45_678, 4, "45k"), (4_567, 3, "4k"),
  ])
  func `numbers that do not fit are abbreviated`(number: Int, columns: Int, text: String) {
    #expect(Wording.count(number, columns: columns) == text)
  }

  @Test(arguments: [0, 9, 10, 99, 100, 999, 1000, 9999, 99_999, 999_999, 10_000_000, Int.max])
  func `an abbreviated number never takes more than its columns`(number: Int) {
    for columns in 4...9 { #expect(Wording.count(number, columns: columns).count <= columns) }
  }

  @Test(arguments: [
    (0.0, "+0.0"), (0.44, "+0.4"), (-0.36, "-0.4"), (-0.04, "+0.0"), (12.25, "+12.3"),
    (.infinity, "?"),
  ])
  func `signed decimals always carry a sign`(number: Double, text: String) {
    #expect(Wording.signed(number) == text)
  }

  @Test(arguments: [
    (0.0, "0%"), (0.005, "0.5%"), (0.0994, "9.9%"), (0.12, "12%"), (1.0, "100%"), (7.0, "100%"),
    (.nan, "?%"),
  ])
  func `shares are percent`(share: Double, text: String) {
    #expect(Wording.percent(share) == text)
  }

  @Test(arguments: [
    (nil, "–"), (0, "0ms"), (168, "168ms"), (999, "999ms"), (2500, "2.5s"), (75_000, "75s"),
    (-3, "0ms"),
  ])
  func `times are short`(milliseconds: Int?, text: String) {
    #expect(Wording.time(milliseconds: milliseconds) == text)
  }

  @Test func `a hash shows its first eight digits, zeros too`() {
    #expect(Wording.hash(0x9f3c_41e2_0123_4567) == "9f3c41e2")
    #expect(Wording.hash(0xff) == "00000000")
  }
}
