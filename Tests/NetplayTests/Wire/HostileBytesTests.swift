import Netplay
import Rollback
import Testing

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
    bytes[10] = flags
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
    for version in UInt8(0)...15 where version != Envelope.version {
      bytes[0] = version << 4
      #expect(error(bytes) == .version(version))
    }
  }

  @Test func `an unknown kind and a seat beyond the last are errors`() {
    var bytes = Sample.smallest.bytes()
    bytes[0] = Envelope.version << 4 | 3
    #expect(error(bytes) == .unknownKind(3))
    bytes = Sample.smallest.bytes()
    bytes[9] = 7
    #expect(error(bytes) == nil)
    bytes[9] = 8
    #expect(error(bytes) == .invalid(.seat))
  }

  @Test func `a count of inputs outside 1 to 128 is an error`() {
    #expect(error(datagram(flags: 2, [0, 0, 0, 1, 1])) == .invalid(.count))
    #expect(error(datagram(flags: 2, [0, 0, 128, 1, 128])) == nil)
    #expect(error(datagram(flags: 2, [0, 0, 129, 1, 129])) == .invalid(.count))
  }

  @Test func `a run that bursts its count is an error, and so is an empty one`() {
    #expect(error(datagram(flags: 2, [0, 0, 4, 1, 255])) == .invalid(.run))
    #expect(error(datagram(flags: 2, [0, 0, 4, 1, 5])) == .invalid(.run))
    #expect(error(datagram(flags: 2, [0, 0, 4, 1, 3, 2, 2])) == .invalid(.run))
    #expect(error(datagram(flags: 2, [0, 0, 4, 1, 0, 1, 4])) == .invalid(.run))
    #expect(error(datagram(flags: 2, [0, 0, 4, 1, 3, 2, 1])) == nil)
  }

  @Test func `one message has one encoding`() {
    #expect(error(datagram(flags: 2, [0, 0, 4, 1, 2, 1, 2])) == .invalid(.run))
    let chain = [UInt8](repeating: 9, count: 8)
    #expect(error(datagram(flags: 4, [0x80, 0x00] + chain)) == .invalid(.varint))
    #expect(error(datagram(flags: 4, [0x00] + chain)) == nil)
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
        bytes[0] = Envelope.version << 4
        bytes[9] &= 7
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
