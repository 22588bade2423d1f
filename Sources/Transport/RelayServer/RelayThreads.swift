import NIOCore
import NIOPosix

/// The event loops of a relay: one for its clients, one for STUN; or that of somebody else for both.
struct RelayThreads: Sendable {
  let relay: any EventLoop
  let stun: any EventLoop
  /// Nothing when they are somebody else's.
  private let own: MultiThreadedEventLoopGroup?

  init(sharing eventLoop: (any EventLoop)?) {
    if let eventLoop {
      (relay, stun, own) = (eventLoop, eventLoop, nil)
    } else {
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
      (relay, stun, own) = (group.next(), group.next(), group)
    }
  }

  /// Ends those that are ours, in their own time; may be called twice.
  func stop() { own?.shutdownGracefully { _ in } }
}
