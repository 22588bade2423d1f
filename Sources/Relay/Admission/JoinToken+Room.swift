import Crypto
package import Vocabulary

extension JoinToken {
  /// The room that this token opens: the first 16 bytes of its SHA-256.
  ///
  /// Nobody says a room's name to a relay. It finds it anew in whatever token it is shown, so that there is
  /// no pair of the two that does not match, and a relay that has forgotten everything still lets nobody
  /// make a room but who was invited into it.
  package var room: RoomCode {
    guard let room = RoomCode(hash: Array(SHA256.hash(data: bytes))) else {
      preconditionFailure("a SHA-256 has 32 bytes")
    }
    return room
  }
}
