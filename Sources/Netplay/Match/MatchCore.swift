public import Rollback
public import Vocabulary

/// What of a match does not depend on its game: peers, datagrams, hashes, pace and phases.
///
/// `Match` puts a game and its session beside it. It is apart because what is generic is compiled for
/// a game only where it can be inlined: inside the generic type every one of these steps looked its
/// types up anew and copied whole endpoints, and a tick cost 13 µs instead of 3.
@usableFromInline package struct MatchCore: ~Copyable {
  package private(set) var configuration: MatchConfiguration
  /// Bytes of the game's raw input, 1...8.
  let inputWidth: Int
  /// Frames between pressing and acting, from the next tick on.
  package internal(set) var inputDelay: Int
  package internal(set) var endpoints: [Endpoint]
  package internal(set) var chain = StateChain()
  package internal(set) var schedule: HashSchedule
  package internal(set) var pacer: Pacer
  package internal(set) var phase = MatchPhase.playing
  package internal(set) var ignored = IgnoredDatagrams()
  @usableFromInline package internal(set) var outbox = Outbox()
  /// The present of the session, as of its last step.
  var frame = Frame.zero
  /// The last state of the episode, once it is confirmed.
  var final: FinalState?
  package internal(set) var stalls = StallStatistics()
  /// Time from the first tick until the last frame was confirmed.
  var elapsedNanoseconds: Int64 = 0

  var localInputs = LocalInputs()
  /// The datagrams under way, whose buffers are used for every one.
  var incoming: Datagram
  var outgoing: Datagram
  var events = MatchEvents()
  /// What a ledger concluded and is not yet told; one buffer, reused.
  var hashEffects: [ChecksumLedger.Effect] = []
  var isRelayConnected = true
  /// What is known of our own network.
  var network = OwnNetwork.known(.unknown)
  var ticks: TickSchedule

  init(_ configuration: MatchConfiguration, inputWidth: Int, now: Instant) {
    precondition(
      configuration.localSeat.number < configuration.players,
      "\(configuration.localSeat) of \(configuration.players)")
    precondition((1...8).contains(inputWidth), "inputs of \(inputWidth) bytes, not 1...8")
    self.configuration = configuration
    self.inputWidth = inputWidth
    inputDelay = configuration.inputDelay
    pacer = Pacer(frame: configuration.frameDuration)
    incoming = Datagram(
      epoch: configuration.epoch, sender: configuration.localSeat,
      probe: .init(sequence: 0, echo: nil), acknowledged: 0)
    outgoing = incoming
    var dice = SplitMix64(seed: configuration.linkSeed)
    endpoints = (0..<configuration.players).filter { $0 != configuration.localSeat.number }.map {
      Endpoint(
        seat: PlayerIndex($0), limits: configuration.limits,
        spacing: configuration.frameDuration, linkSeed: dice.next(), now: now)
    }
    for index in endpoints.indices { _ = endpoints[index].paths.relay.opened() }
    schedule = HashSchedule(interval: configuration.hashInterval)
    ticks = TickSchedule(now: now)
    reserveBuffers()
  }

  /// Makes room at once for what a tick can need, so that no later one allocates.
  private mutating func reserveBuffers() {
    hashEffects.reserveCapacity(16)
    incoming.inputs.words.reserveCapacity(Datagram.maxInputs)
    outgoing.inputs.words.reserveCapacity(Datagram.maxInputs)
    outbox.reserve(datagrams: 4 * endpoints.count)
  }

  // MARK: Events of the shell

  mutating func offered(_ reach: Reachability, by seat: PlayerIndex, now: Instant) {
    guard let index = endpointIndex(of: seat) else { return }
    guard endpoints[index].direct.offered(reach, now: now) else { return }
    if let change = endpoints[index].paths.direct.opened() {
      emit(.path(peer: seat, .direct, change))
    }
  }

  mutating func ownAddressesChanged(now: Instant) {
    for index in endpoints.indices { endpoints[index].direct.link.networkChanged(now: now) }
  }

  mutating func relayChanged(isConnected: Bool, now: Instant) {
    isRelayConnected = isConnected
    for index in endpoints.indices {
      let change =
        isConnected
        ? endpoints[index].paths.relay.opened() : endpoints[index].paths.relay.closed(now: now)
      guard let change else { continue }
      emit(.path(peer: endpoints[index].seat, .relay, change))
    }
  }

  mutating func directFailed(_ cause: FallbackMonitor.Cause, now: Instant) {
    for index in endpoints.indices {
      endpoints[index].direct.failed(cause)
      guard let change = endpoints[index].paths.direct.closed(now: now) else { continue }
      emit(.path(peer: endpoints[index].seat, .direct, change))
    }
  }

  mutating func directBacklog(_ backlog: Backlog) {
    for index in endpoints.indices { endpoints[index].direct.queued(backlog) }
  }

  mutating func accepted(_ entry: Outbox.Entry) {
    guard !entry.isProbe, let index = endpointIndex(of: entry.peer) else { return }
    endpoints[index].sent(
      entry.inputs, by: entry.path, bytes: entry.bytes.count + configuration.sealBytes)
    localInputs.sent(entry.inputs, by: entry.path)
  }

  mutating func refused(_ reason: IgnoredDatagrams.Refusal) {
    switch reason {
    case .unkeyed: ignored.unkeyed += 1
    case .forged: ignored.forged += 1
    case .replayed: ignored.replayed += 1
    }
  }

  mutating func leave(now: Instant) {
    guard case .playing = phase else { return }
    phase = .farewell(.left(configuration.localSeat), until: now + MatchLimit.farewell)
  }

  mutating func hear(_ hearsay: PeerEnding, about seat: PlayerIndex) {
    guard let index = endpointIndex(of: seat) else { return }
    endpoints[index].hear(hearsay)
  }

  mutating func finish(at frame: Frame) {
    precondition(frame > self.frame, "\(frame) is not ahead of \(self.frame)")
    configuration.frameLimit = frame
  }

  mutating func takeEvents(into buffer: inout [MatchEvent]) {
    events.take(into: &buffer)
  }

  // MARK: Queries

  // What a tick asks is said to change the core, though it does not: whoever asks from another module
  // would copy all of it otherwise.

  @usableFromInline var localSeat: PlayerIndex { mutating get { configuration.localSeat } }
  @usableFromInline var peers: Int { mutating get { endpoints.count } }
  /// The first frame without an input of ours.
  @usableFromInline var localFrontier: Frame { mutating get { localInputs.frontier } }
  @usableFromInline var hasHashEffects: Bool { mutating get { !hashEffects.isEmpty } }

  /// The newest frame that is final and whose state is simulated, up to the end of the episode.
  @usableFromInline mutating func confirmed(_ settled: Frame) -> Frame {
    final.map { min($0.frame, settled) } ?? settled
  }

  /// The last frame of the episode, once it is confirmed.
  @usableFromInline var lastFrame: Frame? { final?.frame }

  /// Where the endpoint of a seat is: they are in the order of the seats, without our own.
  package func endpointIndex(of seat: PlayerIndex) -> Int? {
    let own = configuration.localSeat
    guard seat != own, seat.number < configuration.players else { return nil }
    return seat < own ? seat.number : seat.number - 1
  }

  /// The seat of an endpoint.
  func seat(of index: Int) -> PlayerIndex {
    PlayerIndex(index < configuration.localSeat.number ? index : index + 1)
  }

  @usableFromInline mutating func emit(_ event: MatchEvent) { events.emit(event) }

  /// Notes that a tick begins, and when the next one is due.
  ///
  /// - Returns: Nanoseconds since the last one.
  @usableFromInline mutating func began(now: Instant) -> Int64 {
    ticks.began(now: now, stretched: pacer.stretchedFrame)
  }
}

/// How an episode ended: its last frame, and the checksum of its state.
struct FinalState: Hashable, Sendable {
  let frame: Frame
  let checksum: UInt64
}

extension Frame {
  /// Moves past the frames that were sent, and says how many of them are new.
  mutating func advance(over sent: Range<Frame>) -> Int {
    let fresh = max(0, sent.upperBound - max(self, sent.lowerBound))
    self = max(self, sent.upperBound)
    return fresh
  }
}
