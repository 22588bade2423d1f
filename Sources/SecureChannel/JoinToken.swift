import Crypto

/// Proves to the relay that its holder was invited, and tells it nothing about the secret.
///
/// HKDF-SHA256 (RFC 5869) over the secret with the salt `ghostline v1` and the info `join token`
/// followed by the room's 50 bits as 8 bytes, the highest first.
package struct JoinToken: Hashable, Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  package init(secret: InviteSecret, room: RoomCode) {
    var info = Array("join token".utf8)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      info.append(UInt8(truncatingIfNeeded: room.bits >> shift))
    }
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: secret.bytes), salt: Array("ghostline v1".utf8),
      info: info, outputByteCount: Self.byteCount)
    bytes = unsafe key.withUnsafeBytes { unsafe Array($0) }
  }

  /// What the creator of a room deposits at the relay: SHA-256 of the token.
  package var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension JoinToken: CustomStringConvertible, CustomReflectable {
  package var description: String { "JoinToken(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
