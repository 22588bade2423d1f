import NIOCore
import NIOWebSocket
import Relay
import Vocabulary

/// Owns the sockets of a relay and obeys its hub; lives on one event loop and is touched nowhere else.
final class RelayShell {
  /// How long a client may take to close after it was told why.
  private static let closingTime = TimeAmount.seconds(1)

  /// How many sockets may be on their way out beyond the hub's limit; others are closed at once.
  private static let lingeringLimit = 256

  private enum Socket {
    case handshaking(any Channel)
    /// Told to come back later; what it says is not read.
    case turnedAway(any Channel)
    case open(RelaySocketHandler)

    var channel: (any Channel)? {
      switch self {
      case .handshaking(let channel), .turnedAway(let channel): channel
      case .open(let handler): handler.channel
      }
    }
  }

  var hub: RelayHub
  let front: RelayFront
  private let eventLoop: any EventLoop
  private let now: @Sendable () -> Instant
  private var sockets: [ConnectionID: Socket] = [:]
  private var nextID: UInt64 = 0
  /// The system's: a ticket that can be guessed is none.
  private var random = SystemRandomNumberGenerator()
  /// What this process slept through is no silence of its clients.
  private var vigil: Vigil
  private var effects: [RelayEffect] = []
  private var isObeying = false

  init(
    hub: RelayHub, front: RelayFront, eventLoop: any EventLoop,
    now: @escaping @Sendable () -> Instant
  ) {
    self.hub = hub
    self.front = front
    self.eventLoop = eventLoop
    self.now = now
    vigil = Vigil(now: now())
  }

  // MARK: Events

  /// A TCP connection was accepted.
  func accepted(_ channel: any Channel) throws {
    let id = ConnectionID(rawValue: nextID)
    nextID += 1
    sockets[id] = .handshaking(channel)
    channel.closeFuture.assumeIsolated().whenComplete { [self] _ in
      sockets[id] = nil
      handle { $0.closed(id, now: $1, into: &$2) }
    }
    // The hub does not count who has not said yet for whom it speaks.
    guard mayLinger || front.origin(of: channel) == .peer else {
      return channel.close(promise: nil)
    }
    try front.install(in: channel, patience: patienceForProxies)
    try RelayServerPipeline.install(in: channel, id: id, shell: self)
  }

  enum Reception { case welcome, turnedAway }

  /// The connection can be read and written; nothing was read yet but what a proxy says of it.
  ///
  /// - Parameter client: Whom it counts for; nothing when it is gone already.
  func becameActive(_ id: ConnectionID, from client: Address?) -> Reception {
    let address = ClientAddress(client)
    handle { $0.opened(id, from: address, now: $1, into: &$2) }
    if case .handshaking = sockets[id] { return .welcome }
    return .turnedAway
  }

  func upgraded(_ id: ConnectionID, _ handler: RelaySocketHandler) {
    guard sockets[id] != nil else { return }
    sockets[id] = .open(handler)
    let ticket = ResumeTicket(high: random.next(), low: random.next())
    handle { hub, now, _ in hub.upgraded(id, ticket: ticket, now: now) }
  }

  func received(_ id: ConnectionID, _ bytes: [UInt8]) {
    handle { $0.received(id, bytes, now: $1, into: &$2) }
  }

  func pinged(_ id: ConnectionID, payload: [UInt8]) {
    handle { $0.pinged(id, payload: payload, now: $1, into: &$2) }
  }

  func ponged(_ id: ConnectionID, byteCount: Int) {
    handle { $0.ponged(id, byteCount: byteCount, now: $1, into: &$2) }
  }

  func violated(_ id: ConnectionID, _ violation: ProtocolViolation) {
    handle { $0.violated(id, violation, now: $1, into: &$2) }
  }

  /// The client said goodbye with a close frame.
  func closedByClient(_ id: ConnectionID) {
    handle { $0.closed(id, now: $1, into: &$2) }
    guard case .open(let handler) = sockets[id] else { return }
    handler.end(with: .normalClosure)
    handler.close()
  }

  func writabilityChanged(_ id: ConnectionID, isWritable: Bool) {
    handle { hub, now, effects in
      if isWritable {
        hub.writable(id, into: &effects)
      } else {
        hub.unwritable(id, now: now)
      }
    }
  }

  func tick() {
    handle { $0.tick(now: $1, into: &$2) }
    vigil.willWake(at: vigil.now + RelayHub.tickInterval)
  }

