import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOSSL
import NIOTLS
import Relay
import Vocabulary

/// Who may vouch for a relay's certificate.
package enum TrustedRoots: Sendable {
  case system
  case only([ServerCertificate])
}

/// Puts TLS at the head of a client's pipeline, and says why it fails if it does.
enum RelayClientTLS {
  static func install(
    in channel: any Channel, for connection: RelayConnection, pin: CertificatePin?,
    trusting roots: TrustedRoots
  ) throws {
    let handler = try handler(for: connection, pin: pin, roots)
    let verdict = TLSVerdict(connection: connection, handler: handler, pin: pin)
    // First: the handshake begins with the addition of its handler, and may end there.
    try channel.pipeline.syncOperations.addHandler(verdict)
    try channel.pipeline.syncOperations.addHandler(handler, position: .before(verdict))
  }

  private static func handler(
    for connection: RelayConnection, pin: CertificatePin?, _ roots: TrustedRoots
  ) throws -> NIOSSLClientHandler {
    let (host, hint) = (connection.location.host, connection.hint)
    // An address has no name to send; then the certificate has to be for the address.
    let name = Address(hostText: host) == nil ? host : nil
    guard let pin else {
      return try NIOSSLClientHandler(context: try context(roots, hint), serverHostname: name)
    }
    return try NIOSSLClientHandler(
      context: try context(.certificates([]), .noHostnameVerification, hint), serverHostname: name,
      customVerificationCallback: { certificates, promise in
        promise.completeWith(
          Result {
            try certificates.first.map { try CertificatePin(of: $0) } == pin
              ? .certificateVerified : .failed
          })
      })
  }

  /// The system's roots are some hundred certificates in a file, too many to read whenever a connection is
  /// made anew. Offered protocols are a context's too, and a player asks for one room at a time.
  private static let system = NIOLockedValueBox<(hint: RoomHint?, context: NIOSSLContext)?>(nil)

  private static func context(_ roots: TrustedRoots, _ hint: RoomHint?) throws -> NIOSSLContext {
    switch roots {
    case .system:
      try system.withLockedValue { newest in
        if let newest, newest.hint == hint { return newest.context }
        let context = try context(.default, .fullVerification, hint)
        newest = (hint, context)
        return context
      }
    case .only(let certificates):
      try context(.certificates(certificates.flatMap(\.chain)), .fullVerification, hint)
    }
  }

  private static func context(
    _ roots: NIOSSLTrustRoots, _ verification: CertificateVerification, _ hint: RoomHint?
  ) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeClientConfiguration()
    configuration.minimumTLSVersion = .tlsv13
    configuration.trustRoots = roots
    configuration.certificateVerification = verification
    configuration.applicationProtocols =
      [RelayTLS.applicationProtocol] + (hint.map { [$0.protocolName] } ?? [])
    return try NIOSSLContext(configuration: configuration)
  }
}

/// Waits for the end of the handshake; what fails before that is about TLS.
private final class TLSVerdict: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let connection: RelayConnection
  private let handler: NIOSSLClientHandler
  private let pin: CertificatePin?

  init(connection: RelayConnection, handler: NIOSSLClientHandler, pin: CertificatePin?) {
    self.connection = connection
    self.handler = handler
    self.pin = pin
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case TLSUserEvent.handshakeCompleted = event {
      connection.foundTLS()
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
    context.fireUserInboundEventTriggered(event)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    connection.foundNoTLS(
      TLSFailure(error, showing: handler.peerCertificate, pin: pin, now: Int64(time(nil))))
  }
}

extension TLSFailure {
  /// What an error within a handshake means.
  ///
  /// - Parameters:
  ///   - certificate: What the server has shown, if it came that far.
  ///   - now: Seconds since 1970.
  init(
    _ error: any Error, showing certificate: NIOSSLCertificate?, pin: CertificatePin?, now: Int64
  ) {
    if let error = error as? NIOSSLExtraError {
      let isName = [.failedToValidateHostname, .serverHostnameImpossibleToMatch].contains(error)
      self = isName ? .wrongName : .other
      return
    }
    guard case NIOSSLError.handshakeFailed(let cause) = error else {
      self = error is IOError ? .cut : .other
      return
    }
    // The library tells its reasons in these words alone.
    let words = "\(cause)"
    func says(_ reasons: String...) -> Bool { reasons.contains { words.contains($0) } }
    if says("CERTIFICATE_VERIFY_FAILED") {
      self = certificate.map { Self(judging: $0, pin: pin, now: now) } ?? .unknownIssuer
    } else if says("EOF during handshake") {
      self = .cut
    } else if says("WRONG_VERSION_NUMBER") {
      self = .serverIsPlain
    } else if says("UNSUPPORTED_PROTOCOL", "ALERT_PROTOCOL_VERSION") {
      self = .tooOld
    } else {
      self = .other
    }
  }

  /// Why a certificate was not accepted.
  private init(judging certificate: NIOSSLCertificate, pin: CertificatePin?, now: Int64) {
    let (begin, end) = (Int64(certificate.notValidBefore), Int64(certificate.notValidAfter))
    if pin != nil {
      self = .pinDiffers
    } else if end < now {
      self = .expired(at: end)
    } else if begin > now {
      self = .notYetValid(from: begin)
    } else {
      self = certificate.isSelfSigned ? .selfSigned : .unknownIssuer
    }
  }
}
