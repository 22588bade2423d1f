import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// A TCP client that sends whatever a test wants, and remembers what comes back.
final class RawClient: Sendable {
  private struct Seen {
    var bytes: [UInt8] = []
    var isClosed = false
  }

  private let channel: any Channel
  private let seen = NIOLockedValueBox(Seen())

  enum Reading { case everything, nothing }

  /// - Parameter source: The address of this machine that it comes from.
  init(
    port: UInt16, reading: Reading = .everything, from source: String = "127.0.0.1",
    on eventLoop: any EventLoop = loop
  ) throws {
    let seen = seen
    channel = try ClientBootstrap(group: eventLoop)
      .bind(to: SocketAddress(ipAddress: source, port: 0))
      .channelOption(.autoRead, value: reading == .everything)
      .channelOption(.socketOption(.so_rcvbuf), value: reading == .everything ? 65_536 : 4_096)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            Ear { bytes in seen.withLockedValue { $0.bytes += bytes } })
        }
      }
      .connect(host: "127.0.0.1", port: Int(port))
      .wait()
    channel.closeFuture.whenComplete { _ in seen.withLockedValue { $0.isClosed = true } }
  }

  deinit { channel.close(promise: nil) }

  /// Reads on, for a client that was reading nothing.
  func beginReading() { channel.setOption(.autoRead, value: true).whenFailure { _ in } }

  func close() { channel.close(promise: nil) }

  func send(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

  func send(_ text: String) { send(Array(text.utf8)) }

  var text: String { String(decoding: seen.withLockedValue { $0.bytes }, as: UTF8.self) }
  var bytes: [UInt8] { seen.withLockedValue { $0.bytes } }

  func isClosedSoon() throws -> Bool {
    try eventually { seen.withLockedValue { $0.isClosed } }
  }

  /// Completes a handshake as our own client does.
  func upgrade() throws -> Bool {
    send(Self.request())
    return try eventually { text.contains("\r\n\r\n") } && text.hasPrefix("HTTP/1.1 101")
  }

  static func request(
    _ more: String = "", subprotocol: String = "ghostline.v4", version: String = "13"
  ) -> String {
    """
    GET / HTTP/1.1\r
    Host: relay\r
    Upgrade: websocket\r
    Connection: Upgrade\r
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
    Sec-WebSocket-Version: \(version)\r
    Sec-WebSocket-Protocol: \(subprotocol)\r
    \(more)\r

    """
  }

  /// One frame; a first byte of 0x82 is a whole binary message. The masking key is zero.
  static func frame(first: UInt8 = 0x82, masked: UInt8 = 0x80, _ payload: [UInt8]) -> [UInt8] {
    let size: [UInt8] =
      payload.count < 126
      ? [masked | UInt8(payload.count)]
      : [masked | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
    return [first] + size + (masked == 0 ? [] : [0, 0, 0, 0]) + payload
  }

  private final class Ear: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let heard: ([UInt8]) -> Void

    init(heard: @escaping ([UInt8]) -> Void) { self.heard = heard }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      heard(Array(unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      context.close(promise: nil)
    }
  }
}
