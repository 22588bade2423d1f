/// Reads big-endian fields from bytes of unknown origin; never past their end.
struct StunReader {
  private let bytes: ArraySlice<UInt8>
  private(set) var offset: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  var remaining: Int { bytes.endIndex - offset }
  /// What has been read.
  var consumed: ArraySlice<UInt8> { bytes[..<offset] }

  mutating func uint16() throws(StunError) -> UInt16 { UInt16(try word(2)) }

  mutating func uint32() throws(StunError) -> UInt32 { UInt32(try word(4)) }

  mutating func uint64() throws(StunError) -> UInt64 { try word(8) }

  /// So many bytes, and the filling up to a multiple of four, whose content is of no account.
  mutating func filledBlock(_ count: Int) throws(StunError) -> ArraySlice<UInt8> {
    let filled = (count + 3) / 4 * 4
    guard remaining >= filled else { throw .truncated }
    defer { offset += filled }
    return bytes[offset..<offset + count]
  }

  private mutating func word(_ width: Int) throws(StunError) -> UInt64 {
    guard remaining >= width else { throw .truncated }
    var value: UInt64 = 0
    for index in offset..<offset + width { value = value << 8 | UInt64(bytes[index]) }
    offset += width
    return value
  }
}
