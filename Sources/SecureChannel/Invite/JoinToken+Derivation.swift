package import Vocabulary

extension JoinToken {
  /// Derives the token from what the invite holds.
  ///
  /// HKDF-SHA256 (RFC 5869) over the secret with the salt `ghostline v1` and the info `join token`
  /// followed by the room's 50 bits as 8 bytes, the highest first.
  package init(secret: InviteSecret, room: RoomCode) {
    let derived = secret.derive("join token", room: room, byteCount: Self.byteCount)
    guard let token = JoinToken(bytes: derived) else {
      preconditionFailure("\(derived.count) bytes derived, not \(Self.byteCount)")
    }
    self = token
  }
}
