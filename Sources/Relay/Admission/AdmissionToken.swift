/// Proves that a client was invited; derived from the invite's secret, so that the relay never sees that.
package struct AdmissionToken: Hashable, Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  /// Returns nothing unless there are exactly 32 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  /// What the room's creator deposits, and what every joiner's token is compared by.
  package var hash: AdmissionHash { AdmissionHash(words: SHA256.digest(bytes)) }
}

extension AdmissionToken: CustomStringConvertible {
  package var description: String { "AdmissionToken(redacted)" }
}

/// The SHA-256 of an admission token: all that the relay keeps.
package struct AdmissionHash: Sendable {
  package static let byteCount = 32

  private let words: [UInt32]

  init(words: [UInt32]) {
    precondition(words.count == 8, "a SHA-256 has 8 words, not \(words.count)")
    self.words = words
  }

  /// Returns nothing unless there are exactly 32 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words = [UInt32](repeating: 0, count: 8)
    for (index, byte) in bytes.enumerated() {
      words[index / 4] = words[index / 4] << 8 | UInt32(byte)
    }
    self.words = words
  }

  /// Belongs to no token that anyone can find; stands in for the hash of a room that does not exist,
  /// so that both refusals take the same steps.
  static let unmatchable = AdmissionHash(words: [UInt32](repeating: 0, count: 8))

  package var bytes: [UInt8] {
    words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }
}

extension AdmissionHash: Hashable {
  /// Looks at every word whatever the first ones say: the time tells nothing about where they differ.
  package static func == (a: AdmissionHash, b: AdmissionHash) -> Bool {
    var difference: UInt32 = 0
    for index in 0..<8 { difference |= a.words[index] ^ b.words[index] }
    return difference == 0
  }
}
