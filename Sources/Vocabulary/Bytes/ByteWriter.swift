/// Appends little-endian fields to a buffer that its owner reuses.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init() {}

  package mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

  package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  package mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// The low `width` bytes of `value`.
  package mutating func word(_ value: UInt64, _ width: Int) {
    for index in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }

  package mutating func uint16(_ value: UInt16) { word(UInt64(value), 2) }
  package mutating func uint64(_ value: UInt64) { word(value, 8) }

  /// Seven bits a byte, low bits first (LEB128); `value` at least 0.
  package mutating func varint(_ value: Int) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Appends bytes that are already there.
  package mutating func copy(_ range: Range<Int>) {
    for index in range { bytes.append(bytes[index]) }
  }

  package mutating func block(_ content: some Collection<UInt8>) {
    varint(content.count)
    bytes.append(contentsOf: content)
  }
}
