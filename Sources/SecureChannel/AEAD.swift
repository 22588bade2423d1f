package import Crypto

/// Seals and opens with ChaCha20-Poly1305 (RFC 8439) under counters: 4 zero bytes, then the counter
/// in 8 little-endian ones, as Noise has it.
package enum AEAD {
  package static let tagBytes = 16
  private static let nonceBytes = 12

  /// The ciphertext, then the tag. A counter must not be used twice with one key.
  package static func seal(
    _ plaintext: some Collection<UInt8>, key: SymmetricKey, counter: UInt64,
    authenticating header: [UInt8]
  ) -> [UInt8] {
    do {
      let box = try ChaChaPoly.seal(
        Array(plaintext), using: key, nonce: ChaChaPoly.Nonce(data: nonce(counter)),
        authenticating: header)
      return Array(box.combined.dropFirst(nonceBytes))
    } catch {
      preconditionFailure("a key of 32 bytes and a nonce of 12: \(error)")
    }
  }

  /// Returns nothing when the bytes are not what was sealed with this key, counter and header.
  static func open(
    _ sealed: ArraySlice<UInt8>, key: SymmetricKey, counter: UInt64,
    authenticating header: [UInt8]
  ) -> [UInt8]? {
    guard sealed.count >= tagBytes else { return nil }
    do {
      // A box made of its three parts takes as long as opening it.
      let box = try ChaChaPoly.SealedBox(combined: nonce(counter) + sealed)
      return Array(try ChaChaPoly.open(box, using: key, authenticating: header))
    } catch {
      return nil
    }
  }

  private static func nonce(_ counter: UInt64) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: nonceBytes)
    for index in 0..<8 { bytes[4 + index] = UInt8(truncatingIfNeeded: counter >> (8 * index)) }
    return bytes
  }
}
