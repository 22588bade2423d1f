import NIOConcurrencyHelpers
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
package import Relay
import Station
package import Vocabulary

/// One connection to a relay: looks its name up and connects at once, reports to an inbox, sends from any thread.
///
/// Everything that it brings is an arrival with its attempt: messages of the relay, signs of life, and
/// one `closed` when it has ended by itself, after which nothing of it arrives. It judges no time and
/// tries nothing twice: make another one. Call `leave` or `abandon` when done.
package final class RelayConnection: Sendable {
  /// How long a goodbye may take.
  private static let farewell = TimeAmount.milliseconds(500)
  /// When the system gives up an attempt that nobody has given up before.
  private static let connectTimeout = TimeAmount.seconds(10)

  enum Phase {
    case connecting
    /// Connected, and agreeing on keys with whoever answers.
    case securing(any Channel)
    /// Connected, with TLS if it has to be, and asking for the protocol of a relay.
    case entering(any Channel)
    /// A relay answers there; waiting for its welcome.
    case greeting(any Channel)
    /// With what it sends by past the event loop; nothing when no descriptor was left for it.
    case member(any Channel, StreamDescriptor?)
    case closed
  }

  struct State {
    var phase = Phase.connecting
    var outbox = RelayOutbox()

    mutating func end() {
      if case .member(_, let outlet) = phase { outlet?.close() }
      phase = .closed
      outbox.ended()
    }
  }

  package let location: HostPort
  let link: RelayLink
  private let roots: TrustedRoots
  private let attempt: Int
  private let hello: ClientMessage
  private let inbox: Inbox
  let state = NIOLockedValueBox(State())

  /// - Parameters:
  ///   - link: How it is spoken to.
  ///   - attempt: Names this connection in all that it brings.
  ///   - hello: What to say first.
  package init(
    to location: HostPort, by link: RelayLink = .plain, trusting roots: TrustedRoots = .system,
    attempt: Int = 1, saying hello: ClientMessage, on eventLoop: any EventLoop, inbox: Inbox
  ) {
    self.location = location
    self.link = link
    self.roots = roots
    self.attempt = attempt
    self.hello = hello
    self.inbox = inbox
    HostResolver.onThread { [self] in
      do throws(HostResolver.Failure) {
        lookedUp(try HostResolver.lookUp(location), on: eventLoop)
      } catch {
        fail(RelayClosure(error, at: location))
      }
    }
  }

  /// Connects, by the address that answers first, if anybody wants that yet.
  private func lookedUp(_ addresses: [Address], on eventLoop: any EventLoop) {
    let isWanted = state.withLockedValue { state in
      guard case .connecting = state.phase else { return false }
      inbox.append(.relay(attempt: attempt, .lookedUp))
      return true
    }
    guard isWanted else { return }
    ClientBootstrap(group: eventLoop)
      .resolver(KnownAddresses(addresses: addresses, eventLoop: eventLoop))
      .connectTimeout(Self.connectTimeout)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.tcpOption(.notSentLowWater), value: 2_048)
      .channelOption(.autoRead, value: false)
      .connect(host: location.host, port: Int(location.port))
      .whenComplete { [self] result in connected(result) }
  }

  // MARK: The end

  /// Leaves the room and closes, without waiting; nothing of it arrives any more.
  ///
  /// - Returns: Waits until the relay has let us go, or for as long as a goodbye may take: a process
  ///   that ends before that looks like a lost connection. Nothing when there is nobody to wait for.
  @discardableResult
  package func leave() -> Farewell? {
    switch takePhase() {
    case .member(let channel, _):
      sayGoodbye(by: channel)
      return Farewell(channel, patience: Self.farewell)
    case .securing(let channel), .entering(let channel), .greeting(let channel):
      channel.close(promise: nil)
    case .connecting, .closed: break
    }
    return nil
  }

  /// Says goodbye, and leaves the closing to the relay: closing here at once may reset the connection,
  /// and then what we said is lost.
  private func sayGoodbye(by channel: any Channel) {
    channel.write(Self.frame(ClientMessage.leave.encoded), promise: nil)
    let closing = WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: .random(),
      data: ByteBuffer(integer: UInt16(webSocketErrorCode: .normalClosure)))
    channel.writeAndFlush(closing, promise: nil)
    channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
  }

  /// Closes without leaving the room; nothing of it arrives any more.
  package func abandon() {
    switch takePhase() {
    case .securing(let channel), .entering(let channel), .greeting(let channel),
      .member(let channel, _):
      channel.close(promise: nil)
    case .connecting, .closed: break
    }
  }

  static func frame(_ bytes: [UInt8]) -> WebSocketFrame {
    WebSocketFrame(
      fin: true, opcode: .binary, maskKey: .random(), data: ByteBuffer(bytes: bytes))
  }

  // MARK: The event loop's side

  private func connected(_ result: Result<any Channel, any Error>) {
    switch result {
    case .success(let channel): enter(by: channel)
    case .failure(let error): fail(RelayClosure(error, at: location))
    }
  }

  /// Builds the pipeline only now: a host with several addresses is tried on several channels, and the
  /// end of those that lost the race is no news.
  private func enter(by channel: any Channel) {
    let isWanted = state.withLockedValue { state in
      guard case .connecting = state.phase else { return false }
      state.phase = link.isSecured ? .securing(channel) : .entering(channel)
      return true
    }
    guard isWanted else { return channel.close(promise: nil) }
    channel.closeFuture.whenComplete { [self] _ in becameInactive() }
    do {
      if case .tls(let pin) = link.security {
        try RelayClientTLS.install(in: channel, for: self, pin: pin, trusting: roots)
      }
    } catch {
      // The channel has closed meanwhile; else a name that no certificate can be for, or roots that
      // cannot be read.
      return error is ChannelError ? becameInactive() : foundNoTLS(.other)
    }
    do {
      try RelayClientPipeline.install(in: channel, for: self, hello: hello.encoded)
      // Not before: a relay that has no room for us says so at once, and nobody would hear it.
      channel.setOption(.autoRead, value: true).whenFailure { [self] _ in becameInactive() }
    } catch {
      // The channel has closed meanwhile.
      becameInactive()
    }
  }

  /// What answers is who it has to be.
  func foundTLS() {
    state.withLockedValue { state in
      if case .securing(let channel) = state.phase { state.phase = .entering(channel) }
    }
  }

  /// What answers speaks our protocol.
  func foundRelay() {
    state.withLockedValue { state in
      if case .entering(let channel) = state.phase { state.phase = .greeting(channel) }
    }
  }

  /// The relay said something that the envelope allows. Before its welcome only a refusal counts, or
  /// how long to wait; nothing follows a refusal.
  func received(_ message: RelayMessage) {
    let refused: (any Channel)? = state.withLockedValue { state in
      var refused: (any Channel)?
      switch (state.phase, message) {
      case (.greeting(let channel), .welcome):
        state.phase = .member(channel, outlet(of: channel))
      case (.greeting(let channel), .refused), (.member(let channel, _), .refused):
        state.end()
        refused = channel
      case (.member, _), (.greeting, .slowed): break
      case (.connecting, _), (.securing, _), (.entering, _), (.greeting, _), (.closed, _):
        return nil
      }
      inbox.append(.relay(attempt: attempt, .message(message)))
      return refused
    }
    refused?.close(promise: nil)
  }

  /// The relay gave a sign of life that says nothing: `alive`, or `answered` for what answers us.
  func gave(_ sign: RelayNews) {
    state.withLockedValue { state in
      if case .member = state.phase { inbox.append(.relay(attempt: attempt, sign)) }
    }
  }

  /// With TLS there is none: what goes past its handler would go in clear.
  private func outlet(of channel: any Channel) -> StreamDescriptor? {
    guard !link.isSecured else { return nil }
    // Without one all goes by the event loop.
    return StreamDescriptor(of: channel)
  }

  /// What answers there is no relay of ours.
  func foundNoRelay() { fail(.notARelay(host: location.host, port: location.port)) }

  /// TLS did not come about, or should have.
  func foundNoTLS(_ failure: TLSFailure) {
    fail(.tls(host: location.host, port: location.port, failure))
  }

  /// What answers there is no relay now, and says so.
  func foundUnavailable(status: Int) {
    fail(.unavailable(host: location.host, port: location.port, status: status))
  }

  /// The connection ended without a word. Where our seat was there is a relay, whatever became of it;
  /// elsewhere no relay of ours ends like that before its welcome.
  func becameInactive() {
    switch state.withLockedValue({ $0.phase }) {
    case .greeting, .member: fail(.lost)
    case .securing where !isResumption: foundNoTLS(.cut)
    case .connecting, .securing, .entering, .closed: isResumption ? fail(.lost) : foundNoRelay()
    }
  }

  /// Whose event loop of the relay is to have us.
  var hint: RoomHint? { hello.room.map { RoomHint(of: $0) } }

  private var isResumption: Bool {
    if case .resume = hello { true } else { false }
  }

  /// Reports the end, and closes what is left.
  private func fail(_ closure: RelayClosure) {
    switch takePhase(reporting: closure) {
    case .securing(let channel), .entering(let channel), .greeting(let channel),
      .member(let channel, _):
      channel.close(promise: nil)
    case .connecting, .closed: break
    }
  }

  /// Ends, once; returns the phase that it ended, whose channel is left to close.
  private func takePhase(reporting closure: RelayClosure? = nil) -> Phase {
    state.withLockedValue { state in
      let ended = state.phase
      if case .closed = ended { return ended }
      state.end()
      if let closure { inbox.append(.relay(attempt: attempt, .closed(closure))) }
      return ended
    }
  }
}
