import NIOCore
import NIOPosix

/// The event loops of a relay: some for its clients, one for STUN; or that of somebody else for all.
struct RelayThreads: Sendable {
  let relay: [any EventLoop]
  /// Those of the relay, one after the other, for who connects.
  let reception: any EventLoopGroup
  let stun: any EventLoop
  /// Nothing when they are somebody else's.
  private let own: [MultiThreadedEventLoopGroup]

  init(sharing eventLoop: (any EventLoop)?, loops count: Int) {
    if let eventLoop {
      precondition(count == 1, "\(count) event loops of somebody who has one")
      (relay, reception, stun, own) = ([eventLoop], eventLoop, eventLoop, [])
    } else {
      let clients = MultiThreadedEventLoopGroup(numberOfThreads: count)
      let other = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      (relay, reception) = (Array(clients.makeIterator()), clients)
      (stun, own) = (other.next(), [clients, other])
    }
  }

  /// Ends those that are ours, in their own time; may be called twice.
  func stop() {
    for group in own { group.shutdownGracefully { _ in } }
  }
}
