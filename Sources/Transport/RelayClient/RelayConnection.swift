import Glibc
import NIOConcurrencyHelpers
package import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Netplay
package import Relay

/// A client's connection to a relay: connects at once, reports to an inbox, sends from any thread.
///
/// Whatever happens is an event in the inbox: `connected` when the relay has admitted us, and exactly
/// one `closed` at the end, after which nothing of it arrives. It is not reopened; make another one,
/// with `RelayEntry.resuming` to get the seat back. Call `close` when done, or `abandon`.
package final class RelayConnection: Sendable {
  package struct Deadlines: Hashable, Sendable {
    /// From the first packet to the relay's welcome.
    package var welcome = Duration.seconds(5)
    /// The relay pings every 5 s; without a sign of it for this long the connection is dead. Looked at
    /// once a second.
    package var silence = Duration.seconds(15)

    package init() {}
  }

  /// How long a goodbye may take.
  private static let farewell = TimeAmount.milliseconds(500)

  private enum Phase {
    case connecting
    /// Connected, and waiting for the relay's answer.
    case entering(any Channel)
    case member(any Channel)
    case closed
  }

  private struct State {
    var phase = Phase.connecting
    var outbox = RelayOutbox()
  }

  package let location: RelayLocation
  let deadlines: Deadlines
  private let entry: RelayEntry
  private let inbox: Inbox
  private let state = NIOLockedValueBox(State())

  package init(
    to location: RelayLocation, entering entry: RelayEntry, on eventLoop: any EventLoop,
    inbox: Inbox, deadlines: Deadlines = Deadlines()
  ) {
    self.location = location
    self.deadlines = deadlines
    self.entry = entry
    self.inbox = inbox
    let patience = TimeAmount.nanoseconds(deadlines.welcome.wholeNanoseconds)
    eventLoop.scheduleTask(in: patience) {
      [weak self] in self?.welcomeIsOverdue()
    }
    ClientBootstrap(group: eventLoop)
      .connectTimeout(patience)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.tcpOption(.notSentLowWater), value: 2_048)
      // Small, so that a stuck connection holds few stale datagrams and the newest waits for it here.
      .channelOption(.writeBufferWaterMark, value: .init(low: 1_024, high: 4_096))
      .connect(host: location.host, port: Int(location.port))
      .whenComplete { [self] result in connected(result, hello: entry.message.encoded) }
  }

  // MARK: The game thread's side

  /// Sends a payload of 1 to 1,200 bytes to another member, without ever blocking.
  ///
  /// While the network takes nothing, only the newest payload for each seat is kept, and sent when it
  /// takes something again.
  ///
  /// - Returns: whether it was accepted: not before `connected` or after `closed`.
  @discardableResult
  package func sendData(_ payload: [UInt8], to seat: RelaySeat) -> Bool {
    guard (1...EnvelopeLimits.dataBytes).contains(payload.count) else { return false }
    let bytes = ClientMessage.data(to: seat, payload: payload[...]).encoded
    return send(bytes, .datagram) { $0.datagram(bytes, to: seat) }
  }

  /// Sends a signal of 1 to 3,500 bytes; for the few messages that set up a match.
  ///
  /// - Returns: as `sendData`, and not when `RelayOutbox.signalLimit` of signals wait for the network.
  @discardableResult
  package func sendSignal(_ payload: [UInt8], to seat: RelaySeat) -> Bool {
    guard (1...EnvelopeLimits.signalBytes).contains(payload.count) else { return false }
    let bytes = ClientMessage.signal(to: seat, payload: payload[...]).encoded
    return send(bytes, .signal) { $0.signal(byteCount: bytes.count) }
  }

  /// What was accepted and has not yet gone to the system.
  package var backlog: Backlog {
    let load = state.withLockedValue { $0.outbox.load }
    return Backlog(messages: load.messages, bytes: load.bytes)
  }

  /// Payloads that a newer one replaced before the network took them; they count as accepted.
  package var conflatedCount: UInt64 { state.withLockedValue { $0.outbox.conflatedCount } }

  /// Leaves the room and closes; may be called at any time and more than once.
  ///
  /// Waits until the relay has let us go, or for `farewell`, except on the event loop: a process that
  /// ends before that looks like a lost connection, and its seat would be kept from others.
  package func close() {
    switch end(.closedHere) {
    case .member(let channel): leave(by: channel)
    case .entering(let channel): channel.close(promise: nil)
    case .connecting, .closed: break
    }
  }

  /// Says goodbye, and leaves the closing to the relay: closing here at once may reset the connection,
  /// and then what we said is lost.
  private func leave(by channel: any Channel) {
    channel.write(Self.frame(ClientMessage.leave.encoded), promise: nil)
    let closing = WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: .random(),
      data: ByteBuffer(integer: UInt16(webSocketErrorCode: .normalClosure)))
    channel.writeAndFlush(closing, promise: nil)
    channel.eventLoop.scheduleTask(in: Self.farewell) { channel.close(promise: nil) }
    guard !channel.eventLoop.inEventLoop else { return }
    let isClosed = ConditionLock(value: false)
    channel.closeFuture.whenComplete { _ in
      isClosed.lock()
      isClosed.unlock(withValue: true)
    }
    let patience = Double(Self.farewell.nanoseconds) / 1_000_000_000
    if isClosed.lock(whenValue: true, timeoutSeconds: patience) { isClosed.unlock() }
  }

  /// Closes as `silent` without leaving the room: for a caller who notices sooner than `Deadlines` that
  /// nothing comes. The relay keeps the seat for its ticket.
  package func abandon() { fail(.silent) }

  private func send(
    _ bytes: [UInt8], _ kind: RelayOutbox.Kind,
    deciding decide: (inout RelayOutbox) -> RelayOutbox.Decision
  ) -> Bool {
    let decided: (decision: RelayOutbox.Decision, channel: any Channel)? =
      state.withLockedValue { state in
        guard case .member(let channel) = state.phase else { return nil }
        return (decide(&state.outbox), channel)
      }
    guard let (decision, channel) = decided else { return false }
    switch decision {
    case .write: write(bytes, kind, to: channel)
    case .keep: break
    case .refuse: return false
    }
    return true
  }

  private func write(_ bytes: [UInt8], _ kind: RelayOutbox.Kind, to channel: any Channel) {
    let written = channel.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenComplete { [self] _ in
      let due = state.withLockedValue { $0.outbox.written(kind, byteCount: bytes.count) }
      for bytes in due { write(bytes, .datagram, to: channel) }
    }
    channel.writeAndFlush(Self.frame(bytes), promise: written)
  }

  static func frame(_ bytes: [UInt8]) -> WebSocketFrame {
    WebSocketFrame(
      fin: true, opcode: .binary, maskKey: .random(), data: ByteBuffer(bytes: bytes))
  }

  // MARK: The event loop's side

  private func connected(_ result: Result<any Channel, any Error>, hello: [UInt8]) {
    switch result {
    case .success(let channel): enter(by: channel, hello: hello)
    case .failure(let error): fail(Self.closure(for: error, at: location))
    }
  }

  /// Builds the pipeline only now: a host with several addresses is tried on several channels, and the
  /// end of those that lost the race is no news.
  private func enter(by channel: any Channel, hello: [UInt8]) {
    let isWanted = state.withLockedValue { state in
      guard case .connecting = state.phase else { return false }
      state.phase = .entering(channel)
      return true
    }
    guard isWanted else { return channel.close(promise: nil) }
    channel.closeFuture.whenComplete { [self] _ in becameInactive() }
    do {
      try RelayClientPipeline.install(in: channel, for: self, hello: hello)
    } catch {
      // The channel has closed meanwhile.
      becameInactive()
    }
  }

  /// The relay said something that the envelope allows. Before its welcome only a refusal counts.
  func received(_ message: RelayMessage) {
    switch message {
    case .welcome(let welcome):
      state.withLockedValue { state in
        guard case .entering(let channel) = state.phase else { return }
        state.phase = .member(channel)
        inbox.append(.relay(.connected(welcome)))
      }
    case .peerJoined(let seat): report(.relay(.peerJoined(seat)))
    case .peerLeft(let seat): report(.relay(.peerLeft(seat)))
    case .data(let seat, let payload): report(.relayData(from: seat, Array(payload)))
    case .signal(let seat, let payload): report(.relaySignal(from: seat, Array(payload)))
    case .refused(let reason): fail(.refused(reason))
    }
  }

  /// Appends under the lock, so that nothing follows the end that another thread brings about.
  private func report(_ content: Arrival.Content) {
    state.withLockedValue { state in
      if case .member = state.phase { inbox.append(content) }
    }
  }

  func writabilityChanged(isWritable: Bool) {
    let change: (due: [[UInt8]], channel: any Channel)? = state.withLockedValue { state in
      guard isWritable else {
        state.outbox.becameUnwritable()
        return nil
      }
      let due = state.outbox.becameWritable()
      guard case .member(let channel) = state.phase else { return nil }
      return (due, channel)
    }
    guard let change else { return }
    for bytes in change.due { write(bytes, .datagram, to: change.channel) }
  }

  /// What answers there is no relay of ours.
  func foundNoRelay() { fail(.notARelay(host: location.host, port: location.port)) }

  func becameSilent() { fail(.silent) }

  /// The connection ended without a word. Where our seat was there is a relay, whatever became of it;
  /// elsewhere no relay of ours ends like that before its welcome.
  func becameInactive() {
    let wasMember = state.withLockedValue { state in
      if case .member = state.phase { true } else { false }
    }
    wasMember || entry.isResumption ? fail(.lost) : foundNoRelay()
  }

  private func welcomeIsOverdue() {
    let isOverdue = state.withLockedValue { state in
      switch state.phase {
      case .connecting, .entering: true
      case .member, .closed: false
      }
    }
    if isOverdue { fail(.timedOut(host: location.host, port: location.port)) }
  }

  private func fail(_ closure: RelayClosure) {
    switch end(closure) {
    case .entering(let channel), .member(let channel): channel.close(promise: nil)
    case .connecting, .closed: break
    }
  }

  /// Reports the end, once; returns the phase that it ended, whose channel is left to close.
  private func end(_ closure: RelayClosure) -> Phase {
    state.withLockedValue { state in
      let ended = state.phase
      if case .closed = ended { return ended }
      state.phase = .closed
      state.outbox.ended()
      inbox.append(.relay(.closed(closure)))
      return ended
    }
  }
}

extension RelayConnection {
  static func closure(for error: any Error, at location: RelayLocation) -> RelayClosure {
    if case ChannelError.connectTimeout = error {
      return .timedOut(host: location.host, port: location.port)
    }
    return .unreachable(host: location.host, port: location.port, cause(of: error))
  }

  private static func cause(of error: any Error) -> UnreachableCause {
    if let failure = error as? NIOConnectionError {
      if failure.connectionErrors.isEmpty { return .unknownHost }
      let causes = failure.connectionErrors.map { cause(of: $0.error) }
      return causes.contains(.connectionRefused) ? .connectionRefused : causes[0]
    }
    guard let code = (error as? IOError)?.errnoCode else { return .unknown }
    switch code {
    case ECONNREFUSED: return .connectionRefused
    case EHOSTUNREACH, ENETUNREACH: return .noRoute
    default: return .system(errno: code)
    }
  }
}
