/// The SHA-256 of a relay's public key, by which it is known whoever signed its certificate.
///
/// Of the key (its SubjectPublicKeyInfo, as in RFC 7469) and not of the certificate: one that is renewed
/// with the same key keeps its invites valid.
package struct CertificatePin: Hashable, Sendable {
  package static let byteCount = 32
  /// 43 symbols of base 64 for URLs; the last two bits are zero.
  package static let characterCount = 43

  package let bytes: [UInt8]

  /// Returns nothing unless there are exactly 32 bytes.
  package init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// Reads what `text` writes; nothing when it is anything else.
  package init?(text: some StringProtocol) {
    let symbols = Array(text.utf8)
    guard symbols.count == Self.characterCount,
      case .success(let bytes) = Base64URL.decode(symbols[...], byteCount: Self.byteCount)
    else { return nil }
    self.bytes = bytes
  }

  package var text: String { Base64URL.encode(bytes) }
}
