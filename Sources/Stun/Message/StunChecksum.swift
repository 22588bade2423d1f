/// Computes the value of FINGERPRINT: the CRC-32 of ISO 3309, masked (RFC 8489 14.7).
enum StunChecksum {
  /// "STUN", so that a CRC-32 of another protocol in the same place is not taken for ours.
  private static let mask: UInt32 = 0x5354_554E

  static func value(of bytes: ArraySlice<UInt8>) -> UInt32 {
    var remainder: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      remainder = remainder >> 8 ^ table[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)]
    }
    return ~remainder ^ mask
  }

  /// The remainder that each byte leaves; the polynomial has its bits reversed.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0xEDB8_8320 }
  }
}
