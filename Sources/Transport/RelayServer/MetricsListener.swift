import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import Relay
import Vocabulary

/// Answers whoever watches over a relay, on a port and a thread of its own: nothing that is asked here
/// takes time from the relay, and a relay that hangs is told of.
package final class MetricsListener: Sendable {
  package let boundPort: UInt16
  private let server: any Channel
  private let group: MultiThreadedEventLoopGroup

  /// Listens at once; blocks for the moment that takes, so never on an event loop.
  ///
  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - build: The version that is told.
  /// - Throws: `RelayListenerError` when the port is taken or may not be used.
  package static func start(
    host: String, port: UInt16, build: String, watching relay: RelayListener
  ) throws(RelayListenerError) -> MetricsListener {
    do {
      return try MetricsListener(host: host, port: port, build: build, relay: relay)
    } catch {
      throw RelayListenerError(error, host: host, port: port)
    }
  }

  private init(host: String, port: UInt16, build: String, relay: RelayListener) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let startedAt = ProcessVitals.timeOfDay()
    let guests = NIOLockedValueBox(0)
    do {
      server = try ServerBootstrap(group: group)
        .serverChannelOption(.backlog, value: 16)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.allowRemoteHalfClosure, value: true)
        .childChannelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try Self.receive(channel, guests) { page in
              relay.pulse.answer(
                to: page, build: build, vitals: .present(startedAt: startedAt, behind: relay.front),
                now: relay.now())
            }
          }
        }
        .bind(host: host, port: Int(port)).wait()
    } catch {
      group.shutdownGracefully { _ in }
      throw error
    }
    self.group = group
    boundPort = UInt16(server.localAddress?.port ?? 0)
  }

  /// Stops listening; may be called twice.
  package func stop() {
    server.close(promise: nil)
    group.shutdownGracefully { _ in }
  }

  /// More than a few at a time are nobody who watches: they are closed.
  private static let mostGuests = 16
  /// For one question and its answer.
  private static let patience = TimeAmount.seconds(5)

  private static func receive(
    _ channel: any Channel, _ guests: NIOLockedValueBox<Int>,
    _ answer: @escaping @Sendable (WatchPage) -> WatchAnswer
  ) throws {
    let count = guests.withLockedValue { count in
      count += 1
      return count
    }
    let end = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in
      end.cancel()
      guests.withLockedValue { $0 -= 1 }
    }
    guard count <= mostGuests else { return channel.close(promise: nil) }
    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
    try channel.pipeline.syncOperations.addHandler(WatchHandler(answer: answer))
  }
}

/// Answers one request, and ends its connection.
private final class WatchHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let answer: (WatchPage) -> WatchAnswer

  init(answer: @escaping (WatchPage) -> WatchAnswer) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    guard [.GET, .HEAD].contains(head.method) else {
      return respond(405, "", to: head.method, context: context)
    }
    guard let page = WatchPage(uri: head.uri) else {
      let pages = WatchPage.allCases.map(\.rawValue).joined(separator: "\n")
      return respond(404, pages + "\n", to: head.method, context: context)
    }
    let answer = answer(page)
    respond(answer.status, answer.body, answer.kind, to: head.method, context: context)
  }

  private func respond(
    _ status: Int, _ body: String, _ kind: String = "text/plain", to method: HTTPMethod,
    context: ChannelHandlerContext
  ) {
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: status),
      headers: [
        "Content-Type": kind, "Content-Length": "\(body.utf8.count)", "Connection": "close",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
    }
    let channel = context.channel
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      channel.close(promise: nil)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }
}
