import NIOCore
import NIOHTTP1
import Relay
import Vocabulary

/// Builds a server's channel: HTTP within limits for the handshake, then WebSocket frames.
enum RelayServerPipeline {
  private static let headerGuardName = "RelayHeaderGuard"
  private static let httpName = "RelayHTTP"

  /// - Parameter peer: Who has connected.
  static func install(
    in channel: any Channel, id: ConnectionID, shell: RelayShell, from peer: Address?,
    coming: RelayHub.Coming = .accepted
  ) throws {
    let upgrader = RelayUpgrader(id: id, shell: shell)
    let pipeline = channel.pipeline.syncOperations
    let origin = shell.front.proxies.origin(of: peer)
    try pipeline.addHandler(
      RelayHeaderGuard(id: id, shell: shell, origin: origin, coming: coming), name: headerGuardName)
    try pipeline.configureHTTPServerPipeline(
      withPipeliningAssistance: false,
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          let pipeline = context.pipeline.syncOperations
          pipeline.removeHandler(name: headerGuardName, promise: nil)
          pipeline.removeHandler(name: httpName, promise: nil)
        }
      ),
      withErrorHandling: false)
    if origin == .told(.forwardedFor), let proxy = peer {
      try pipeline.addHandler(
        ForwardedForHandler(id: id, shell: shell, proxy: proxy, proxies: shell.front.proxies),
        position: .before(try pipeline.handler(type: HTTPServerUpgradeHandler.self)))
    }
    try pipeline.addHandler(RelayHTTPHandler(id: id, shell: shell), name: httpName)
  }
}

/// Announces a connection, and closes one whose request is longer than any honest one.
final class RelayHeaderGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let id: ConnectionID
  private let shell: RelayShell
  private let origin: ProxyTrust.Origin
  private let coming: RelayHub.Coming
  private var told: Address?
  private var byteCount = 0
  private var reception = RelayShell.Reception.turnedAway

  init(
    id: ConnectionID, shell: RelayShell, origin: ProxyTrust.Origin, coming: RelayHub.Coming
  ) {
    self.id = id
    self.shell = shell
    self.origin = origin
    self.coming = coming
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ClientTold { told = event.client }
    context.fireUserInboundEventTriggered(event)
  }

  func channelActive(context: ChannelHandlerContext) {
    reception =
      switch origin {
      case .peer: shell.becameActive(id, from: peer(context), coming: coming)
      case .told(.proxyProtocol):
        shell.becameActive(id, from: told ?? peer(context), coming: coming)
      // Whose it is stands in the request.
      case .told(.forwardedFor): .welcome
      }
    context.fireChannelActive()
  }

  private func peer(_ context: ChannelHandlerContext) -> Address? {
    context.channel.remoteAddress.flatMap { Address($0) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard reception == .welcome else { return }
    byteCount += unwrapInboundIn(data).readableBytes
    guard byteCount <= shell.hub.limits.headerBytes else {
      return shell.violated(id, .headerTooLarge)
    }
    context.fireChannelRead(data)
  }
}

/// Answers every request that does not become a WebSocket, and ends its connection.
final class RelayHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let id: ConnectionID
  private let shell: RelayShell

  init(id: ConnectionID, shell: RelayShell) {
    self.id = id
    self.shell = shell
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    guard !head.headers.contains(name: "Upgrade") else {
      return refuseUpgrade(RelayHandshake.objection(to: head) ?? .badRequest, context: context)
    }
    // Whoever watches over a server may ask without the body (RFC 9110, 9.3.2).
    if [.GET, .HEAD].contains(head.method), let answer = shell.answer(to: head.uri) {
      let status = HTTPResponseStatus(statusCode: answer.status)
      respond(status, answer.body, to: head.method, context: context)
    } else {
      respond(.notFound, "", context: context)
    }
    context.close(promise: nil)
  }

  private func refuseUpgrade(_ violation: ProtocolViolation, context: ChannelHandlerContext) {
    respond(violation == .originRefused ? .forbidden : .badRequest, "", context: context)
    shell.violated(id, violation)
  }

  private func respond(
    _ status: HTTPResponseStatus, _ body: String, to method: HTTPMethod = .GET,
    context: ChannelHandlerContext
  ) {
    let head = HTTPResponseHead(
      version: .http1_1, status: status,
      headers: ["Content-Length": "\(body.utf8.count)", "Connection": "close"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  /// Says that there is no room at present, before the request is read.
  static func refuseForNow(on channel: any Channel) {
    let head = HTTPResponseHead(
      version: .http1_1, status: .serviceUnavailable,
      headers: ["Content-Length": "0", "Connection": "close"])
    channel.write(HTTPServerResponsePart.head(head), promise: nil)
    channel.writeAndFlush(HTTPServerResponsePart.end(nil), promise: nil)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // A refused upgrade is an error too; its request follows, and is answered above.
    if error is HTTPParserError {
      shell.violated(id, .badRequest)
    } else if error is IOError {
      context.close(promise: nil)
    }
  }
}
