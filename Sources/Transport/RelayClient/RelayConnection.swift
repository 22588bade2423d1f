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
/// one `closed` at the end. It is not reopened; make another one. Call `close` when done.
package final class RelayConnection: Sendable {
  package struct Deadlines: Hashable, Sendable {
    /// From the first packet to the relay's welcome.
    package var welcome = Duration.seconds(5)
    /// The relay pings every 5 s; without a sign of it for this long the connection is dead. Looked at
    /// once a second.
    package var silence = Duration.seconds(15)

    package init() {}
  }

  /// What may wait for the network before sending is refused: about a second of a game for two.
  package static let backlogLimit = Backlog(messages: 64, bytes: 65_536)

  private enum Phase {
    case connecting
    /// Connected, and waiting for the relay's answer.
    case entering(any Channel)
    case member(any Channel)
    case closed
  }

  private struct State {
    var phase = Phase.connecting
    var backlog = Backlog()
  }

  package let location: RelayLocation
  let deadlines: Deadlines
  private let inbox: Inbox
  private let state = NIOLockedValueBox(State())

  package init(
    to location: RelayLocation, entering entry: RelayEntry, on eventLoop: any EventLoop,
    inbox: Inbox, deadlines: Deadlines = Deadlines()
  ) {
    self.location = location
    self.deadlines = deadlines
    self.inbox = inbox
    let patience = TimeAmount.nanoseconds(deadlines.welcome.wholeNanoseconds)
    eventLoop.scheduleTask(in: patience) {
      [weak self] in self?.welcomeIsOverdue()
    }
    ClientBootstrap(group: eventLoop)
      .connectTimeout(patience)
      .channelOption(.tcpOption(.tcp_nodelay), value: 1)
      .channelOption(.tcpOption(.notSentLowWater), value: 16_384)
      .connect(host: location.host, port: Int(location.port))
      .whenComplete { [self] result in connected(result, hello: entry.message.encoded) }
  }

  // MARK: The game thread's side

  /// Sends a payload of 1 to 1,200 bytes to another member, without ever blocking.
  ///
  /// - Returns: whether it was accepted: not before `connected`, after `closed`, or with a full backlog.
  @discardableResult
  package func sendData(_ payload: [UInt8], to seat: RelaySeat) -> Bool {
    guard (1...EnvelopeLimits.dataBytes).contains(payload.count) else { return false }
    return send(.data(to: seat, payload: payload[...]))
  }

  /// Sends a signal of 1 to 3,500 bytes; for the few messages that set up a match.
  ///
  /// - Returns: as `sendData`.
  @discardableResult
  package func sendSignal(_ payload: [UInt8], to seat: RelaySeat) -> Bool {
    guard (1...EnvelopeLimits.signalBytes).contains(payload.count) else { return false }
    return send(.signal(to: seat, payload: payload[...]))
  }

  /// What was accepted and has not yet gone to the system.
  package var backlog: Backlog { state.withLockedValue { $0.backlog } }

  /// Leaves the room and closes; may be called at any time and more than once.
  package func close() {
    guard let channel = end(.closedHere) else { return }
    channel.write(Self.frame(ClientMessage.leave.encoded), promise: nil)
    let closing = WebSocketFrame(
      fin: true, opcode: .connectionClose, maskKey: .random(),
      data: ByteBuffer(integer: UInt16(webSocketErrorCode: .normalClosure)))
    channel.writeAndFlush(closing).whenComplete { _ in channel.close(promise: nil) }
  }

  private func send(_ message: ClientMessage) -> Bool {
    let bytes = message.encoded
    let accepted: (any Channel)? = state.withLockedValue { state in
      guard
        case .member(let channel) = state.phase,
        state.backlog.messages < Self.backlogLimit.messages,
        state.backlog.bytes + bytes.count <= Self.backlogLimit.bytes
      else { return nil }
      state.backlog.messages += 1
      state.backlog.bytes += bytes.count
      return channel
    }
    guard let channel = accepted else { return false }
    let written = channel.eventLoop.makePromise(of: Void.self)
    written.futureResult.whenComplete { [self] _ in
      state.withLockedValue { state in
        state.backlog.messages -= 1
        state.backlog.bytes -= bytes.count
      }
    }
    channel.writeAndFlush(Self.frame(bytes), promise: written)
    return true
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

  /// The relay said something that the envelope allows.
  func received(_ message: RelayMessage) {
    switch message {
    case .welcome(let welcome):
      let isNew = state.withLockedValue { state in
        guard case .entering(let channel) = state.phase else { return false }
        state.phase = .member(channel)
        return true
      }
      if isNew { inbox.append(.relay(.connected(welcome))) }
    case .peerJoined(let seat): inbox.append(.relay(.peerJoined(seat)))
    case .peerLeft(let seat): inbox.append(.relay(.peerLeft(seat)))
    case .data(let seat, let payload): inbox.append(.relayData(from: seat, Array(payload)))
    case .signal(let seat, let payload): inbox.append(.relaySignal(from: seat, Array(payload)))
    case .refused(let reason): fail(.refused(reason))
    }
  }

  /// What answers there is no relay of ours.
  func foundNoRelay() { fail(.notARelay(host: location.host, port: location.port)) }

  func becameSilent() { fail(.silent) }

  /// The connection ended without a word.
  func becameInactive() {
    let wasMember = state.withLockedValue { state in
      if case .member = state.phase { true } else { false }
    }
    wasMember ? fail(.lost) : foundNoRelay()
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
    end(closure)?.close(promise: nil)
  }

  /// Reports the end, once; returns the channel that is left to close.
  private func end(_ closure: RelayClosure) -> (any Channel)? {
    let ended: (isFirst: Bool, channel: (any Channel)?) = state.withLockedValue { state in
      defer { state.phase = .closed }
      switch state.phase {
      case .connecting: return (true, nil)
      case .entering(let channel), .member(let channel): return (true, channel)
      case .closed: return (false, nil)
      }
    }
    if ended.isFirst { inbox.append(.relay(.closed(closure))) }
    return ended.channel
  }
}

extension RelayConnection {
  private static func closure(for error: any Error, at location: RelayLocation) -> RelayClosure {
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

extension NIOBSDSocket.Option {
  /// TCP_NOTSENT_LOWAT (linux/tcp.h): the kernel takes no more than this ahead of what it can send, so
  /// that a stuck connection shows in our own backlog at once instead of after a full kernel buffer.
  static let notSentLowWater = NIOBSDSocket.Option(rawValue: 25)
}
