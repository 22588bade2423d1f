import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Relay

/// One of a relay's event loops, with a hub of its own.
struct RelayLoop: Sendable {
  let eventLoop: any EventLoop
  let shell: NIOLoopBound<RelayShell>
  let newestPulse: NIOLockedValueBox<RelayPulse>
}

/// All event loops of a relay. They share nothing but what each says of itself a few times a second; a
/// connection that one of them has accepted goes once to that which has its room, and stays there.
final class RelayLoops: Sendable {
  private let loops = NIOLockedValueBox<[RelayLoop]>([])

  var all: [RelayLoop] { loops.withLockedValue(\.self) }

  /// Before anybody connects.
  func append(_ loop: RelayLoop) { loops.withLockedValue { $0.append(loop) } }

  /// The newest of each, as one.
  var pulse: RelayPulse {
    RelayPulse(adding: all.map { loop in loop.newestPulse.withLockedValue(\.self) })
  }

  func others(than index: Int) -> RelayHub.Others {
    let areDrained = all.enumerated().allSatisfy { other, loop in
      other == index
        || [.drained, .stopped].contains(loop.newestPulse.withLockedValue { $0.readiness })
    }
    return areDrained ? .drained : .serving
  }

  /// The shell of the event loop that we are on.
  func shell(on eventLoop: any EventLoop) -> RelayShell {
    guard let loop = all.first(where: { $0.eventLoop === eventLoop }) else {
      preconditionFailure("an event loop of somebody else")
    }
    return loop.shell.value
  }

  /// Gives a connection away; never waits.
  func give(_ passage: Passage, to index: Int) {
    let loop = all[index]
    loop.eventLoop.execute {
      let bootstrap = RelayChannel.configure(ClientBootstrap(group: loop.eventLoop))
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try loop.shell.value.took(channel, by: passage)
          }
        }
      passage.socket.give { bootstrap.withConnectedSocket($0) }
    }
  }
}

/// What NIO does with a client's socket; what the system does with it the socket itself remembers.
enum RelayChannel {
  // One read in a turn, of a few dozen datagrams: a flood waits for its next turn as all do.
  static let readsPerTurn: UInt = 1
  static let readBytes = 2_048
  /// Above the high mark a client counts as not reading; it is small, for old datagrams are worthless.
  static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 2_048, high: 8_192)

  fileprivate static func configure(_ bootstrap: ClientBootstrap) -> ClientBootstrap {
    bootstrap
      .channelOption(.maxMessagesPerRead, value: readsPerTurn)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: readBytes))
      .channelOption(.writeBufferWaterMark, value: waterMark)
  }
}
