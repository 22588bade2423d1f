/// Writes bits in the base 32 of Douglas Crockford: no I, L, O or U, so that people can read a code to
/// each other. Reading accepts lower case, I and L for 1, and O for 0.
package enum Base32 {
  private static let symbols = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)

  /// How many symbols hold so many bits.
  package static func symbolCount(bits: Int) -> Int { (bits + 4) / 5 }

  /// Five bits each, the first bits first; the last symbol is filled up with zero bits.
  package static func encode(_ bytes: [UInt8]) -> String {
    let codes = (0..<symbolCount(bits: bytes.count * 8)).map { index -> UInt8 in
      (0..<5).reduce(0) { $0 << 1 | bit(5 * index + $1, of: bytes) }
    }
    return String(decoding: codes.map { symbols[Int($0)] }, as: UTF8.self)
  }

  /// Returns the index of the first byte that is no symbol, or that has bits beyond the last byte set.
  package static func decode(
    _ text: ArraySlice<UInt8>, byteCount: Int
  ) -> Result<[UInt8], BadSymbol> {
    precondition(text.count == symbolCount(bits: byteCount * 8), "\(text.count) symbols")
    var bytes = [UInt8](repeating: 0, count: byteCount)
    for (index, symbol) in text.enumerated() {
      guard let value = value(of: symbol) else { return .failure(BadSymbol(index: index)) }
      for offset in 0..<5 where value >> UInt8(4 - offset) & 1 == 1 {
        let position = 5 * index + offset
        guard position < byteCount * 8 else { return .failure(BadSymbol(index: index)) }
        bytes[position / 8] |= 0x80 >> UInt8(position % 8)
      }
    }
    return .success(bytes)
  }

  package struct BadSymbol: Error { package let index: Int }

  package static func value(of symbol: UInt8) -> UInt8? {
    switch symbol {
    case UInt8(ascii: "I"), UInt8(ascii: "i"), UInt8(ascii: "L"), UInt8(ascii: "l"): return 1
    case UInt8(ascii: "O"), UInt8(ascii: "o"): return 0
    default: break
    }
    let isLower = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(symbol)
    return symbols.firstIndex(of: isLower ? symbol - 32 : symbol).map { UInt8($0) }
  }

  private static func bit(_ index: Int, of bytes: [UInt8]) -> UInt8 {
    index < bytes.count * 8 ? bytes[index / 8] >> UInt8(7 - index % 8) & 1 : 0
  }

  /// The low `5 * symbols` bits of a number, the highest first.
  package static func encode(_ value: UInt64, symbols count: Int) -> String {
    let codes = (0..<count).map { Int(value >> UInt64(5 * (count - 1 - $0)) & 31) }
    return String(decoding: codes.map { symbols[$0] }, as: UTF8.self)
  }
}
