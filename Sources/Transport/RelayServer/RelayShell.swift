import Glibc
import NIOConcurrencyHelpers
import NIOCore
import Relay
import Vocabulary

/// Owns the sockets of a relay and obeys its hub; lives on one event loop and is touched nowhere else.
final class RelayShell {
  /// How long a client may take to close after it was told why.
  private static let closingTime = TimeAmount.seconds(1)

  enum Socket {
    /// Of a proxy that has not said yet for whom it speaks: the hub does not know it.
    case unannounced(any Channel)
    case handshaking(any Channel)
    /// Told to come back later; what it says is not read.
    case turnedAway(any Channel)
    case open(RelaySocketHandler)

    var channel: (any Channel)? {
      switch self {
      case .unannounced(let channel), .handshaking(let channel), .turnedAway(let channel): channel
      case .open(let handler): handler.channel
      }
    }
  }

  private(set) var hub: RelayHub
  let front: RelayFront
  /// All of the relay, with ours.
  let loops: RelayLoops
  private let eventLoop: any EventLoop
  private let now: @Sendable () -> Instant
  var sockets: [ConnectionID: Socket] = [:]
  private var nextID: UInt64 = 0
  /// The system's: a ticket that can be guessed is none.
  var random = SystemRandomNumberGenerator()
  /// What this process slept through is no silence of its clients.
  private var vigil: Vigil
  private var effects: [RelayEffect] = []
  private var isObeying = false
  /// Those that have something to send when all that has arrived in this turn is handled.
  private var unflushed: [RelaySocketHandler] = []
  private var gauge = RelayGauge()
  /// Where events go; nothing when nobody reads them.
  private var journal: (@Sendable (RelayEvent) -> Void)?
  /// For whoever watches over us, from any thread.
  let newestPulse: NIOLockedValueBox<RelayPulse>

  private var toldChanges: UInt64 = 0
  private var acceptance = Acceptance.open
  private let memory = MemoryGauge()
  private let tell: @Sendable (RelayNotice) -> Void

  init(
    hub: RelayHub, front: RelayFront, loops: RelayLoops, eventLoop: any EventLoop,
    tell: @escaping @Sendable (RelayNotice) -> Void,
    now: @escaping @Sendable () -> Instant
  ) {
    self.hub = hub
    self.front = front
    self.loops = loops
    self.eventLoop = eventLoop
    self.tell = tell
    self.now = now
    vigil = Vigil(now: now())
    newestPulse = NIOLockedValueBox(hub.pulse(gauge, now: now()))
  }

  // MARK: Events

  /// A TCP connection was accepted.
  func accepted(_ channel: any Channel) throws {
    let id = add(channel)
    // The hub does not count who has not said yet for whom it speaks.
    guard mayLinger || front.origin(of: channel) == .peer else {
      return channel.close(promise: nil)
    }
    try front.install(
      in: channel, patience: patienceForProxies,
      sorting: hub.share.count > 1 ? HelloHandler(id: id, shell: self) : nil)
    try RelayServerPipeline.install(
      in: channel, id: id, shell: self, from: channel.remoteAddress.flatMap { Address($0) })
  }

  func add(_ channel: any Channel) -> ConnectionID {
    let id = ConnectionID(rawValue: nextID)
    nextID += 1
    let isPeer = front.origin(of: channel) == .peer
    sockets[id] = isPeer ? .handshaking(channel) : .unannounced(channel)
    channel.closeFuture.assumeIsolated().whenComplete { [self] _ in
      if case .unannounced? = sockets.removeValue(forKey: id) { hub.closedUnannounced() }
      acceptance.resume()
      handle { $0.closed(id, now: $1, into: &$2) }
    }
    return id
  }

  enum Reception { case welcome, turnedAway }

  /// The connection can be read and written; nothing was read yet but what a proxy says of it.
  ///
  /// - Parameter client: Whom it counts for; nothing when it is gone already.
  func becameActive(
    _ id: ConnectionID, from client: Address?, coming: RelayHub.Coming = .accepted
  ) -> Reception {
    if case .unannounced(let channel) = sockets[id] { sockets[id] = .handshaking(channel) }
    let address = client.map { ClientAddress($0) } ?? .ipv4(0)
    handle { $0.opened(id, from: address, coming: coming, now: $1, into: &$2) }
    if case .handshaking = sockets[id] { return .welcome }
    return .turnedAway
  }

  func upgraded(_ id: ConnectionID, _ handler: RelaySocketHandler) {
    guard sockets[id] != nil else { return }
    sockets[id] = .open(handler)
    let ticket = newTicket()
    handle { hub, now, _ in hub.upgraded(id, ticket: ticket, now: now) }
  }

  func received(_ id: ConnectionID, _ bytes: [UInt8]) {
    let readAt = handle { $0.received(id, bytes, now: $1, into: &$2) }
    gauge.forwarded(after: now() - readAt)
  }

  /// The client said goodbye with a close frame.
  func closedByClient(_ id: ConnectionID) {
    handle { $0.closed(id, now: $1, into: &$2) }
    guard case .open(let handler) = sockets[id] else { return }
    handler.end(with: CloseReason.left.webSocketCode)
    hangUp(handler.channel)
  }

  /// The system refused us a socket.
  func cannotAccept(_ errno: Int32, at server: any Channel) {
    guard acceptance.pause(server) else { return }
    if let notice = hub.ranOutOfDescriptors(errno: errno, now: vigil.now) { tell(notice) }
  }

  /// Where members are, if that has changed since it was asked for.
  func newMemberAddresses() -> Set<ClientAddress>? {
    guard hub.membershipChanges != toldChanges else { return nil }
    toldChanges = hub.membershipChanges
    return hub.memberAddresses
  }

