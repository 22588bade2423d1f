import NIOCore
import Relay
import Vocabulary

/// A connection on its way from one event loop of a relay to another: NIO has no way for that, so that its
/// socket goes, and what was read of it.
struct Passage: Sendable {
  enum Stage: Sendable {
    /// Its first bytes name the loop that it belongs to, by whatever a proxy has told of it before them.
    case opening(ClientTold?)
    /// It speaks our protocol, and asks for a room.
    case asking(HandOver)
  }

  /// A second descriptor of it: the first is closed with the channel that it leaves.
  let socket: StreamDescriptor
  /// Who has connected, as the system knows.
  let peer: Address?
  let stage: Stage
  /// What it has said that nobody has looked at.
  let unread: ByteBuffer
}

/// Begins a connection that has come from another event loop where it was there.
final class PassageHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let unread: ByteBuffer
  private let begin: (ChannelHandlerContext) -> Void

  /// - Parameter begin: Called once, when the connection stands.
  init(unread: ByteBuffer, begin: @escaping (ChannelHandlerContext) -> Void) {
    self.unread = unread
    self.begin = begin
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
    if unread.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(unread)) }
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }
}

/// Reads by what a connection begins with to which event loop it belongs, before TLS hides it and binds it
/// to the one that it is on.
final class HelloHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer

  private let id: ConnectionID
  private let shell: RelayShell
  private var told: ClientTold?
  private var said = ByteBuffer()
  private var isGone = false

  init(id: ConnectionID, shell: RelayShell) {
    self.id = id
    self.shell = shell
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if let event = event as? ClientTold { told = event }
    context.fireUserInboundEventTriggered(event)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isGone else { return }
    var bytes = unwrapInboundIn(data)
    said.writeBuffer(&bytes)
    switch ClientHello(reading: Array(said.readableBytesView)[...]) {
    case .incomplete: return
    case .named(let hint):
      let share = shell.hub.share
      let loop = hint.loop(among: share.count)
      guard loop != share.index else { return stay(context) }
      isGone = true
      shell.handOver(id, to: loop, told: told, unread: said)
    case .unnamed: stay(context)
    }
  }

  private func stay(_ context: ChannelHandlerContext) {
    isGone = true
    context.fireChannelRead(wrapInboundOut(said))
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }
}
