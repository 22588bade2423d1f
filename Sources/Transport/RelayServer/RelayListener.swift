import Glibc
import NIOConcurrencyHelpers
package import NIOCore
import NIOPosix
package import Relay
package import Vocabulary

/// A relay on a TCP port: accepts WebSocket clients and obeys a `RelayHub`, all on one event loop, or on
/// several of which each has a hub and rooms of its own. STUN is answered beside them, where a flood of
/// it holds up nobody.
///
/// A plain GET or HEAD of `/healthz` and `/readyz` is answered too.
package final class RelayListener: Sendable {
  package let host: String
  package let boundPort: UInt16
  /// Whether it listens on all addresses of this machine, and `host` is none of them.
  package let isEverywhere: Bool

  /// The UDP ports where it answers STUN; nothing when that of its number was taken.
  package var stunPort: UInt16? { stun?.port }
  let stun: StunPorts?
  private let server: any Channel
  let loops: RelayLoops
  private let ticking: [RepeatedTask]
  private let threads: RelayThreads
  let front: RelayFront
  let now: @Sendable () -> Instant

  /// Listens and serves; blocks for the moment that takes, so never on an event loop.
  ///
  /// - Parameters:
  ///   - host: the address to listen on, such as `127.0.0.1`, `0.0.0.0` or `::`.
  ///   - port: 0 for any free one.
  ///   - eventLoop: nothing for threads of its own: what strangers send to a host's relay must not hold
  ///     up the host's own sockets.
  ///   - count: event loops, 1 to `RoomShare.loopLimit`; more than one only of its own.
  ///   - tell: hears, on an event loop, what an operator should know at once.
  /// - Throws: `RelayListenerError` when the port is taken or may not be used.
  package static func start(
    host: String, port: UInt16, on eventLoop: (any EventLoop)? = nil, loops count: Int = 1,
    behind front: RelayFront = .plain, limits: RelayLimits = RelayLimits(),
    tell: @escaping @Sendable (RelayNotice) -> Void = { _ in },
    now: @escaping @Sendable () -> Instant
  ) throws(RelayListenerError) -> RelayListener {
    let threads = RelayThreads(sharing: eventLoop, loops: count)
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
    self.now = now
    let limits = limits.fitting(descriptors: DescriptorLimit.raised(), loops: threads.relay.count)
    loops = try Self.loops(on: threads.relay, front, limits, tell: tell, now: now)
    server = try Self.bootstrap(loops, threads).bind(host: host, port: Int(port)).wait()
    boundPort = UInt16(server.localAddress?.port ?? 0)
    // What the name was looked up as: a name is no address to bind to.
    let bound = server.localAddress?.ipAddress ?? host
    isEverywhere = ["0.0.0.0", "::"].contains(bound)
    stun = StunPorts(host: bound, port: boundPort, on: threads.stun, now: now)
    let interval = TimeAmount.nanoseconds(RelayHub.tickInterval.wholeNanoseconds)
    ticking = loops.all.enumerated().map { [stun] index, loop in
      loop.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
        loop.shell.value.tick()
        if let addresses = loop.shell.value.newMemberAddresses() {
          stun?.known.know(addresses, of: index)
        }
      }
    }
  }

  private static func loops(
    on eventLoops: [any EventLoop], _ front: RelayFront, _ limits: RelayLimits,
    tell: @escaping @Sendable (RelayNotice) -> Void, now: @escaping @Sendable () -> Instant
  ) throws -> RelayLoops {
    let loops = RelayLoops()
    let limits = limits.divided(among: eventLoops.count)
    let visitors: RoomShare.Visitors = front.certificates == nil ? .handedOver : .refused
    // What concerns the process is said once.
    let nothing: @Sendable (RelayNotice) -> Void = { _ in }
    for (index, eventLoop) in eventLoops.enumerated() {
      let share = RoomShare(index, of: eventLoops.count, visitors)
      let loop = try eventLoop.submit {
        let shell = RelayShell(
          hub: RelayHub(limits: limits, share: share), front: front, loops: loops,
          eventLoop: eventLoop, tell: index == 0 ? tell : nothing, now: now)
        return RelayLoop(
          eventLoop: eventLoop, shell: NIOLoopBound(shell, eventLoop: eventLoop),
          newestPulse: shell.newestPulse)
      }.wait()
      loops.append(loop)
    }
    return loops
  }

  private static func bootstrap(_ loops: RelayLoops, _ threads: RelayThreads) -> ServerBootstrap {
    ServerBootstrap(group: threads.relay[0], childGroup: threads.reception)
      .serverChannelOption(.backlog, value: 256)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Members come between, however many strangers wait to be let in.
      .serverChannelOption(.maxMessagesPerRead, value: 4)
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(
            RelayAcceptHandler(shell: loops.shell(on: channel.eventLoop), server: channel))
        }
      }
      .childChannelOption(.maxMessagesPerRead, value: RelayChannel.readsPerTurn)
      .childChannelOption(
        .recvAllocator,
        value: FixedSizeRecvByteBufferAllocator(capacity: RelayChannel.readBytes)
      )
      // What the system keeps for a client; it doubles both. The first is also all that is read of who
      // hangs up in the midst of a flood; the second holds what is on its way to a distant player.
      .childChannelOption(.socketOption(.so_rcvbuf), value: 16_384)
      .childChannelOption(.socketOption(.so_sndbuf), value: 32_768)
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelOption(.tcpOption(.notSentLowWater), value: 8_192)
      .childChannelOption(.writeBufferWaterMark, value: RelayChannel.waterMark)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try loops.shell(on: channel.eventLoop).accepted(channel)
        }
      }
  }

  /// What the relay said of itself at its newest ticks; never waits for it.
  package var pulse: RelayPulse { loops.pulse }

  /// The counters at this moment; blocks until all event loops have answered.
  package func statistics() -> RelayStatistics {
    statisticsByLoop().reduce(into: RelayStatistics()) { $0.add($1) }
  }

  /// The same of each event loop.
  func statisticsByLoop() -> [RelayStatistics] {
    let answers = loops.all.map { loop in
      loop.eventLoop.submit { loop.shell.value.hub.statistics }
    }
    return answers.map { answer in
      do {
        return try answer.wait()
      } catch {
        // The event loop is shut down: there is nothing left to count.
        return RelayStatistics()
      }
    }
  }

  /// Has events told from now on, on the relay's event loops: whoever takes them must not wait.
  package func keepJournal(_ journal: @escaping @Sendable (RelayEvent) -> Void) {
    for loop in loops.all { loop.eventLoop.execute { loop.shell.value.keepJournal(journal) } }
  }

  /// Takes no new rooms from now on, and stops with the last one: then `pulse` says so.
  ///
  /// - Parameters:
  ///   - time: How long that may take.
  ///   - next: Where players are told to open new rooms.
  package func drain(for time: Duration, next: NextRelay?) {
    for loop in loops.all {
      loop.eventLoop.execute { loop.shell.value.drain(for: time, next: next) }
    }
  }

  /// Tells every client, closes everything, and returns when that is done, after about a second at
  /// most. May be called twice; never on the event loop.
  package func stop() {
    stun?.close()
    server.close(promise: nil)
    for task in ticking { task.cancel() }
    let ends = loops.all.map { loop in loop.eventLoop.flatSubmit { loop.shell.value.stop() } }
    // Only a loop that is shut down fails, and then everything is closed already.
    for end in ends { do { try end.wait() } catch {} }
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
