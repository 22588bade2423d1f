package import Vocabulary

extension JoinToken {
  /// Derives the token from the invite's secret.
  ///
  /// HKDF-SHA256 (RFC 5869) over the secret with the salt `ghostline v1` and the info `join token`.
  package init(secret: InviteSecret) {
    let derived = secret.derive("join token", byteCount: Self.byteCount)
    guard let token = JoinToken(bytes: derived) else {
      preconditionFailure("\(derived.count) bytes derived, not \(Self.byteCount)")
    }
    self = token
  }
}
