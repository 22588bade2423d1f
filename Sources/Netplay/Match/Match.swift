package import Rollback

/// Plays one episode with our peers: routes datagrams to the parts, and runs the tick in one order.
///
/// Drive it from one thread: `received` for every arrival, then `tick` when `nextTick` has come,
/// then send what is in `outbox` and call `accepted` for each entry that the transport took. It
/// computes nothing itself; what happens is decided in `Session`, `Endpoint`, `ChecksumLedger`,
/// `FallbackMonitor` and `Pacer`.
package struct Match<G: Game>: ~Copyable
where G.Input: RawRepresentable, G.Input.RawValue: FixedWidthInteger & UnsignedInteger {
  // What does not depend on the game is no part of the generic type: it would be made anew at run
  // time for every game, and looked up in every tick.
  package typealias Configuration = MatchConfiguration
  package typealias Limit = MatchLimit
  package typealias Phase = MatchPhase
  package typealias Source = DatagramSource

  package let configuration: Configuration
  /// Frames between pressing and acting, from the next tick on.
  package private(set) var inputDelay: Int
  package internal(set) var session: Session<G>
  package internal(set) var endpoints: [Endpoint]
  package internal(set) var chain = StateChain()
  package internal(set) var schedule: HashSchedule
  package internal(set) var evidence: EvidenceStore<G>
  package internal(set) var pacer = Pacer()
  package internal(set) var phase = Phase.playing
  package internal(set) var ignored = IgnoredDatagrams()
  package internal(set) var outbox = Outbox()
  /// When the next tick is due.
  package internal(set) var nextTick: Instant
  /// The last frame of the episode, once it is confirmed.
  package internal(set) var finalFrame: Frame?
  package internal(set) var finalChecksum: UInt64?
  package internal(set) var stalls = StallStatistics()
  /// Own inputs that each path accepted for some peer, each once.
  package internal(set) var inputsSent = PerPath(repeating: 0)
  /// Time from the first tick until the last frame was confirmed.
  package var elapsed: Duration { .nanoseconds(elapsedNanoseconds) }

  var elapsedNanoseconds: Int64 = 0
  var localInputs = LocalInputs()
  /// The datagrams under way, whose buffers are used for every one.
  var incoming: Datagram
  var outgoing: Datagram
  var sentFrontier = PerPath(repeating: Frame.zero)
  var peerSentFrontier: [PerPath<Frame>]
  var events: [MatchEvent] = []
  /// What a ledger concluded and is not yet told; one buffer, reused.
  var hashEffects: [ChecksumLedger.Effect] = []
  var lastTick: Instant?
  var isRelayConnected = true

  package init(_ configuration: Configuration, initial: G.State, now: Instant) {
    precondition(
      configuration.localSeat.number < configuration.players,
      "\(configuration.localSeat) of \(configuration.players)")
    self.configuration = configuration
    inputDelay = configuration.inputDelay
    incoming = Datagram(
      epoch: configuration.epoch, sender: configuration.localSeat,
      probe: .init(sequence: 0, echo: nil), acknowledged: 0)
    outgoing = incoming
    session = Session(
      initial: initial, players: configuration.players, window: configuration.window)
    var dice = SplitMix64(seed: configuration.linkSeed)
    endpoints = (0..<configuration.players).filter { $0 != configuration.localSeat.number }.map {
      Endpoint(
        seat: PlayerIndex($0), limits: configuration.limits,
        spacing: configuration.frameDuration, linkSeed: dice.next(), now: now)
    }
    for index in endpoints.indices { _ = endpoints[index].paths.relay.opened() }
    peerSentFrontier = Array(repeating: PerPath(repeating: .zero), count: endpoints.count)
    schedule = HashSchedule(interval: configuration.hashInterval)
    evidence = EvidenceStore(
      initial: initial, players: configuration.players, interval: configuration.hashInterval)
    nextTick = now
    foldSettledFrames()
  }

  // MARK: Events of the shell

  /// Adds addresses at which a peer may be reached directly.
  package mutating func offered(_ addresses: [Address], by seat: PlayerIndex, now: Instant) {
    guard let index = endpointIndex(of: seat) else { return }
    for address in addresses { endpoints[index].link.add(address, now: now) }
    if let change = endpoints[index].paths.direct.opened() {
      emit(.path(peer: seat, .direct, change))
    }
  }

  /// The connection to the relay came or went.
  package mutating func relayChanged(isConnected: Bool, now: Instant) {
    isRelayConnected = isConnected
    for index in endpoints.indices where !isConnected {
      guard let change = endpoints[index].paths.relay.closed(now: now) else { continue }
      emit(.path(peer: endpoints[index].seat, .relay, change))
    }
  }

  /// The direct path was closed under us, or could not be established again.
  package mutating func directFailed(_ cause: FallbackMonitor.Cause, now: Instant) {
    for index in endpoints.indices {
      endpoints[index].directFailure = cause
      guard let change = endpoints[index].paths.direct.closed(now: now) else { continue }
      emit(.path(peer: endpoints[index].seat, .direct, change))
    }
  }

  /// What the direct path's send queue holds.
  package mutating func directBacklog(_ backlog: Backlog) {
    for index in endpoints.indices { endpoints[index].directBacklog = backlog }
  }

  /// The transport took an entry of the outbox: only now it counts as sent.
  package mutating func accepted(_ entry: Outbox.Entry) {
    guard !entry.isProbe, let index = endpointIndex(of: entry.peer) else { return }
    let path = entry.path
    endpoints[index].paths[path].counters.packetsSent += 1
    endpoints[index].paths[path].counters.bytesSent += entry.bytes.count
    endpoints[index].paths[path].counters.inputsSent += Self.advance(
      &peerSentFrontier[index][path], over: entry.inputs)
    inputsSent[path] += Self.advance(&sentFrontier[path], over: entry.inputs)
  }

  /// Changes the input delay during play, from the next tick on: a longer one repeats the newest
  /// input over the gap, with a shorter one inputs are passed over until the frames are used up.
  ///
  /// - Parameter delay: 0...15 frames.
  package mutating func setInputDelay(_ delay: Int) {
    precondition((0...Session<G>.maxDelay).contains(delay), "an input delay of \(delay)")
    inputDelay = delay
  }

  /// Leaves the episode: the others are told, repeatedly, for a moment.
  package mutating func leave(now: Instant) {
    guard case .playing = phase else { return }
    phase = .farewell(.left(configuration.localSeat), until: now + Limit.farewell)
  }

  /// Alters our state from `frame` on, so that the desync machinery has something to find.
  package mutating func corrupt(
    at frame: Frame, _ alter: @escaping @Sendable (inout G.State) -> Void
  ) {
    session.corrupt(at: max(frame, session.currentFrame + 1), alter)
  }

  /// Takes the events since the last call.
  package mutating func takeEvents() -> [MatchEvent] {
    var taken: [MatchEvent] = []
    takeEvents(into: &taken)
    return taken
  }

  /// Takes the events since the last call into `buffer`, whose storage is used for those to come:
  /// with one buffer kept for it, nothing is allocated.
  package mutating func takeEvents(into buffer: inout [MatchEvent]) {
    buffer.removeAll(keepingCapacity: true)
    guard !events.isEmpty else { return }
    swap(&events, &buffer)
  }

  // MARK: Queries

  package var frame: Frame { session.currentFrame }

  /// The newest frame that is final and whose state is simulated, up to the end of the episode.
  package var confirmedFrame: Frame {
    let settled = session.settledFrame
    return finalFrame.map { min($0, settled) } ?? settled
  }

  package var endReason: EndReason? {
    if case .ended(let reason) = phase { reason } else { nil }
  }

  /// The earliest fallback among the peers.
  package var fallback: FallbackMonitor.Latch? {
    endpoints.compactMap(\.fallback.latch).min { $0.frame < $1.frame }
  }

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

  var inputWidth: Int { G.Input.RawValue.bitWidth / 8 }

  mutating func emit(_ event: MatchEvent) {
    if events.count < Limit.events { events.append(event) }
  }

  private static func advance(_ frontier: inout Frame, over sent: Range<Frame>) -> Int {
    let fresh = max(0, sent.upperBound - max(frontier, sent.lowerBound))
    frontier = max(frontier, sent.upperBound)
    return fresh
  }
}
