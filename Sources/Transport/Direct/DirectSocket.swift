import Glibc
import NIOConcurrencyHelpers
package import NIOCore
import NIOPosix
import Station
package import Vocabulary

/// The one UDP socket of the direct path: the event loop reads into an inbox, the game thread sends.
package final class DirectSocket: Sendable {
  package enum Reach: Hashable, Sendable {
    /// 127.0.0.1 alone.
    case loopback
    /// Every interface; IPv6 and IPv4 where the system has IPv6.
    case everywhere
  }

  /// Longest datagram that is sent or accepted.
  package static let datagramLimit = 1_472

  private enum Outlet {
    case open(DatagramDescriptor)
    case closed
  }

  private struct State {
    var outlet: Outlet
    /// Datagrams in a row that the system had no room for.
    var refusedInARow = 0
    var failedSendCount: UInt64 = 0
  }

  package let localPort: UInt16
  package let reach: Reach
  private let family: DatagramDescriptor.Family
  private let channel: any Channel
  private let inbox: Inbox
  private let state: NIOLockedValueBox<State>

  /// Binds a socket and reads from it; blocks for the moment that takes, so never on an event loop.
  ///
  /// - Parameter port: 0 for any free one.
  /// - Throws: `DirectSocketError` when the port is taken or may not be used.
  package static func open(
    port: UInt16 = 0, reach: Reach, on eventLoop: any EventLoop, inbox: Inbox
  ) throws(DirectSocketError) -> DirectSocket {
    do throws(IOError) {
      return try DirectSocket(port: port, reach: reach, eventLoop: eventLoop, inbox: inbox)
    } catch {
      throw error.errnoCode == EADDRINUSE
        ? .portInUse(port) : .cannotBind(port: port, errno: error.errnoCode)
    }
  }

  private init(port: UInt16, reach: Reach, eventLoop: any EventLoop, inbox: Inbox) throws(IOError) {
    let reading = try Self.bind(port: port, reach: reach)
    let sending: DatagramDescriptor
    do throws(IOError) {
      sending = try reading.duplicate()
    } catch {
      reading.close()
      throw error
    }
    do {
      channel = try DatagramBootstrap(group: eventLoop)
        // They come one by one: to ask for a second one each time is in vain.
        .channelOption(.maxMessagesPerRead, value: 1)
        .channelInitializer { channel in
          channel.eventLoop.makeCompletedFuture {
            try channel.pipeline.syncOperations.addHandler(DatagramReader(inbox: inbox))
          }
        }
        .withBoundSocket(reading.number)
        .wait()
    } catch {
      sending.close()
      throw error as? IOError ?? IOError(errnoCode: EIO, reason: "\(error)")
    }
    family = reading.family
    self.inbox = inbox
    self.reach = reach
    localPort = UInt16(channel.localAddress?.port ?? 0)
    state = NIOLockedValueBox(State(outlet: .open(sending)))
    channel.closeFuture.whenComplete { [weak self, inbox] _ in
      // Closed under us, unless it was us.
      if self?.closeOutlet() == true { inbox.append(.directClosed) }
    }
  }

  deinit { close() }

  private static func bind(port: UInt16, reach: Reach) throws(IOError) -> DatagramDescriptor {
    guard reach == .everywhere else {
      return try DatagramDescriptor(.ipv4, Address(ipv4: 127, 0, 0, 1, port: port))
    }
    do throws(IOError) {
      return try DatagramDescriptor(.dualStack, Address(high: 0, low: 0, port: port))
    } catch {
      if error.errnoCode == EADDRINUSE || error.errnoCode == EACCES { throw error }
      // Without IPv6 in the kernel.
      return try DatagramDescriptor(.ipv4, Address(ipv4: 0, 0, 0, 0, port: port))
    }
  }

  /// Sends one datagram, from any thread, without ever blocking.
  ///
  /// - Returns: whether the system took it: not when the socket is closed, its buffer full, or the
  ///   address without a route. Multicast, broadcast and port 0 are never sent to.
  @discardableResult
  package func send(_ bytes: [UInt8], to address: Address) -> Bool {
    guard (1...Self.datagramLimit).contains(bytes.count), address.isSingleHost else { return false }
    return state.withLockedValue { state in
      guard case .open(let descriptor) = state.outlet else { return false }
      switch descriptor.send(bytes, to: address) {
      case .sent:
        state.refusedInARow = 0
        return true
      case .full:
        state.refusedInARow += 1
        return false
      case .failed:
        state.failedSendCount += 1
        return false
      }
    }
  }

  /// What the system holds unsent (with its overhead per datagram), and how many datagrams in a row it
  /// had no room for.
  package var backlog: Backlog {
    state.withLockedValue { state in
      guard case .open(let descriptor) = state.outlet else { return Backlog() }
      return Backlog(messages: state.refusedInARow, bytes: descriptor.unsentByteCount)
    }
  }

  /// Whether it can still send; a socket that was closed under us stays closed.
  package var isOpen: Bool {
    state.withLockedValue { state in
      switch state.outlet {
      case .open: true
      case .closed: false
      }
    }
  }

  /// Sends that the system failed: no route, refused by a firewall, another family.
  package var failedSendCount: UInt64 { state.withLockedValue { $0.failedSendCount } }

  /// The machine's own addresses with this socket's port, the likeliest first, loopback last. Addresses
  /// that need an interface's name are left out.
  package func localAddresses() -> [Address] { Self.addresses(interfaces) }

  private var interfaces: [InterfaceAddress] {
    let loopback = Address(ipv4: 127, 0, 0, 1, port: localPort)
    let own = InterfaceAddress(loopback, on: "lo", link: .loopback, use: .other)
    guard reach == .everywhere else { return [own] }
    let found = LocalAddresses.ranked(port: localPort)
      .filter { family == .dualStack || $0.address.isIPv4 }
    return found.isEmpty ? [own] : found
  }

  private static func addresses(_ interfaces: [InterfaceAddress]) -> [Address] {
    interfaces.map(\.address)
  }

  /// How often our addresses are looked at: a connection by one that is gone dies without a word.
  private static let watch = TimeAmount.milliseconds(250)

  /// Looks for changes of `localAddresses`, and of the one that is sent from, until the socket is closed,
  /// and puts them into the inbox: asking the system may take its time, so nobody's tick shall wait for
  /// it.
  package func watchAddresses() {
    let known = NIOLockedValueBox(interfaces)
    let watch = channel.eventLoop.scheduleRepeatedTask(
      initialDelay: Self.watch, delay: Self.watch
    ) { [weak self] task in
      guard let self, isOpen else { return task.cancel() }
      let present = interfaces
      let hasChanged = known.withLockedValue { known in
        defer { known = present }
        return known != present
      }
      if hasChanged { inbox.append(.localAddresses(Self.addresses(present))) }
    }
    channel.closeFuture.whenComplete { _ in watch.cancel() }
  }

  /// Stops reading and sending; may be called twice.
  package func close() {
    closeOutlet()
    channel.close(promise: nil)
  }

  /// - Returns: Whether it was open.
  @discardableResult
  private func closeOutlet() -> Bool {
    state.withLockedValue { state in
      guard case .open(let descriptor) = state.outlet else { return false }
      descriptor.close()
      state.outlet = .closed
      return true
    }
  }
}

/// Says why there is no direct socket.
package enum DirectSocketError: Error, Hashable, Sendable {
  case portInUse(UInt16)
  /// Any other answer of the system.
  case cannotBind(port: UInt16, errno: Int32)
}

/// Puts every datagram into the inbox; errors of single datagrams are no reason to stop.
private final class DatagramReader: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let inbox: Inbox

  init(inbox: Inbox) { self.inbox = inbox }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard
      (1...DirectSocket.datagramLimit).contains(envelope.data.readableBytes),
      let sender = Address(envelope.remoteAddress)
    else { return }
    inbox.append(.direct(from: sender, Array(envelope.data.readableBytesView)))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