  func tick() {
    gauge.woke(now: now())
    let others = loops.others(than: hub.share.index)
    handle { $0.tick(now: $1, others: others, into: &$2) }
    if let use = memory.use, let notice = hub.uses(use) { tell(notice) }
    acceptance.tick()
    vigil.willWake(at: vigil.now + RelayHub.tickInterval)
    publish()
    gauge.willWake(at: now() + RelayHub.tickInterval)
  }

  func drain(for time: Duration, next: NextRelay?) {
    handle { $0.drain(for: time, next: next, now: $1, into: &$2) }
    publish()
  }

  /// Tells from now on what happens, on our event loop.
  func keepJournal(_ journal: @escaping @Sendable (RelayEvent) -> Void) {
    hub.keepJournal(salt: (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) })
    self.journal = journal
  }

  private func publish() {
    let pulse = hub.pulse(gauge, now: now())
    newestPulse.withLockedValue { $0 = pulse }
  }

  /// What a stranger sees who looks whether we are well; nothing on any other page.
  func answer(to uri: String) -> WatchAnswer? {
    guard let page = WatchPage(uri: uri) else { return nil }
    return loops.pulse.publicAnswer(to: page, now: now())
  }

  /// Completes when every socket is closed.
  func stop() -> EventLoopFuture<Void> {
    let closed = sockets.values.compactMap { $0.channel?.closeFuture }
    handle { $0.shutDown(now: $1, into: &$2) }
    // Those that the hub does not know yet: they wait for what a proxy says of them.
    for case .unannounced(let channel) in sockets.values { channel.close(promise: nil) }
    publish()
    return EventLoopFuture.andAllComplete(closed, on: eventLoop)
  }

  // MARK: Obedience

  /// Lets the hub decide, and does what it says. Doing it can cause further events (a full socket
  /// becomes unwritable within the write): those are decided at once, and obeyed afterwards.
  ///
  /// - Returns: When it happened, on the clock of the machine.
  @discardableResult
  func handle(_ event: (inout RelayHub, Instant, inout [RelayEffect]) -> Void) -> Instant {
    let happened = now()
    _ = vigil.woke(now: happened)
    event(&hub, vigil.now, &effects)
    guard !isObeying else { return happened }
    isObeying = true
    var next = 0
    while next < effects.count {
      obey(effects[next])
      next += 1
    }
    effects.removeAll(keepingCapacity: true)
    isObeying = false
    if let journal { for event in hub.takeEvents() { journal(event) } }
    return happened
  }

  private func obey(_ effect: RelayEffect) {
    switch effect {
    case .send(let id, let bytes): send(.binary, bytes, to: id)
    case .ping(let id): send(.ping, [], to: id)
    case .pong(let id, let payload): send(.pong, payload, to: id)
    case .close(let id, let reason): close(id, reason)
    case .handOver(let id, let place): handOver(id, place)
    }
  }

  /// One write for all that a turn says to a client, and none of them in the midst of reading.
  func flushAtEndOfTurn(_ handler: RelaySocketHandler) {
    unflushed.append(handler)
    guard unflushed.count == 1 else { return }
    // Tasks come after everything that the sockets had.
    eventLoop.assumeIsolated().execute { [self] in
      var due: [RelaySocketHandler] = []
      swap(&due, &unflushed)
      for handler in due { handler.flush() }
      due.removeAll(keepingCapacity: true)
      if unflushed.isEmpty { swap(&due, &unflushed) }
    }
  }

  private func send(_ opcode: ServerFrame.Opcode, _ bytes: [UInt8], to id: ConnectionID) {
    guard case .open(let handler) = sockets[id] else { return }
    handler.send(opcode, bytes)
  }

  private func close(_ id: ConnectionID, _ reason: CloseReason) {
    switch sockets[id] {
    case .open(let handler):
      handler.end(with: reason.webSocketCode)
      guard reason.deservesGoodbye else { return hangUp(handler.channel) }
      linger(handler.channel)
    case .handshaking(let channel):
      guard reason.isForNow, front.canAnswer(channel) else { return hangUp(channel) }
      sockets[id] = .turnedAway(channel)
      channel.setOption(.autoRead, value: false).whenFailure { _ in }
      RelayHTTPHandler.refuseForNow(on: channel)
      // Left open for the client to close: it may not have begun to read, and an end that comes with
      // the answer passes for the end of one that said nothing.
      closeLater(channel)
    case .unannounced, .turnedAway, nil: break
    }
  }

  /// Closes our side, and the whole when the client has closed its own: closing at once would reset the
  /// connection if the client has sent anything meanwhile, and lose what we told it.
  private func linger(_ channel: any Channel) {
    if mayLinger { channel.close(mode: .output, promise: nil) }
    closeLater(channel)
  }

  private func closeLater(_ channel: any Channel) {
    guard mayLinger else { return hangUp(channel) }
    eventLoop.assumeIsolated().scheduleTask(in: Self.closingTime) { [self] in hangUp(channel) }
  }

  /// Closes for good. What somebody does not read the system would go on offering for minutes, with all
  /// the memory that it takes: it is thrown away.
  private func hangUp(_ channel: any Channel) {
    if !channel.isWritable, let socket = channel as? any SocketOptionProvider {
      socket.setSoLinger(Glibc.linger(l_onoff: 1, l_linger: 0)).whenFailure { _ in }
    }
    channel.close(promise: nil)
  }

  var mayLinger: Bool { sockets.count < hub.limits.connections + hub.limits.lingering }
}
