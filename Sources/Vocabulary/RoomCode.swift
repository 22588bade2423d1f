/// Names a room of a relay: ten characters, 50 bits. It routes; it is no secret of its own.
package struct RoomCode: Hashable, Sendable {
  package static let characterCount = 10
  package static let bitCount = 50

  package let bits: UInt64

  /// Takes the low 50 bits of a random number.
  package init(randomBits: UInt64) { bits = randomBits & (1 << Self.bitCount - 1) }

  /// Returns nothing when more than 50 bits are set.
  package init?(bits: UInt64) {
    guard bits >> Self.bitCount == 0 else { return nil }
    self.bits = bits
  }
}

extension RoomCode: CustomStringConvertible {
  /// Always upper case: `7ZZZ0ABCDE`.
  package var description: String { Base32.encode(bits, symbols: Self.characterCount) }
}
