import Testing
import Vocabulary

/// Lines are what a person meant by them, whatever program wrote them, or refused with their place.
struct TextLinesTests {
  private func texts(_ bytes: [UInt8]) throws -> [String?] {
    try TextLines(bytes).lines.map(\.text)
  }

  @Test(arguments: ["a\nb\n", "a\r\nb\r\n", "\u{FEFF}a\nb\n", "\u{FEFF}a\r\nb\r\n", "a\r\nb\n"])
  func `ends of lines and a mark at the start change nothing`(text: String) throws {
    #expect(try texts(Array(text.utf8)) == ["a", "b", ""])
    #expect(try TextLines(Array(text.utf8)).lines.map(\.number) == [1, 2, 3])
  }

  @Test func `a last line needs no end, and nothing at all is one empty line`() throws {
    #expect(try texts(Array("a\nb".utf8)) == ["a", "b"])
    #expect(try texts([]) == [""])
    #expect(try texts([0xEF, 0xBB, 0xBF]) == [""])
    #expect(try texts([0xEF, 0xBB]) == [nil])
  }

  @Test func `a mark anywhere else is part of the text`() throws {
    #expect(try texts(Array("a\n\u{FEFF}b".utf8)) == ["a", "\u{FEFF}b"])
  }

  @Test(arguments: [
    ("a\rb\r", 1, 2), ("a\nb\rc\n", 2, 2), ("a\n\r", 2, 1), ("a\r\r\n", 1, 2), ("a\r", 1, 2),
  ])
  func `a carriage return alone is refused with its place`(text: String, line: Int, column: Int) {
    #expect(throws: fault(.carriageReturn, line, column)) { try TextLines(Array(text.utf8)) }
  }

  @Test func `a NUL is refused with its place`() {
    #expect(throws: fault(.nul, 2, 3)) { try TextLines(Array("ab\ncd\0".utf8)) }
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0xFF, 0xFE], [0xFF, 0xFE, 0, 0],
      [0x61, 0, 0x62, 0],
      [0, 0x61, 0, 0x62],
    ] as [[UInt8]])
  func `UTF-16 is named, with and without a mark`(bytes: [UInt8]) {
    #expect(throws: fault(.utf16, 1, 1)) { try TextLines(bytes) }
  }

  @Test func `what is no UTF-8 is left to the reader of the line`() throws {
    #expect(try texts([0x61, 0x0A, 0xC3, 0x28]) == ["a", nil])
  }

  private func fault(_ reason: TextLines.Fault.Reason, _ line: Int, _ column: Int)
    -> TextLines.Fault
  {
    TextLines.Fault(reason: reason, line: line, column: column)
  }
}
