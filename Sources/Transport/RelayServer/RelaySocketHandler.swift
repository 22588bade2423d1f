import NIOCore
import NIOWebSocket
import Relay

/// Reads WebSocket frames as our clients send them, tells the shell about them, and writes what it asks.
///
/// Two things make sure that one connection costs the others nothing: only so many frames are taken in a
/// turn of the event loop, and none is read, decoded or kept once the connection is to end. What is
/// written in a turn leaves at its end, in one piece.
final class RelaySocketHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  /// Most frames of one connection in a turn: half a second of what a member may send.
  private static let framesPerTurn = 128

  /// A buffer that grew beyond this for a map or a backlog is not kept.
  private static let keptBytes = 4_096

  private enum Intake {
    case open
    /// More has arrived than a turn may take: the next one goes on, and nothing is read until then.
    case waiting
    case ended
  }

  let channel: any Channel
  private let id: ConnectionID
  private let shell: RelayShell
  private var context: ChannelHandlerContext?
  private var intake = Intake.open
  /// What has not been decoded yet.
  private var arrived = ByteBuffer()
  private var isReadWanted = false
  /// What leaves at the end of the turn.
  private var outgoing = ByteBuffer()
  private var isFlushDue = false

  init(id: ConnectionID, shell: RelayShell, channel: any Channel) {
    self.id = id
    self.shell = shell
    self.channel = channel
  }

  // MARK: What the shell asks for

  func send(_ opcode: ServerFrame.Opcode, _ bytes: [UInt8]) {
    guard context != nil else { return }
    let head = ServerFrame.head(opcode, payloadByteCount: bytes.count)
    if head.count == 2 {
      outgoing.writeInteger(UInt16(head.bits))
    } else {
      outgoing.writeInteger(head.bits)
    }
    outgoing.writeBytes(bytes)
    guard !isFlushDue else { return }
    isFlushDue = true
    shell.flushAtEndOfTurn(self)
  }

  /// Sends a close frame: nothing comes after it, and nothing that the client sends is looked at.
  func end(with code: WebSocketErrorCode) {
    guard intake != .ended else { return }
    intake = .ended
    arrived = ByteBuffer()
    let number = UInt16(webSocketErrorCode: code)
    send(.close, [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)])
    flush()
    // The system goes on to take what fits its buffer, which is small, and stops the client then.
    channel.setOption(.autoRead, value: false).whenFailure { _ in }
  }

  /// Reads nothing more and gives away what nobody has looked at: another event loop goes on with it. All
  /// that was written to a stranger fits into the system's buffer, and leaves by it.
  func handOver() -> ByteBuffer {
    intake = .ended
    flush()
    defer { arrived = ByteBuffer() }
    return arrived
  }

  func flush() {
    guard isFlushDue, let context else { return }
    isFlushDue = false
    context.writeAndFlush(wrapOutboundOut(outgoing), promise: nil)
    if outgoing.capacity > Self.keptBytes {
      outgoing = ByteBuffer()
    } else {
      outgoing.clear()
    }
  }

  // MARK: What the client does

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    intake = .ended
    arrived = ByteBuffer()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard intake != .ended else { return }
    var bytes = unwrapInboundIn(data)
    if arrived.readableBytes == 0 {
      arrived = bytes
    } else {
      arrived.writeBuffer(&bytes)
    }
    if intake == .open { takeFrames(context) }
  }

  func read(context: ChannelHandlerContext) {
    switch intake {
    case .open: context.read()
    case .waiting: isReadWanted = true
    case .ended: break
    }
  }

  private func takeFrames(_ context: ChannelHandlerContext) {
    for _ in 0..<Self.framesPerTurn {
      guard intake == .open, takeFrame() else { return keepRest() }
    }
    guard intake == .open, arrived.readableBytes > 0 else { return keepRest() }
    intake = .waiting
    context.eventLoop.assumeIsolated().execute { [self] in
      guard intake == .waiting, let context = self.context else { return }
      intake = .open
      takeFrames(context)
      guard intake == .open, isReadWanted else { return }
      isReadWanted = false
      context.read()
    }
  }

  /// Lets go of the buffer that the system read into, so that it is read into again.
  private func keepRest() {
    arrived = arrived.readableBytes == 0 ? ByteBuffer() : ByteBuffer(arrived.readableBytesView)
  }

  /// Takes one frame if it is there; returns whether there may be another.
  private func takeFrame() -> Bool {
    switch ClientFrame.read(arrived.readableBytesUInt8Span) {
    case .incomplete: return false
    case .violation(let violation):
      shell.violated(id, violation)
      return false
    case .frame(let frame):
      guard arrived.readableBytes >= frame.byteCount else { return false }
      arrived.moveReaderIndex(forwardBy: frame.headByteCount)
      guard var payload = arrived.readBytes(length: frame.payloadByteCount) else { return false }
      frame.unmask(&payload)
      heard(frame.opcode, payload)
      return true
    }
  }

  private func heard(_ opcode: ClientFrame.Opcode, _ payload: [UInt8]) {
    switch opcode {
    case .binary: shell.received(id, payload)
    case .ping: shell.pinged(id, payload: payload)
    case .pong: shell.ponged(id, byteCount: payload.count)
    case .close: shell.closedByClient(id)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    shell.writabilityChanged(id, isWritable: context.channel.isWritable)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
