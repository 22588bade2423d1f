import Glibc
package import NIOCore
import NIOPosix
package import Relay
package import Vocabulary

/// A relay on a TCP port: accepts WebSocket clients and obeys a `RelayHub`, all on one event loop.
///
/// A plain GET of `/healthz` is answered 200 and `ok`.
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

  /// Listens and serves; blocks for the moment that takes, so never on an event loop.
  ///
  /// - Parameters:
  ///   - host: the address to listen on, such as `127.0.0.1`, `0.0.0.0` or `::`.
  ///   - port: 0 for any free one.
  /// - Throws: `RelayListenerError` when the port is taken or may not be used.
  package static func start(
    host: String, port: UInt16, on eventLoop: any EventLoop, behind front: RelayFront = .plain,
    limits: RelayLimits = RelayLimits(), now: @escaping @Sendable () -> Instant
  ) throws(RelayListenerError) -> RelayListener {
    do {
      return try RelayListener(
        host: host, port: port, eventLoop: eventLoop, front: front, limits: limits, now: now)
    } catch {
      let code = (error as? IOError)?.errnoCode
      if code == EADDRINUSE { throw .portInUse(port) }
      throw .cannotBind(host: host, port: port, errno: code)
    }
  }

  private init(
    host: String, port: UInt16, eventLoop: any EventLoop, front: RelayFront, limits: RelayLimits,
    now: @escaping @Sendable () -> Instant
  ) throws {
    self.host = host
    let shell = try eventLoop.submit {
      NIOLoopBound(
        RelayShell(
          hub: RelayHub(limits: limits), front: front, eventLoop: eventLoop, now: now),
        eventLoop: eventLoop)
    }.wait()
    self.shell = shell
    server = try ServerBootstrap(group: eventLoop)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.tcpOption(.notSentLowWater), value: 16_384)
      // Above the high mark a client counts as not reading; it is small, for old datagrams are worthless.
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 4_096, high: 16_384))
      .childChannelOption(
        .recvAllocator,
        value: AdaptiveRecvByteBufferAllocator(minimum: 256, initial: 1_024, maximum: 16_384)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try shell.value.accepted(channel) }
      }
      .bind(host: host, port: Int(port))
      .wait()
    boundPort = UInt16(server.localAddress?.port ?? 0)
    // What the name was looked up as: a name is no address to bind to.
    let bound = server.localAddress?.ipAddress ?? host
    isEverywhere = ["0.0.0.0", "::"].contains(bound)
    stun = StunPorts(host: bound, port: boundPort, on: eventLoop, now: now)
    let interval = TimeAmount.nanoseconds(RelayHub.tickInterval.wholeNanoseconds)
    ticking = eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
      shell.value.tick()
    }
  }

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

  /// Takes no new rooms from now on; the present ones go on.
  package func drain() {
    let shell = shell
    server.eventLoop.execute { shell.value.hub.drain() }
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
  }
}

/// Says why there is no relay.
package enum RelayListenerError: Error, Hashable, Sendable {
  case portInUse(UInt16)
  /// Any other answer of the system; without a number when the host is no address of this machine.
  case cannotBind(host: String, port: UInt16, errno: Int32?)
}