  /// Completes when every socket is closed.
  func stop() -> EventLoopFuture<Void> {
    let closed = sockets.values.compactMap { $0.channel?.closeFuture }
    handle { $0.shutDown(now: $1, into: &$2) }
    // Those that the hub does not know yet: they wait for what a proxy says of them.
    for case .handshaking(let channel) in sockets.values { channel.close(promise: nil) }
    return EventLoopFuture.andAllComplete(closed, on: eventLoop)
  }

  // MARK: Obedience

  /// Lets the hub decide, and does what it says. Doing it can cause further events (a full socket
  /// becomes unwritable within the write): those are decided at once, and obeyed afterwards.
  private func handle(_ event: (inout RelayHub, Instant, inout [RelayEffect]) -> Void) {
    _ = vigil.woke(now: now())
    event(&hub, vigil.now, &effects)
    guard !isObeying else { return }
    isObeying = true
    var next = 0
    while next < effects.count {
      obey(effects[next])
      next += 1
    }
    effects.removeAll(keepingCapacity: true)
    isObeying = false
  }

  private func obey(_ effect: RelayEffect) {
    switch effect {
    case .send(let id, let bytes): send(.binary, bytes, to: id)
    case .ping(let id): send(.ping, [], to: id)
    case .pong(let id, let payload): send(.pong, payload, to: id)
    case .close(let id, let reason): close(id, reason)
    }
  }

  private func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8], to id: ConnectionID) {
    guard case .open(let handler) = sockets[id] else { return }
    handler.send(opcode, bytes)
  }

  private func close(_ id: ConnectionID, _ reason: CloseReason) {
    switch sockets[id] {
    case .open(let handler):
      handler.end(with: reason.webSocketCode)
      guard reason.deservesGoodbye else { return handler.close() }
      linger(handler.channel)
    case .handshaking(let channel):
      guard reason == .tooManyConnections || reason == .shuttingDown, front.canAnswer(channel)
      else {
        return channel.close(promise: nil)
      }
      sockets[id] = .turnedAway(channel)
      RelayHTTPHandler.refuseForNow(on: channel)
      // Left open for the client to close: it may not have begun to read, and an end that comes with
      // the answer passes for the end of one that said nothing.
      closeLater(channel)
    case .turnedAway, nil: break
    }
  }

  /// Closes our side, and the whole when the client has closed its own: closing at once would reset the
  /// connection if the client has sent anything meanwhile, and lose what we told it.
  private func linger(_ channel: any Channel) {
    if mayLinger { channel.close(mode: .output, promise: nil) }
    closeLater(channel)
  }

  private func closeLater(_ channel: any Channel) {
    guard mayLinger else { return channel.close(promise: nil) }
    eventLoop.scheduleTask(in: Self.closingTime) { channel.close(promise: nil) }
  }

  /// For how long a trusted proxy may keep to itself for whom it speaks.
  var patienceForProxies: TimeAmount { .nanoseconds(hub.limits.handshake.wholeNanoseconds) }

  private var mayLinger: Bool { sockets.count < hub.limits.connections + Self.lingeringLimit }
}

extension CloseReason {
  /// Whether the client is likely to be honest and listening.
  fileprivate var deservesGoodbye: Bool {
    switch self {
    // Who floods is not told when to come back, and does not listen.
    case .refused(let refusal): refusal != .rateLimited(.none)
    case .left, .roomExpired, .shuttingDown, .authenticationTimeout: true
    case .handshakeTimeout, .silent, .unwritable, .replaced, .tooManyConnections, .violation: false
    }
  }

  /// RFC 6455, 7.4.1.
  fileprivate var webSocketCode: WebSocketErrorCode {
    switch self {
    case .left: .normalClosure
    case .shuttingDown, .roomExpired, .silent, .replaced: .goingAway
    case .violation(.frameTooLarge): .messageTooLarge
    case .violation(.textFrame): .unacceptableData
    case .violation: .protocolError
    case .refused, .handshakeTimeout, .authenticationTimeout, .unwritable, .tooManyConnections:
      .policyViolation
    }
  }
}

extension ClientAddress {
  /// IPv6 counts by /64; an IPv4 address mapped into IPv6 counts as what it is.
  fileprivate init(_ address: Address?) {
    guard let address else {
      // Gone before we could ask.
      self = .ipv4(0)
      return
    }
    self =
      address.isIPv4
      ? .ipv4(UInt32(truncatingIfNeeded: address.low)) : .ipv6(prefix: address.high)
  }
}
