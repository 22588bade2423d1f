import NIOCore
import NIOWebSocket
import Relay

/// Lets only those WebSocket frames through that our clients send, and tells the shell about them.
final class RelaySocketHandler: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  let channel: any Channel
  private let id: ConnectionID
  private let shell: RelayShell
  private var context: ChannelHandlerContext?

  init(id: ConnectionID, shell: RelayShell, channel: any Channel) {
    self.id = id
    self.shell = shell
    self.channel = channel
  }

  // MARK: What the shell asks for

  func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8]) {
    guard let context else { return }
    var data = context.channel.allocator.buffer(capacity: bytes.count)
    data.writeBytes(bytes)
    let frame = WebSocketFrame(fin: true, opcode: opcode, data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }

  /// Sends a close frame: nothing comes after it.
  func end(with code: WebSocketErrorCode) {
    guard let context else { return }
    var data = context.channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: code)
    let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }

  func close() { context?.close(promise: nil) }

  // MARK: What the client does

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = unwrapInboundIn(data)
    if let violation = Self.violation(of: frame) { return shell.violated(id, violation) }
    switch frame.opcode {
    case .binary: shell.received(id, Array(frame.unmaskedData.readableBytesView))
    case .ping: shell.pinged(id, payload: Array(frame.unmaskedData.readableBytesView))
    case .pong: shell.ponged(id, byteCount: frame.data.readableBytes)
    default: shell.closedByClient(id)
    }
  }

  /// NIO's decoder checks lengths and control fragments; the rest of RFC 6455 that matters is here.
  private static func violation(of frame: WebSocketFrame) -> ProtocolViolation? {
    if frame.maskKey == nil { return .unmaskedFrame }
    if frame.rsv1 || frame.rsv2 || frame.rsv3 { return .reservedBits }
    switch frame.opcode {
    case .binary: return frame.fin ? nil : .fragment
    case .continuation: return .fragment
    case .text: return .textFrame
    case .ping, .pong, .connectionClose: return nil
    default: return .reservedOpcode
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    shell.writabilityChanged(id, isWritable: context.channel.isWritable)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error as? NIOWebSocketError {
    case .invalidFrameLength: shell.violated(id, .frameTooLarge)
    case .fragmentedControlFrame, .multiByteControlFrameLength:
      shell.violated(id, .badControlFrame)
    case nil: context.close(promise: nil)
    }
  }
}
