import Crypto

/// What every member of a room knows from the invite, and the relay does not: it is mixed into every
/// handshake, so that nobody can stand between two members.
///
/// HKDF-SHA256 (RFC 5869) over the secret with the salt `ghostline v1` and the info `pre-shared key`.
package struct PreSharedKey: Hashable, Sendable {
  package static let byteCount = 32

  let bytes: [UInt8]

  package init(secret: InviteSecret) {
    bytes = secret.derive("pre-shared key", byteCount: Self.byteCount)
  }

  /// A key from elsewhere: the published vectors of the framework have theirs.
  package init(bytes: [UInt8]) { self.bytes = bytes }
}

extension PreSharedKey: CustomStringConvertible, CustomReflectable {
  package var description: String { "PreSharedKey(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension InviteSecret {
  /// A key for one purpose.
  func derive(_ purpose: String, byteCount: Int) -> [UInt8] {
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: bytes), salt: Array("ghostline v1".utf8),
      info: Array(purpose.utf8), outputByteCount: byteCount)
    return unsafe key.withUnsafeBytes { unsafe Array($0) }
  }
}
