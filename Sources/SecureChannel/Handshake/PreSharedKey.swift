import Crypto
package import Vocabulary

/// What every member of a room knows from the invite, and the relay does not: it is mixed into every
/// handshake, so that nobody can stand between two members.
///
/// HKDF-SHA256 (RFC 5869) over the secret with the salt `ghostline v1` and the info `pre-shared key`
/// followed by the room's 50 bits as 8 bytes, the highest first.
package struct PreSharedKey: Hashable, Sendable {
  package static let byteCount = 32

  let bytes: [UInt8]

  package init(secret: InviteSecret, room: RoomCode) {
    bytes = secret.derive("pre-shared key", room: room, byteCount: Self.byteCount)
  }

  /// A key from elsewhere: the published vectors of the framework have theirs.
  package init(bytes: [UInt8]) { self.bytes = bytes }
}

extension PreSharedKey: CustomStringConvertible, CustomReflectable {
  package var description: String { "PreSharedKey(redacted)" }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension InviteSecret {
  /// A key for one purpose in one room.
  func derive(_ purpose: String, room: RoomCode, byteCount: Int) -> [UInt8] {
    var info = Array(purpose.utf8)
    for shift in stride(from: UInt64(56), through: 0, by: -8) {
      info.append(UInt8(truncatingIfNeeded: room.bits >> shift))
    }
    let key = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: SymmetricKey(data: bytes), salt: Array("ghostline v1".utf8),
      info: info, outputByteCount: byteCount)
    return unsafe key.withUnsafeBytes { unsafe Array($0) }
  }
}
