import Glibc
import NIOConcurrencyHelpers
import NIOCore
import NIOPosix
import Relay
import Stun
import Vocabulary

/// The relay's UDP port and a second one: whoever asks there by STUN learns by which address it is
/// seen. Nothing else that arrives is answered.
final class StunPorts: Sendable {
  /// Of the primary one: the same number as the relay's TCP port.
  let port: UInt16
  /// The next number, or any free one.
  let alternatePort: UInt16?
  private let channels: [any Channel]
  private let desk: NIOLoopBound<StunDesk>

  private static let datagramsPerRead = 32

  /// Whoever asks from there comes first.
  let known = MemberAddresses()

  /// Listens at once; nothing when the UDP port of that number is taken, and the relay does without.
  ///
  /// Blocks for the moment that takes, so never on an event loop.
  ///
  /// - Parameter host: An address of this machine, or a wildcard.
  init?(
    host: String, port: UInt16, on eventLoop: any EventLoop,
    now: @escaping @Sendable () -> Instant
  ) {
    guard let primary = Self.bind(host, port) else { return nil }
    let second = Self.bind(host, port == .max ? 0 : port + 1) ?? Self.bind(host, 0)
    self.port = port
    alternatePort = second?.boundPort
    var dice = SystemRandomNumberGenerator()
    let responder = StunResponder(
      primaryPort: port, alternatePort: alternatePort, key: dice.next())
    var sockets = [(StunResponder.Socket.primary, primary)]
    if let second { sockets.append((.alternate, second)) }
    do {
      let desk = try eventLoop.submit { [alternatePort, known] in
        NIOLoopBound(
          StunDesk(
            responder: responder, primary: try primary.duplicate(),
            alternate: alternatePort == nil ? nil : try second?.duplicate(), known: known,
            now: now),
          eventLoop: eventLoop)
      }.wait()
      self.desk = desk
      channels = try sockets.map { socket, descriptor in
        try Self.bootstrap(on: eventLoop)
          .channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
              try channel.pipeline.syncOperations.addHandler(
                StunHandler(socket: socket, desk: desk.value))
            }
          }
          .withBoundSocket(descriptor.number)
          .wait()
      }
    } catch {
      for (_, descriptor) in sockets { descriptor.close() }
      return nil
    }
  }

  /// Stops answering; may be called twice.
  func close() {
    for channel in channels { channel.close(promise: nil) }
    let desk = desk
    channels.first?.eventLoop.execute { desk.value.close() }
  }

  private static func bootstrap(on eventLoop: any EventLoop) -> DatagramBootstrap {
    DatagramBootstrap(group: eventLoop)
      // Tells to which address of ours a question came: the answer has to leave from there.
      .channelOption(.receivePacketInfo, value: true)
      // In a flood the system hands over many at once, and keeps as many as it may meanwhile.
      .channelOption(.socketOption(.so_rcvbuf), value: 1 << 20)
      .channelOption(.datagramVectorReadMessageCount, value: Self.datagramsPerRead)
      .channelOption(
        .recvAllocator,
        value: FixedSizeRecvByteBufferAllocator(
          capacity: Self.datagramsPerRead * StunMessage.mostBytes)
      )
  }

  private static func bind(_ host: String, _ port: UInt16) -> DatagramDescriptor? {
    do {
      guard let address = Address(try SocketAddress(ipAddress: host, port: Int(port))) else {
        return nil
      }
      return try DatagramDescriptor(address.isIPv4 ? .ipv4 : .dualStack, address)
    } catch {
      return nil
    }
  }
}

/// From where a relay has members; told by its event loops, each for itself.
struct MemberAddresses: Sendable {
  private let byLoop = NIOLockedValueBox<[Int: Set<ClientAddress>]>([:])

  func know(_ addresses: Set<ClientAddress>, of loop: Int) {
    byLoop.withLockedValue { $0[loop] = addresses }
  }

  func contains(_ address: ClientAddress) -> Bool {
    byLoop.withLockedValue { $0.values.contains { $0.contains(address) } }
  }
}

/// Owns the responder and the sending ends; lives on one event loop.
private final class StunDesk {
  private var responder: StunResponder
  private let primary: DatagramDescriptor
  private let alternate: DatagramDescriptor?
  private let known: MemberAddresses
  private let now: @Sendable () -> Instant
  private var isClosed = false

  init(
    responder: StunResponder, primary: DatagramDescriptor, alternate: DatagramDescriptor?,
    known: MemberAddresses, now: @escaping @Sendable () -> Instant
  ) {
    self.known = known
    self.responder = responder
    self.primary = primary
    self.alternate = alternate
    self.now = now
  }

  /// - Parameter asked: The address of ours that the question was sent to, if the system told.
  func received(
    _ bytes: [UInt8], from client: Address, at socket: StunResponder.Socket, asked: Address?
  ) {
    let isKnown = known.contains(ClientAddress(client))
    guard !isClosed, StunMessage.isStun(bytes[...]),
      let reply = responder.received(
        bytes[...], from: client, at: socket, standing: isKnown ? .known : .stranger, now: now())
    else { return }
    // An answer that cannot be sent is asked for again.
    let descriptor =
      switch reply.from {
      case .primary: primary
      case .alternate: alternate
      }
    guard let asked, asked.isSingleHost else {
      _ = descriptor?.send(reply.bytes, to: reply.to)
      return
    }
    _ = descriptor?.send(reply.bytes, to: reply.to, from: asked)
  }

  func close() {
    guard !isClosed else { return }
    isClosed = true
    primary.close()
    alternate?.close()
  }
}

/// Hands datagrams to the desk; errors of single ones are no reason to stop.
private final class StunHandler: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private let socket: StunResponder.Socket
  private let desk: StunDesk

  init(socket: StunResponder.Socket, desk: StunDesk) {
    self.socket = socket
    self.desk = desk
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    guard envelope.data.readableBytes <= StunMessage.mostBytes,
      let sender = Address(envelope.remoteAddress)
    else { return }
    let asked = envelope.metadata?.packetInfo.flatMap { Address($0.destinationAddress) }
    desk.received(
      Array(envelope.data.readableBytesView), from: sender, at: socket,
      asked: asked?.with(port: sender.port))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
