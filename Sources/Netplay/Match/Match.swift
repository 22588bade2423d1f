package import Rollback

/// Plays one episode with our peers: routes datagrams to the parts, and runs the tick in one order.
///
/// Drive it from one thread: `received` for every arrival, then `tick` when `nextTick` has come,
/// then send what is in `outbox` and call `accepted` for each entry that the transport took. It
/// computes nothing itself; what happens is decided in `Session`, `Endpoint`, `ChecksumLedger`,
/// `FallbackMonitor` and `Pacer`.
package struct Match<G: Game>: ~Copyable
where G.Input: RawRepresentable, G.Input.RawValue: FixedWidthInteger & UnsignedInteger {
  /// What is different from match to match; the parts that must agree are agreed in the lobby.
  package struct Configuration: Sendable {
    /// Names this session and no other.
    package var epoch: UInt64
    package var players: Int
    package var localSeat: PlayerIndex
    /// Frames between two hash reports.
    package var hashInterval = 30
    /// The episode ends when this frame is confirmed, if the game does not end it before.
    package var frameLimit: Frame?
    package var frameDuration = Duration.nanoseconds(16_666_667)
    package var window = 10
    package var inputDelay = 2
    package var limits = HealthLimits()
    /// Seeds the nonces of address probes.
    package var linkSeed: UInt64 = 0

    package init(epoch: UInt64, players: Int, localSeat: PlayerIndex) {
      self.epoch = epoch
      self.players = players
      self.localSeat = localSeat
    }
  }

  package enum Limit {
    /// How long a finished match waits for the other's final report.
    package static var linger: Duration { .seconds(2) }
    /// How long it waits while the first bad frame is looked for: ten halvings at half a second each.
    package static var search: Duration { .seconds(5) }
    /// How long it goes on repeating its own after that.
    package static var farewell: Duration { .milliseconds(150) }
    /// How far ticks may fall behind before the schedule starts anew.
    package static var catchUp: Duration { .milliseconds(250) }
    /// Events kept until they are taken; more are dropped.
    package static var events: Int { 1024 }
  }

  package enum Phase: Hashable, Sendable {
    case playing
    /// The last frame is confirmed; the final report is being exchanged.
    case finishing(since: Instant)
    /// The final reports are exchanged, or we leave: a last word is repeated.
    case farewell(EndReason, until: Instant)
    case ended(EndReason)
  }

  package let configuration: Configuration
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
  package internal(set) var elapsed = Duration.zero

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
    defer { events.removeAll(keepingCapacity: true) }
    return events
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

  package func endpointIndex(of seat: PlayerIndex) -> Int? {
    endpoints.firstIndex { $0.seat == seat }
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
