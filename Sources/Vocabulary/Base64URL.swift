/// Writes bytes as RFC 4648, 5 has it for URLs, without filling: what `openssl` and `basenc` print can be
/// compared with it by eye.
package enum Base64URL {
  private static let symbols = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// How many symbols hold so many bytes.
  package static func symbolCount(bytes: Int) -> Int { (bytes * 8 + 5) / 6 }

  /// Six bits each, the first bits first; the last symbol is filled up with zero bits.
  package static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    var bits = 0
    var bitCount = 0
    for byte in bytes {
      bits = (bits << 8 | Int(byte)) & 0xFFFF
      bitCount += 8
      while bitCount >= 6 {
        bitCount -= 6
        text.append(symbols[bits >> bitCount & 63])
      }
    }
    if bitCount > 0 { text.append(symbols[bits << (6 - bitCount) & 63]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the index of the first byte that is no symbol, or that has bits beyond the last byte set.
  package static func decode(
    _ text: ArraySlice<UInt8>, byteCount: Int
  ) -> Result<[UInt8], Base32.BadSymbol> {
    precondition(text.count == symbolCount(bytes: byteCount), "\(text.count) symbols")
    var bytes: [UInt8] = []
    var bits = 0
    var bitCount = 0
    for (index, symbol) in text.enumerated() {
      guard let value = symbols.firstIndex(of: symbol) else {
        return .failure(Base32.BadSymbol(index: index))
      }
      bits = (bits << 6 | value) & 0xFFFF
      bitCount += 6
      if bitCount >= 8 {
        bitCount -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
      }
    }
    guard bits & (1 << bitCount - 1) == 0 else {
      return .failure(Base32.BadSymbol(index: text.count - 1))
    }
    return .success(bytes)
  }
}
