/// Appends little-endian fields to a buffer that its owner reuses.
@usableFromInline package struct ByteWriter: Sendable {
  @usableFromInline package internal(set) var bytes: [UInt8] = []

  @inlinable package init() {}

  package mutating func reserve(bytes count: Int) { bytes.reserveCapacity(count) }

  @inlinable package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  @inlinable package mutating func byte(_ value: UInt8) { bytes.append(value) }

  /// The low `width` bytes of `value`.
  @inlinable package mutating func word(_ value: UInt64, _ width: Int) {
    for index in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }

  @inlinable package mutating func uint16(_ value: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: value))
    bytes.append(UInt8(truncatingIfNeeded: value >> 8))
  }

  @inlinable package mutating func uint64(_ value: UInt64) {
    unsafe withUnsafeBytes(of: value.littleEndian) { field in
      unsafe bytes.append(contentsOf: field)
    }
  }

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
  @inlinable package mutating func copy(_ range: Range<Int>) {
    let count = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: range.count))
    var target = count
    for index in range {
      bytes[target] = bytes[index]
      target += 1
    }
  }

  package mutating func block(_ content: some Collection<UInt8>) {
    varint(content.count)
    bytes.append(contentsOf: content)
  }
}
