import Crypto

/// Proves to the relay that its holder was invited, and tells it nothing about the secret.
///
/// HKDF-SHA256 (RFC 5869) over the secret with the salt `ghostline v1` and the info `join token`
/// followed by the room's 50 bits as 8 bytes, the highest first.
package struct JoinToken: Hashable, Sendable {
  package static let byteCount = 32

  package let bytes: [UInt8]

  package init(secret: InviteSecret, room: RoomCode) {
    bytes = secret.derive("join token", room: room, byteCount: Self.byteCount)
  }

  /// What the creator of a room deposits at the relay: SHA-256 of the token.
  package var hash: [UInt8] { Array(SHA256.hash(data: bytes)) }
}

extension JoinToken: CustomStringConvertible, CustomReflectable {
  package var description: String { "JoinToken(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
