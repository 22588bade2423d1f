import NIOCore
import NIOSSL
package import Relay
package import Vocabulary

/// What stands before a relay's own protocol: TLS, if it has a certificate, and proxies that are believed
/// for whom they speak.
package struct RelayFront: Sendable {
  package static let plain = RelayFront()

  package var certificates: CertificateHolder?

  let proxies: ProxyTrust

  package init(certificates: CertificateHolder? = nil, proxies: ProxyTrust = .nobody) {
    self.certificates = certificates
    self.proxies = proxies
  }

  /// With a certificate that is made for this relay alone, and told by its pin.
  ///
  /// - Throws: What a TLS library says.
  package init(selfSignedFor name: String) throws {
    self.init(certificates: try CertificateHolder(.selfSigned(for: name)))
  }

  /// How clients that come past no proxy have to speak to it.
  package var link: RelayLink { certificates?.certificate.link ?? .plain }

  /// Puts it at the head of a connection's pipeline; the relay's own handlers follow.
  ///
  /// - Parameters:
  ///   - patience: For how long a proxy may say nothing.
  ///   - sorter: Sees to which event loop a connection belongs, where TLS will bind it to one.
  func install(
    in channel: any Channel, patience: TimeAmount, sorting sorter: HelloHandler?
  ) throws {
    let pipeline = channel.pipeline.syncOperations
    if origin(of: channel) == .told(.proxyProtocol) {
      try pipeline.addHandler(ProxyProtocolHandler(patience: patience))
    }
    if let sorter, certificates != nil { try pipeline.addHandler(sorter) }
    try installSecurity(in: channel)
  }

  /// What follows when it is known whose the connection is.
  func installSecurity(in channel: any Channel) throws {
    let pipeline = channel.pipeline.syncOperations
    try pipeline.addHandler(OpeningGuard(expecting: certificates == nil ? .http : .tls))
    if let certificates { try pipeline.addHandler(certificates.handler()) }
  }
}

extension RelayFront {
  /// Whose connection it is.
  func origin(of channel: any Channel) -> ProxyTrust.Origin {
    proxies.origin(of: channel.remoteAddress.flatMap { Address($0) })
  }

  /// Whether somebody who is turned away can be told so at no cost: by TLS an answer costs a handshake, and
  /// a stranger could ask for any number of them. Whose request was read has had it.
  func canAnswer(_ channel: any Channel) -> Bool {
    certificates == nil || origin(of: channel) == .told(.forwardedFor)
  }
}

/// Tells whoever speaks TLS where there is none, or none where there is, in words that it understands:
/// both would end in a connection that closes without a word, and nobody would know why.
final class OpeningGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundOut = ByteBuffer

  enum Opening {
    case http, tls

    /// A record of a handshake (RFC 8446, 5.1), which no request begins with.
    init(firstByte: UInt8) { self = firstByte == 0x16 ? .tls : .http }
  }

  private let expected: Opening
  private var isRefused = false

  init(expecting expected: Opening) { self.expected = expected }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    guard !isRefused, let first = bytes.readableBytesView.first else { return }
    guard Opening(firstByte: first) == expected else { return refuse(context: context) }
    context.fireChannelRead(data)
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  /// Closes our side alone: what the client goes on saying is thrown away, and who says nothing is closed
  /// as one whose handshake takes too long.
  private func refuse(context: ChannelHandlerContext) {
    isRefused = true
    let body =
      switch expected {
      case .http: "This relay speaks no TLS: its address begins with ghostline://\n"
      case .tls: "This relay expects TLS (HTTPS): its address begins with ghostlines://\n"
      }
    let answer =
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: \(body.utf8.count)\r\n"
      + "Connection: close\r\n\r\n\(body)"
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    context.close(mode: .output, promise: nil)
  }
}
