import NIOCore
import Relay
import Vocabulary

/// Says whose connection it is, before its first byte.
struct ClientTold: Sendable {
  /// Nothing when the proxy speaks for itself.
  let client: Address?
}

/// Reads what a trusted proxy says first, holding back that the connection stands until it is read; whoever
/// says anything else is closed.
final class ProxyProtocolHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let patience: TimeAmount
  private var said: [UInt8] = []
  private var isOver = false
  private var end: Scheduled<Void>?

  /// - Parameter patience: For how long a proxy may say nothing.
  init(patience: TimeAmount) { self.patience = patience }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    end = context.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isOver else { return }
    said += unwrapInboundIn(data).readableBytesView
    switch ProxyHeader(reading: said[...]) {
    case .incomplete: return
    case .invalid:
      isOver = true
      context.close(promise: nil)
    case .complete(let client, let byteCount):
      isOver = true
      end?.cancel()
      context.fireUserInboundEventTriggered(ClientTold(client: client))
      context.fireChannelActive()
      let rest = said.dropFirst(byteCount)
      if !rest.isEmpty { context.fireChannelRead(wrapInboundOut(ByteBuffer(bytes: rest))) }
      context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    end?.cancel()
    context.fireChannelInactive()
  }
}
