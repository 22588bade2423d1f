import NIOCore
import NIOHTTP1
import NIOSSL
import NIOWebSocket
import Relay
import Station
import Vocabulary

/// The subprotocol that client and relay name in their handshake.
enum RelaySubprotocol {
  static let name = "ghostline.v4"
  static let header = "Sec-WebSocket-Protocol"
}

/// Builds the pipeline of a client that is connected: first HTTP for the handshake, then WebSocket frames.
enum RelayClientPipeline {
  private static let requestName = "RelayUpgradeRequest"

  static func install(
    in channel: any Channel, for connection: RelayConnection, hello: [UInt8]
  ) throws {
    let upgrader = NIOWebSocketClientUpgrader(
      maxFrameSize: EnvelopeLimits.frameBytes, automaticErrorHandling: false
    ) { channel, response in
      channel.eventLoop.makeCompletedFuture {
        guard response.headers[RelaySubprotocol.header] == [RelaySubprotocol.name] else {
          return connection.foundNoRelay()
        }
        try channel.pipeline.syncOperations.addHandler(
          RelayClientHandler(connection: connection, hello: hello))
      }
    }
    let pipeline = channel.pipeline.syncOperations
    if !connection.link.isSecured { try pipeline.addHandler(AlertGuard(connection: connection)) }
    try pipeline.addHTTPClientHandlers(
      leftOverBytesStrategy: .forwardBytes,
      withClientUpgrade: (
        upgraders: [upgrader],
        completionHandler: { context in
          context.pipeline.syncOperations.removeHandler(name: requestName, promise: nil)
        }
      ))
    try pipeline.addHandler(RelayUpgradeRequest(connection: connection), name: requestName)
  }

  /// Writes bytes of frames that are complete, past the encoder; on the event loop.
  static func write(_ bytes: ArraySlice<UInt8>, to channel: any Channel) -> EventLoopFuture<Void> {
    do {
      let encoder = try channel.pipeline.syncOperations.context(
        handlerType: WebSocketFrameEncoder.self)
      return encoder.writeAndFlush(NIOAny(ByteBuffer(bytes: bytes)))
    } catch {
      // The channel has closed meanwhile.
      return channel.eventLoop.makeFailedFuture(error)
    }
  }
}

/// Asks for the upgrade, and listens for any answer but the right one.
private final class RelayUpgradeRequest: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  /// More than any server says about it.
  private static let mostSaid = 2_048

  private let connection: RelayConnection
  private var saying: [UInt8] = []

  init(connection: RelayConnection) { self.connection = connection }

  func handlerAdded(context: ChannelHandlerContext) {
    let location = connection.location
    let head = HTTPRequestHead(
      version: .http1_1, method: .GET, uri: connection.link.path.text,
      headers: [
        "Host": "\(location)", RelaySubprotocol.header: RelaySubprotocol.name,
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  /// Reached only when the answer is no upgrade: it is a relay's that has no room for us, a proxy's
  /// whose relay is away, or nobody's that we know.
  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let status = Int(head.status.code)
      if RelayClosure.isPassing(status: status) {
        connection.foundUnavailable(status: status)
      } else if !mayExpectTLS(head) {
        connection.foundNoRelay()
      }
    case .body(let body):
      saying += Array(body.readableBytesView.prefix(Self.mostSaid - saying.count))
    case .end:
      saysTLS ? connection.foundNoTLS(.serverExpectsTLS) : connection.foundNoRelay()
    }
  }

  /// Web servers say it by 400 and in words, each in its own: with "HTTPS" in it, or "SSL".
  private func mayExpectTLS(_ head: HTTPResponseHead) -> Bool {
    head.status == .badRequest && !connection.link.isSecured
  }

  private var saysTLS: Bool {
    let words = String(decoding: saying, as: UTF8.self).uppercased()
    return ["HTTPS", "SSL", "TLS"].contains { words.contains($0) }
  }

  /// A reset, or an answer that is no upgrade or no HTTP at all.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case is IOError, NIOSSLError.uncleanShutdown: connection.becameInactive()
    default: connection.foundNoRelay()
    }
  }
}

/// Notices that a server answers us in TLS, which we do not speak with it.
private final class AlertGuard: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  /// An alert of TLS 1.x (RFC 8446, 5.1), which no answer of HTTP begins with.
  private static let alert: [UInt8] = [0x15, 0x03]

  private let connection: RelayConnection

  init(connection: RelayConnection) { self.connection = connection }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !unwrapInboundIn(data).readableBytesView.starts(with: Self.alert) else {
      return connection.foundNoTLS(.serverExpectsTLS)
    }
    context.fireChannelRead(data)
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }
}

/// Turns frames into envelope messages, and answers pings.
private final class RelayClientHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  private let connection: RelayConnection
  private let hello: [UInt8]

  init(connection: RelayConnection, hello: [UInt8]) {
    self.connection = connection
    self.hello = hello
  }

  func handlerAdded(context: ChannelHandlerContext) {
    connection.foundRelay()
    context.writeAndFlush(wrapOutboundOut(RelayConnection.frame(hello)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    // A server never masks (RFC 6455, 5.1), and our relay never fragments.
    guard frame.maskKey == nil, frame.fin else { return connection.foundNoRelay() }
    switch frame.opcode {
    case .binary: receivedMessage(Array(frame.data.readableBytesView))
    case .ping:
      connection.answer(ping: Array(frame.data.readableBytesView))
      connection.gave(.alive)
    case .pong: connection.gave(.answered)
    case .connectionClose: connection.becameInactive()
    default: connection.foundNoRelay()
    }
  }

  private func receivedMessage(_ bytes: [UInt8]) {
    do throws(EnvelopeError) {
      connection.received(try RelayMessage(decoding: bytes))
    } catch {
      connection.foundNoRelay()
    }
  }

  /// A reset of the connection, or a frame beyond the limits.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    error is NIOWebSocketError ? connection.foundNoRelay() : connection.becameInactive()
  }
}
