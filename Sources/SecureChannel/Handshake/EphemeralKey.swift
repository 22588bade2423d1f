import Crypto

/// A key pair for one handshake (X25519, RFC 7748).
///
/// Its 32 bytes come from `SecretDice`, or from who else owns secret dice; they must be drawn afresh each time.
package struct EphemeralKey: Sendable {
  package static let byteCount = 32

  let publicBytes: [UInt8]
  private let key: Curve25519.KeyAgreement.PrivateKey

  /// Returns nothing unless there are exactly 32 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    do {
      key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: bytes)
    } catch {
      return nil
    }
    publicBytes = Array(key.publicKey.rawRepresentation)
  }

  /// What both sides compute; nothing for a key of the other that makes the result known to all.
  func shared(with other: ArraySlice<UInt8>) -> [UInt8]? {
    do {
      let theirs = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: Array(other))
      let secret = try key.sharedSecretFromKeyAgreement(with: theirs)
      return unsafe secret.withUnsafeBytes { unsafe Array($0) }
    } catch {
      return nil
    }
  }
}

extension EphemeralKey: CustomStringConvertible, CustomReflectable {
  package var description: String { "EphemeralKey(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
