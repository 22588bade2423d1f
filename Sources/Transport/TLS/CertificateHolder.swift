import NIOConcurrencyHelpers
import NIOCore
import NIOSSL

/// The certificate that a relay shows to whoever connects next; another one may take its place at any time.
package final class CertificateHolder: Sendable {
  private struct State {
    var certificate: ServerCertificate
    var context: NIOSSLContext
  }

  private let state: NIOLockedValueBox<State>

  /// - Throws: What a TLS library says, when key and certificate do not belong together.
  package init(_ certificate: ServerCertificate) throws {
    state = NIOLockedValueBox(
      State(certificate: certificate, context: try Self.context(certificate)))
  }

  package var certificate: ServerCertificate { state.withLockedValue { $0.certificate } }

  /// Shows another one from now on; connections that stand keep the one that they have seen.
  ///
  /// - Throws: As `init`, and keeps the old one then.
  package func show(_ certificate: ServerCertificate) throws {
    let context = try Self.context(certificate)
    state.withLockedValue { $0 = State(certificate: certificate, context: context) }
  }

  func handler() -> NIOSSLServerHandler {
    NIOSSLServerHandler(context: state.withLockedValue { $0.context })
  }

  private static func context(_ certificate: ServerCertificate) throws -> NIOSSLContext {
    var configuration = TLSConfiguration.makeServerConfiguration(
      certificateChain: certificate.chain.map { .certificate($0) },
      privateKey: .privateKey(certificate.key))
    configuration.minimumTLSVersion = .tlsv13
    configuration.applicationProtocols = [RelayTLS.applicationProtocol]
    return try NIOSSLContext(configuration: configuration)
  }
}

/// What both ends of TLS agree on.
enum RelayTLS {
  /// WebSocket begins as HTTP/1.1 (RFC 6455, 4.1), and a web server would offer HTTP/2 as well.
  static let applicationProtocol = "http/1.1"
}
