import Crypto

/// Mixes keys and transcript as the Noise framework does (revision 34, 5.1 and 5.2), with
/// ChaCha20-Poly1305 and SHA-256.
package struct NoiseState: Sendable {
  /// Digest of everything that was said and mixed in so far.
  package private(set) var hash: [UInt8]
  private var chainingKey: [UInt8]
  private var key: SymmetricKey?
  private var nonce: UInt64 = 0

  init(protocolName: String) {
    let name = Array(protocolName.utf8)
    hash =
      name.count <= 32
      ? name + [UInt8](repeating: 0, count: 32 - name.count) : Array(SHA256.hash(data: name))
    chainingKey = hash
  }

  mutating func mixHash(_ data: some Collection<UInt8>) {
    hash = Array(SHA256.hash(data: hash + data))
  }

  mutating func mixKey(_ material: [UInt8]) {
    let output = derive(from: material, count: 64)
    chainingKey = Array(output[..<32])
    set(key: output[32...])
  }

  mutating func mixKeyAndHash(_ material: [UInt8]) {
    let output = derive(from: material, count: 96)
    chainingKey = Array(output[..<32])
    mixHash(output[32..<64])
    set(key: output[64...])
  }

  mutating func encryptAndHash(_ plaintext: [UInt8]) -> [UInt8] {
    guard let key else { preconditionFailure("nothing was mixed into the key yet") }
    let sealed = AEAD.seal(plaintext, key: key, counter: nonce, authenticating: hash)
    nonce += 1
    mixHash(sealed)
    return sealed
  }

  /// Returns nothing, and changes nothing, when the bytes were not written with this transcript.
  mutating func decryptAndHash(_ sealed: ArraySlice<UInt8>) -> [UInt8]? {
    guard let key,
      let plaintext = AEAD.open(sealed, key: key, counter: nonce, authenticating: hash)
    else { return nil }
    nonce += 1
    mixHash(sealed)
    return plaintext
  }

  /// The keys of what follows the handshake: the initiator's, the responder's.
  package func split() -> (initiator: [UInt8], responder: [UInt8]) {
    let output = derive(from: [], count: 64)
    return (Array(output[..<32]), Array(output[32...]))
  }

  /// A further secret of the finished handshake, for keys that are not the framework's own.
  func exported(label: String) -> [UInt8] {
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: chainingKey), salt: hash, info: Array(label.utf8),
      outputByteCount: 32)
    return unsafe key.withUnsafeBytes { unsafe Array($0) }
  }

  private mutating func set(key bytes: ArraySlice<UInt8>) {
    key = SymmetricKey(data: bytes)
    nonce = 0
  }

  /// The framework's HKDF is that of RFC 5869 with the chaining key as salt and no info.
  private func derive(from material: [UInt8], count: Int) -> [UInt8] {
    let output = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: material), salt: chainingKey, info: [UInt8](),
      outputByteCount: count)
    return unsafe output.withUnsafeBytes { unsafe Array($0) }
  }
}
