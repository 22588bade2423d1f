/// Reads little-endian fields from bytes of unknown origin; never past their end.
@usableFromInline package struct ByteReader: Sendable {
  @usableFromInline let bytes: ArraySlice<UInt8>
  @usableFromInline var offset: Int

  @inlinable package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    offset = bytes.startIndex
  }

  @inlinable package var remaining: Int { bytes.endIndex - offset }

  @inlinable package mutating func byte() throws(WireError) -> UInt8 {
    guard offset < bytes.endIndex else { throw .truncated }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// An unsigned integer of `width` bytes, 1...8.
  @inlinable package mutating func word(_ width: Int) throws(WireError) -> UInt64 {
    guard remaining >= width else { throw .truncated }
    var value: UInt64 = 0
    for index in 0..<width { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
    offset += width
    return value
  }

  @inlinable package mutating func uint16() throws(WireError) -> UInt16 {
    guard remaining >= 2 else { throw .truncated }
    defer { offset += 2 }
    return UInt16(bytes[offset]) | UInt16(bytes[offset + 1]) << 8
  }

  @inlinable package mutating func uint64() throws(WireError) -> UInt64 {
    guard remaining >= 8 else { throw .truncated }
    defer { offset += 8 }
    let start = offset - bytes.startIndex
    return unsafe UInt64(
      littleEndian: bytes.span.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

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

  @inlinable package func end() throws(WireError) {
    guard remaining == 0 else { throw .trailingBytes }
  }
}
