import Crypto
package import Vocabulary

/// The SHA-256 of a join token: all that the relay keeps of it.
package struct AdmissionHash: Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  /// Returns nothing unless there are exactly 32 bytes.
  package init?(bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = Array(bytes)
  }

  init(of token: JoinToken) { bytes = Array(SHA256.hash(data: token.bytes)) }

  private init(repeating byte: UInt8) { bytes = Array(repeating: byte, count: Self.byteCount) }

  /// Belongs to no token that anyone can find; stands in for the hash of a room that does not exist,
  /// so that both refusals take the same steps.
  static let unmatchable = AdmissionHash(repeating: 0)
}

extension AdmissionHash: Hashable {
  /// Looks at every byte whatever the first ones say: the time tells nothing about where they differ.
  package static func == (a: AdmissionHash, b: AdmissionHash) -> Bool {
    var difference: UInt8 = 0
    for index in 0..<byteCount { difference |= a.bytes[index] ^ b.bytes[index] }
    return difference == 0
  }
}

extension JoinToken {
  /// What the room's creator deposits, and what every joiner's token is compared by.
  package var hash: AdmissionHash { AdmissionHash(of: self) }
}
