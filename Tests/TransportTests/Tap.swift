import NIOConcurrencyHelpers
import NIOCore
import NIOPosix

/// Stands between a client and a port, passes everything on, and keeps what the client has sent.
final class Tap: Sendable {
  private let server: any Channel
  private let seen: NIOLockedValueBox<[UInt8]>

  /// - Parameter greeting: What it says to the port itself, first.
  init(to port: UInt16, saying greeting: String = "") throws {
    let seen = NIOLockedValueBox<[UInt8]>([])
    self.seen = seen
    server = try ServerBootstrap(group: loop)
      .childChannelOption(.autoRead, value: false)
      .childChannelInitializer { client in
        ClientBootstrap(group: client.eventLoop)
          .channelInitializer { relay in
            relay.eventLoop.makeCompletedFuture {
              try relay.pipeline.syncOperations.addHandler(Glue(to: client) { _ in })
            }
          }
          .connect(host: "127.0.0.1", port: Int(port))
          .flatMapThrowing { relay in
            try client.pipeline.syncOperations.addHandler(
              Glue(to: relay) { bytes in seen.withLockedValue { $0 += bytes } })
            relay.writeAndFlush(ByteBuffer(string: greeting), promise: nil)
            client.setOption(.autoRead, value: true).whenFailure { _ in }
          }
      }
      .bind(host: "127.0.0.1", port: 0)
      .wait()
  }

  var port: UInt16 { UInt16(server.localAddress?.port ?? 0) }

  /// What the client has sent.
  var bytes: [UInt8] { seen.withLockedValue(\.self) }

  /// The types of the TLS records that the client has sent; nothing when they are none.
  var recordTypes: [UInt8]? {
    var rest = seen.withLockedValue { $0[...] }
    var types: [UInt8] = []
    while rest.count >= 5 {
      let head = Array(rest.prefix(5))
      guard head[1] == 3 else { return nil }
      types.append(head[0])
      rest = rest.dropFirst(5 + Int(head[3]) << 8 + Int(head[4]))
    }
    return types
  }

  func close() { server.close(promise: nil) }
}

/// Passes on what one end says to the other, and its end.
private final class Glue: ChannelInboundHandler, Sendable {
  typealias InboundIn = ByteBuffer

  private let other: any Channel
  private let note: @Sendable (ByteBufferView) -> Void

  init(to other: any Channel, noting note: @escaping @Sendable (ByteBufferView) -> Void) {
    self.other = other
    self.note = note
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    note(bytes.readableBytesView)
    other.writeAndFlush(bytes, promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }
}
