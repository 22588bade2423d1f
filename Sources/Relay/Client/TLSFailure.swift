/// Says why there is no TLS with a relay that was asked for it, or the other way round.
package enum TLSFailure: Hashable, Sendable {
  /// The end of a certificate's time, or its beginning, in seconds since 1970; by this machine's clock.
  case expired(at: Int64)
  case notYetValid(from: Int64)
  /// The certificate is for other names than the one that was asked for.
  case wrongName
  /// It leads to no issuer that this machine trusts.
  case unknownIssuer
  /// Nobody but the server itself vouches for it.
  case selfSigned
  /// It has another key than the pin says.
  case pinDiffers
  /// What answers speaks, and no TLS.
  case serverIsPlain
  /// We were told to speak without, and a server answers that expects TLS.
  case serverExpectsTLS
  /// The server ended the connection within the handshake, without a word.
  case cut
  /// It speaks only versions before 1.3.
  case tooOld
  /// Anything else that a TLS library says.
  case other
}

extension TLSFailure {
  /// Whether it is likely to be over soon: nobody was judged yet.
  var mayPass: Bool {
    switch self {
    case .cut: true
    case .expired, .notYetValid, .wrongName, .unknownIssuer, .selfSigned, .pinDiffers,
      .serverIsPlain, .serverExpectsTLS, .tooOld, .other:
      false
    }
  }
}
