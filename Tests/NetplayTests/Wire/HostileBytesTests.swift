import Netplay
import Rollback
import Testing
import Vocabulary

struct HostileBytesTests {
  private func error(_ bytes: [UInt8], width: Int = 1) -> WireError? {
    do throws(WireError) {
      _ = try Datagram(bytes, width: width)
      return nil
    } catch { return error }
  }

  /// The smallest datagram with `flags` and what follows its fixed part.
  private func datagram(flags: UInt8, _ rest: [UInt8]) -> [UInt8] {
    var bytes = Sample.smallest.bytes()
    bytes[9] = flags
    return bytes + rest
  }

  @Test(arguments: [Sample.smallest, Sample.fullest])
  func `every truncation of a datagram is an error`(datagram: Datagram) {
    let bytes = datagram.bytes()
    for count in bytes.indices { #expect(error(Array(bytes.prefix(count))) != nil) }
    #expect(error(bytes) == nil)
  }

  @Test func `a byte too many is an error`() {
    #expect(error(Sample.smallest.bytes() + [0]) == .trailingBytes)
    #expect(error(Sample.fullest.bytes() + [0]) == .trailingBytes)
  }

  @Test func `another version is told with its number`() {
    var bytes = Sample.smallest.bytes()
    for version in UInt8(0)...7 where version != Envelope.version {
      bytes[0] = version << 5 | 1
      #expect(error(bytes) == .version(version))
    }
  }

  @Test func `an unknown kind is an error, and every seat is one`() {
    var bytes = Sample.smallest.bytes()
    bytes[0] = Envelope.version << 5 | 3 << 3
    #expect(error(bytes) == .unknownKind(3))
    for seat in UInt8(0)...7 {
      bytes[0] = Envelope.version << 5 | seat
      #expect(error(bytes) == nil)
    }
  }

  @Test func `the count of inputs is 1 to 128 whatever its bits are`() throws {
    for count in [0, 1, 127] as [UInt8] {
      let decoded = try Datagram(datagram(flags: 2, [0, 0, count, 9]))
      #expect(decoded.inputs.words == Array(repeating: 9, count: Int(count) + 1))
    }
  }

  @Test func `runs that burst their count are an error, and so are empty ones`() {
    // Four inputs in two runs of values of a byte: 200 and 3.
    #expect(error(datagram(flags: 2, [0, 0, 0x83, 66, 200, 3, 3])) == nil)
    for length in [0, 4, 5, 255] as [UInt8] {
      #expect(error(datagram(flags: 2, [0, 0, 0x83, 66, 200, length, 3])) == .invalid(.run))
    }
    // One hundred and twenty-eight runs, each as long as it can say.
    var bomb: [UInt8] = [0, 0, 0xFF, 192]
    for value in 0..<128 as Range<UInt8> { bomb += [value, 255] }
    #expect(error(datagram(flags: 2, bomb)) == .invalid(.run))
  }

  @Test func `an unknown layout and one that is too wide for the input are errors`() {
    for layout in [0, 65, 193, 255] as [UInt8] {
      #expect(error(datagram(flags: 2, [0, 0, 0x81, layout, 1, 2, 3, 4])) == .invalid(.run))
    }
    let wide = datagram(flags: 2, [0, 0, 0x81, 9, 0xFF, 0x01, 0x01])
    #expect(error(wide, width: 1) == .invalid(.run))
    #expect(error(wide, width: 2) == nil)
  }

  @Test func `one message has one encoding`() {
    // 1 2 3 4 5 in three bits, and then in four, in runs, with a bit set behind the last one.
    #expect(error(datagram(flags: 2, [0, 0, 0x84, 3, 0xD1, 0x58])) == nil)
    #expect(error(datagram(flags: 2, [0, 0, 0x84, 4, 0x21, 0x43, 0x05])) == .invalid(.run))
    let runs: [UInt8] = [69, 1, 1, 2, 1, 3, 1, 4, 1, 5]
    #expect(error(datagram(flags: 2, [0, 0, 0x84] + runs)) == .invalid(.run))
    #expect(error(datagram(flags: 2, [0, 0, 0x84, 3, 0xD1, 0xD8])) == .invalid(.run))
    // A held value as two runs of it, and packed.
    #expect(error(datagram(flags: 2, [0, 0, 0x83, 66, 1, 2, 1])) == .invalid(.run))
    #expect(error(datagram(flags: 2, [0, 0, 0x83, 1, 0x0F])) == .invalid(.run))
    // Two long runs, packed into more bytes than they need.
    let packed =
      [0, 0, 0x8F, 8] + [UInt8](repeating: 200, count: 8)
      + [UInt8](repeating: 3, count: 8)
    #expect(error(datagram(flags: 2, packed)) == .invalid(.run))
    let chain = [UInt8](repeating: 9, count: 8)
    #expect(error(datagram(flags: 4, [0x80, 0x00] + chain)) == .invalid(.varint))
    #expect(error(datagram(flags: 4, [0x00] + chain)) == nil)
  }

  @Test func `sections are one to sixteen, with a dispute or without`() {
    let digest: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
    func sections(_ count: UInt8, holding: Int) -> [UInt8] {
      [5, count] + Array(repeatElement(digest, count: holding).joined())
    }
    for count in [1, 16] {
      let sections = sections(UInt8(count), holding: count)
      #expect(error(datagram(flags: 8, [0x80] + sections)) == nil)
      #expect(error(datagram(flags: 8, [0x81, 6] + digest + sections)) == nil)
    }
    #expect(error(datagram(flags: 8, [0x80] + sections(0, holding: 0))) == .invalid(.count))
    #expect(error(datagram(flags: 8, [0x80] + sections(17, holding: 17))) == .invalid(.count))
    #expect(error(datagram(flags: 8, [0x84] + sections(1, holding: 1))) == .invalid(.count))
    #expect(error(datagram(flags: 8, [0x80] + sections(2, holding: 1))) == .truncated)
  }

  @Test func `a search carries one to three entries`() {
    let entry: [UInt8] = [5, 1, 2, 3, 4, 5, 6, 7, 8]
    #expect(error(datagram(flags: 8, [0])) == .invalid(.count))
    #expect(error(datagram(flags: 8, [3] + entry + entry + entry)) == nil)
    #expect(error(datagram(flags: 8, [4] + entry + entry + entry + entry)) == .invalid(.count))
  }

  @Test func `a number longer than nine bytes is an error and the longest one does not trap`() {
    let chain = [UInt8](repeating: 0, count: 8)
    let nine = [UInt8](repeating: 0xFF, count: 8) + [0x7F]
    #expect(error(datagram(flags: 4, nine + chain)) == nil)
    let ten = [UInt8](repeating: 0xFF, count: 9) + [0x01]
    #expect(error(datagram(flags: 4, ten + chain)) == .invalid(.varint))
  }

  @Test func `random bytes never trap, and what decodes encodes to the same bytes`() {
    var dice = SplitMix64(seed: 1)
    var decoded = 0
    for _ in 0..<20_000 {
      var bytes = (0..<dice.next(below: 80)).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
      if dice.next(below: 2) == 0 && bytes.count > 9 {
        bytes[0] = Envelope.version << 5 | bytes[0] & 7
      }
      guard let datagram = try? Datagram(bytes) else { continue }
      decoded += 1
      #expect(datagram.bytes() == bytes)
    }
    #expect(decoded > 20)
  }

  @Test func `flipped bits never trap, and what decodes encodes to the same bytes`() {
    var dice = SplitMix64(seed: 2)
    var decoded = 0
    for _ in 0..<20_000 {
      var bytes = Sample.fullest.bytes()
      for _ in 0...dice.next(below: 4) {
        bytes[dice.next(below: bytes.count)] ^= 1 << UInt8(dice.next(below: 8))
      }
      guard let datagram = try? Datagram(bytes) else { continue }
      decoded += 1
      #expect(datagram.bytes() == bytes)
    }
    #expect(decoded > 1000 && decoded < 20_000)
  }
}
