import NIOCore
import NIOHTTP1
import Relay
import Vocabulary

/// Learns from the request of a trusted proxy whose connection it is, and only then lets the hub know of it.
final class ForwardedForHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart

  private let id: ConnectionID
  private let shell: RelayShell
  private let proxy: Address
  private let proxies: ProxyTrust
  private var end: Scheduled<Void>?

  init(id: ConnectionID, shell: RelayShell, proxy: Address, proxies: ProxyTrust) {
    self.id = id
    self.shell = shell
    self.proxy = proxy
    self.proxies = proxies
  }

  func channelActive(context: ChannelHandlerContext) {
    let channel = context.channel
    // The hub does not know of it, and does not count its time.
    end = context.eventLoop.scheduleTask(in: shell.patienceForProxies) {
      channel.close(promise: nil)
    }
    context.fireChannelActive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    // The rest of a request that was turned away is nobody's.
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    end?.cancel()
    let client = proxies.client(forwardedFor: head.headers["X-Forwarded-For"], by: proxy)
    guard shell.becameActive(id, from: client) == .welcome else { return }
    context.fireChannelRead(data)
    // Before the upgrade, after which there are no requests.
    context.pipeline.syncOperations.removeHandler(self, promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    end?.cancel()
    context.fireChannelInactive()
  }
}
