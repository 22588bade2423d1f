import Testing
import Vocabulary

struct NumberTests {
  @Test(arguments: [0, 1, 127, 128, 16_383, 16_384, 1 << 55, Int.max])
  func `a varint comes back at each of its lengths`(value: Int) throws {
    var writer = ByteWriter()
    writer.varint(value)
    var reader = ByteReader(writer.bytes[...])
    #expect(try reader.varint() == value)
    #expect(reader.remaining == 0)
  }

  @Test func `varints have the lengths that the document states`() {
    for (value, length) in [(127, 1), (128, 2), (16_383, 2), (16_384, 3), (Int.max, 9)] {
      var writer = ByteWriter()
      writer.varint(value)
      #expect(writer.bytes.count == length)
    }
  }

  @Test func `words are little-endian and are read from a slice's own start`() throws {
    var writer = ByteWriter()
    writer.word(0x0A0B0C, 3)
    writer.uint16(0x1122)
    #expect(writer.bytes == [0x0C, 0x0B, 0x0A, 0x22, 0x11])
    var reader = ByteReader(([0xEE, 0xEE] + writer.bytes)[2...])
    #expect(try reader.word(3) == 0x0A0B0C)
    #expect(try reader.uint16() == 0x1122)
    #expect(throws: WireError.truncated) { try reader.byte() }
    #expect(throws: WireError.truncated) { try reader.word(1) }
  }

  @Test func `a block is limited by the reader and not by its length field`() throws {
    func block(_ bytes: [UInt8], limit: Int) throws(WireError) -> [UInt8] {
      var reader = ByteReader(bytes[...])
      return Array(try reader.block(limit: limit))
    }
    #expect(try block([3, 1, 2, 3], limit: 3) == [1, 2, 3])
    #expect(throws: WireError.invalid(.length)) { try block([4, 1, 2, 3, 4], limit: 3) }
    #expect(throws: WireError.truncated) { try block([3, 1, 2], limit: 3) }
    let huge = [UInt8](repeating: 0xFF, count: 8) + [0x7F]
    #expect(throws: WireError.truncated) { try block(huge, limit: .max) }
  }

  @Test func `durations convert to whole nanoseconds and back`() {
    #expect(Duration.milliseconds(1500).wholeNanoseconds == 1_500_000_000)
    #expect(Duration.microseconds(-3).wholeNanoseconds == -3000)
    #expect(Duration.milliseconds(7).halved == .microseconds(3500))
    #expect(Instant.zero + .seconds(2) - .milliseconds(500) == Instant(nanoseconds: 1_500_000_000))
    #expect(Instant(nanoseconds: 5) - Instant(nanoseconds: 9) == .nanoseconds(-4))
    #expect(Duration.microseconds(2500).milliseconds == 2.5)
  }
}
