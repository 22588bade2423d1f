/// Many integers at once: four independent lanes keep the multiplier busy, where word by word each
/// product waits for the one before.
///
/// The length counts: ("a", "bc") and ("ab", "c") differ, and so do n and n + 1 zeros. Equal bytes
/// give equal digests by either way. Take these for arrays of integers, never for the raw bytes of a
/// struct: padding is undefined.
extension StateHasher {
  /// Takes words by their values, in order.
  @inlinable public mutating func combine(words: Span<UInt64>) {
    combine(wholeWords: words.count, byteCount: words.count &* 8, lastBytes: 0) { index in
      unsafe words[unchecked: index]
    }
  }

  /// Takes bytes in order, eight to a word, the first one lowest.
  @inlinable public mutating func combine(bytes: RawSpan) {
    let whole = bytes.byteCount / 8
    var last: UInt64 = 0
    for offset in (whole &* 8..<bytes.byteCount).reversed() {
      let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
      last = last << 8 | UInt64(byte)
    }
    combine(wholeWords: whole, byteCount: bytes.byteCount, lastBytes: last) { index in
      let offset = index &* 8
      return UInt64(
        littleEndian: unsafe bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: offset, as: UInt64.self))
    }
  }

  /// - Parameter lastBytes: What is left after the whole words, or 0; the length tells them apart.
  @inlinable @inline(__always) mutating func combine(
    wholeWords count: Int, byteCount: Int, lastBytes: UInt64, _ word: (Int) -> UInt64
  ) {
    let (s0, s1, s2, s3) = Self.secrets
    // Each lane starts from another constant than it uses: or its first two words could be swapped.
    var (a, b, c, d) = (digest ^ s1, s2, s3, s0)
    var index = 0
    while count &- index >= 8 {
      a = Self.fold(word(index) ^ s0, word(index &+ 1) ^ a)
      b = Self.fold(word(index &+ 2) ^ s1, word(index &+ 3) ^ b)
      c = Self.fold(word(index &+ 4) ^ s2, word(index &+ 5) ^ c)
      d = Self.fold(word(index &+ 6) ^ s3, word(index &+ 7) ^ d)
      index &+= 8
    }
    while index < count {
      a = Self.fold(word(index) ^ a, s1)
      index &+= 1
    }
    a = Self.fold(lastBytes ^ a, s2)
    digest = Self.fold(a ^ b ^ UInt64(byteCount), c ^ d ^ s1)
  }
}
