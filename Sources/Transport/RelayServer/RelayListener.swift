import Glibc
import NIOConcurrencyHelpers
package import NIOCore
import NIOPosix
package import Relay
package import Vocabulary

/// A relay on a TCP port: accepts WebSocket clients and obeys a `RelayHub`, all on one event loop.
/// STUN is answered beside it, where a flood of it holds up nobody.
///
/// A plain GET or HEAD of `/healthz` and `/readyz` is answered too.
package final class RelayListener: Sendable {
  package let host: String
  package let boundPort: UInt16
  /// Whether it listens on all addresses of this machine, and `host` is none of them.
  package let isEverywhere: Bool

  /// The UDP ports where it answers STUN; nothing when that of its number was taken.
  package var stunPort: UInt16? { stun?.port }
  private let stun: StunPorts?
  private let server: any Channel
  private let shell: NIOLoopBound<RelayShell>
  private let ticking: RepeatedTask
  private let threads: RelayThreads
  let front: RelayFront
  private let newestPulse: NIOLockedValueBox<RelayPulse>
  let now: @Sendable () -> Instant

  /// Listens and serves; blocks for the moment that takes, so never on an event loop.
  ///
  /// - Parameters:
  ///   - host: the address to listen on, such as `127.0.0.1`, `0.0.0.0` or `::`.
  ///   - port: 0 for any free one.
  ///   - eventLoop: nothing for threads of its own: what strangers send to a host's relay must not hold
  ///     up the host's own sockets.
  ///   - tell: hears, on the event loop, what an operator should know at once.
  /// - Throws: `RelayListenerError` when the port is taken or may not be used.
  package static func start(
    host: String, port: UInt16, on eventLoop: (any EventLoop)? = nil,
    behind front: RelayFront = .plain, limits: RelayLimits = RelayLimits(),
    tell: @escaping @Sendable (RelayNotice) -> Void = { _ in },
    now: @escaping @Sendable () -> Instant
  ) throws(RelayListenerError) -> RelayListener {
    let threads = RelayThreads(sharing: eventLoop)
    do {
      return try RelayListener(
        host: host, port: port, threads: threads, front: front, limits: limits, tell: tell, now: now
      )
    } catch {
      threads.stop()
      throw RelayListenerError(error, host: host, port: port)
    }
  }

  private init(
    host: String, port: UInt16, threads: RelayThreads, front: RelayFront, limits: RelayLimits,
    tell: @escaping @Sendable (RelayNotice) -> Void, now: @escaping @Sendable () -> Instant
  ) throws {
    self.host = host
    self.threads = threads
    self.front = front
    let eventLoop = threads.relay
    let limits = limits.fitting(descriptors: DescriptorLimit.raised())
    let shell = try eventLoop.submit {
      NIOLoopBound(
        RelayShell(
          hub: RelayHub(limits: limits), front: front, eventLoop: eventLoop, tell: tell, now: now),
        eventLoop: eventLoop)
    }.wait()
    self.shell = shell
    self.now = now
    newestPulse = try eventLoop.submit { shell.value.newestPulse }.wait()
    server = try Self.bootstrap(shell, on: eventLoop).bind(host: host, port: Int(port)).wait()
    boundPort = UInt16(server.localAddress?.port ?? 0)
    // What the name was looked up as: a name is no address to bind to.
    let bound = server.localAddress?.ipAddress ?? host
    isEverywhere = ["0.0.0.0", "::"].contains(bound)
    stun = StunPorts(host: bound, port: boundPort, on: threads.stun, now: now)
    let interval = TimeAmount.nanoseconds(RelayHub.tickInterval.wholeNanoseconds)
    ticking = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [stun] _ in
      shell.value.tick()
      if let addresses = shell.value.newMemberAddresses() { stun?.know(addresses) }
    }
  }

  private static func bootstrap(
    _ shell: NIOLoopBound<RelayShell>, on eventLoop: any EventLoop
  ) -> ServerBootstrap {
    ServerBootstrap(group: eventLoop)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Members come between, however many strangers wait to be let in.
      .serverChannelOption(.maxMessagesPerRead, value: 4)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            RelayAcceptHandler(shell: shell.value, server: channel))
        }
      }
      // One read in a turn, of a few dozen datagrams: a flood waits for its next turn as all do.
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2_048))
      // What the system keeps for a client; it doubles both. The first is also all that is read of who
      // hangs up in the midst of a flood; the second holds what is on its way to a distant player.
      .childChannelOption(.socketOption(.so_rcvbuf), value: 16_384)
      .childChannelOption(.socketOption(.so_sndbuf), value: 32_768)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.tcpOption(.notSentLowWater), value: 8_192)
      // Above the high mark a client counts as not reading; it is small, for old datagrams are worthless.
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 2_048, high: 8_192))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try shell.value.accepted(channel) }
      }
  }

  /// What the relay said of itself at its newest tick; never waits for it.
  package var pulse: RelayPulse { newestPulse.withLockedValue(\.self) }

  /// The counters at this moment; blocks until the event loop answers.
  package func statistics() -> RelayStatistics {
    let shell = shell
    let answer = server.eventLoop.submit { shell.value.hub.statistics }
    do {
      return try answer.wait()
    } catch {
      // The event loop is shut down: there is nothing left to count.
      return RelayStatistics()
    }
  }

  /// Has events told from now on, on the relay's event loop: whoever takes them must not wait.
  package func keepJournal(_ journal: @escaping @Sendable (RelayEvent) -> Void) {
    let shell = shell
    server.eventLoop.execute { shell.value.keepJournal(journal) }
  }

  /// Takes no new rooms from now on, and stops with the last one: then `pulse` says so.
  ///
  /// - Parameters:
  ///   - time: How long that may take.
  ///   - next: Where players are told to open new rooms.
  package func drain(for time: Duration, next: NextRelay?) {
    let shell = shell
    server.eventLoop.execute { shell.value.drain(for: time, next: next) }
  }

  /// Tells every client, closes everything, and returns when that is done, after about a second at
  /// most. May be called twice; never on the event loop.
  package func stop() {
    stun?.close()
    let (shell, ticking) = (shell, ticking)
    let done = server.eventLoop.flatSubmit { [server] in
      ticking.cancel()
      server.close(promise: nil)
      return shell.value.stop()
    }
    // Only a loop that is shut down fails, and then everything is closed already.
    do { try done.wait() } catch {}
    threads.stop()
  }
}

/// Says why there is no relay.
package enum RelayListenerError: Error, Hashable, Sendable {
  case portInUse(UInt16)
  /// Any other answer of the system; without a number when the host is no address of this machine.
  case cannotBind(host: String, port: UInt16, errno: Int32?)
}

extension RelayListenerError {
  init(_ error: any Error, host: String, port: UInt16) {
    let code = (error as? IOError)?.errnoCode
    self =
      code == EADDRINUSE ? .portInUse(port) : .cannotBind(host: host, port: port, errno: code)
  }
}
