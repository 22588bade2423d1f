/// Reads little-endian fields from bytes of unknown origin; never past their end.
package struct ByteReader {
  private let bytes: ArraySlice<UInt8>
  private var offset: Int

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  package var remaining: Int { bytes.endIndex - offset }

  package mutating func byte() throws(WireError) -> UInt8 {
    guard offset < bytes.endIndex else { throw .truncated }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// An unsigned integer of `width` bytes, 1...8.
  package mutating func word(_ width: Int) throws(WireError) -> UInt64 {
    guard remaining >= width else { throw .truncated }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    offset += width
    return value
  }

  package mutating func uint16() throws(WireError) -> UInt16 {
    UInt16(truncatingIfNeeded: try word(2))
  }

  package mutating func uint64() throws(WireError) -> UInt64 { try word(8) }

  /// A number of 1 to 9 bytes, seven bits each, low bits first (LEB128), in its shortest form: one
  /// message has one encoding.
  package mutating func varint() throws(WireError) -> Int {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 63, by: 7) {
      let next = try byte()
      value |= UInt64(next & 0x7F) << shift
      guard next & 0x80 == 0 else { continue }
      guard next > 0 || shift == 0 else { throw .invalid(.varint) }
      return Int(value)
    }
    throw .invalid(.varint)
  }

  /// A length of at most `limit`, then as many bytes.
  package mutating func block(limit: Int) throws(WireError) -> ArraySlice<UInt8> {
    let count = try varint()
    guard count <= limit else { throw .invalid(.length) }
    guard remaining >= count else { throw .truncated }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  package func end() throws(WireError) {
    guard remaining == 0 else { throw .trailingBytes }
  }
}
