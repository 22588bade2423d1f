package import Rollback
package import Vocabulary

/// Our protocol state about one peer: both paths to it, what it holds of ours, what it reported.
package struct Endpoint: Sendable {
  package let seat: PlayerIndex
  package var paths: PerPath<PathMonitor>
  package var direct: DirectPath
  package private(set) var traffic = Traffic()
  package var ledger = ChecksumLedger()
  package var fallback: FallbackMonitor
  /// Whether anything comes from the peer, as of the last tick.
  package private(set) var liveness = Liveness.heard
  /// How the episode ended at the peer's; nothing while it plays.
  package private(set) var ending: PeerEnding?
  /// What others say of that, until nothing comes from the peer itself.
  private var hearsay: PeerEnding?

  /// The first frame of the peer's inputs that we do not hold.
  package internal(set) var frontier = Frame.zero
  /// The first frame of ours that the peer does not hold.
  package private(set) var acknowledged = Frame.zero
  /// Frames that the peer is past our newest input, as it last told.
  package private(set) var lead: Int?
  /// The paths on which the peer hears us.
  package private(set) var hears = PathSet.none
  package private(set) var holdsFinalReport = false
  /// Whether the peer has our newest hash report.
  package private(set) var delivery = ReportDelivery()
  /// Time spent in each mode, by `Mode.rawValue`.
  package var modeTimes: [Duration] {
    Mode.allCases.map { .nanoseconds(modeNanoseconds[$0.rawValue]) }
  }
  /// The shortest round trip known, of either path, as of the last tick.
  package private(set) var roundTrip: Duration?

  private var modeNanoseconds: InlineArray<4, Int64> = InlineArray(repeating: 0)
  /// What a fallback check concluded; a buffer, reused.
  private var fallbackEffects: [FallbackMonitor.Effect] = []
  private let startedAt: Instant

  package init(
    seat: PlayerIndex, limits: HealthLimits, spacing: Duration, linkSeed: UInt64, now: Instant
  ) {
    self.seat = seat
    paths = PerPath(repeating: PathMonitor(limits: limits, spacing: spacing))
    direct = DirectPath(linkSeed: linkSeed)
    fallback = FallbackMonitor(limits: limits)
    startedAt = now
    fallbackEffects.reserveCapacity(4)
  }

  // MARK: Receiving

  /// Takes what the datagram says about paths, addresses, acknowledgements and flags.
  ///
  /// - Parameter ownFrontier: The first frame that we have no input of our own for.
  mutating func received(
    _ datagram: borrowing Datagram, from source: PeerAddress, bytes: Int, ownFrontier: Frame,
    now: Instant, events: inout MatchEvents
  ) {
    let claimed = Wrapping.widen(datagram.acknowledged, near: acknowledged)
    // An acknowledgement of what was never sent is a lie or damage, and one that is older than
    // another is news that the faster path has overtaken: both change nothing.
    if claimed >= acknowledged && claimed <= ownFrontier {
      acknowledged = claimed
      lead = datagram.lead
      hears = datagram.hears
    }
    if datagram.isLeaving { ending = .left }
    if datagram.holdsFinalReport { holdsFinalReport = true }
    traffic.received(bytes: bytes, on: source.path)
    switch source {
    case .direct(let address):
      let newestEcho = paths.direct.newestEcho
      let change = paths.direct.received(datagram.probe, now: now)
      if let echo = paths.direct.newestEcho { delivery.heard(echo, on: .direct) }
      let provesArrival = paths.direct.newestEcho != newestEcho
      if direct.link.heard(.datagram(provesArrival: provesArrival), from: address, now: now),
        let active = direct.link.active
      {
        events.emit(.address(peer: seat, active))
      }
      guard let change else { return }
      events.emit(.path(peer: seat, .direct, change))
      if change.to == .up { direct.cameUp() }
    case .relay:
      let change = paths.relay.received(datagram.probe, now: now)
      if let echo = paths.relay.newestEcho { delivery.heard(echo, on: .relay) }
      // The peer may hear us where we no longer hear it.
      if hears.contains(.direct) { direct.link.proved(now: now) }
      if let change { events.emit(.path(peer: seat, .relay, change)) }
    }
  }

  /// Takes what the datagram says about states.
  mutating func heard(
    _ datagram: borrowing Datagram, chain: borrowing StateChain,
    hashes: inout [ChecksumLedger.Effect]
  ) {
    if let report = datagram.report { ledger.received(report) }
    if !datagram.dispute.isEmpty {
      ledger.disputed(datagram.dispute, chain: chain, effects: &hashes)
    }
    if let sections = datagram.sections { ledger.received(sections, effects: &hashes) }
  }

  /// Counts the inputs at the start of a datagram that are held already; see `Traffic`.
  mutating func countKnown(
    _ words: [UInt64], from base: Frame, oldest: Frame, on path: Path, now: Instant
  ) -> Int {
    traffic.countKnown(words, from: base, oldest: oldest, on: path, now: now)
  }

  /// Counts an input that the session was given.
  ///
  /// - Parameter frontier: The first frame of the peer's inputs that is not held now.
  mutating func held(
    _ receipt: Receipt, _ word: UInt64, of frame: Frame, on path: Path, frontier: Frame,
    now: Instant
  ) {
    traffic.count(receipt, word, of: frame, on: path, now: now)
    self.frontier = frontier
  }

  /// Counts an input that means nothing to the game.
  mutating func rejected(on path: Path) { traffic.countRejected(on: path) }

  /// What reaches us about the peer on another way than its datagrams. A relay may lie, and old
  /// datagrams of the peer may still arrive: it counts from the moment on when nothing comes from it.
  mutating func hear(_ hearsay: PeerEnding) { self.hearsay = hearsay }

  mutating func weighHearsay(now: Instant) {
    guard let hearsay, ending != .left,
      now.nanoseconds(since: lastHeard) > Liveness.Limit.silenceNanoseconds
    else { return }
    ending = hearsay
  }

  // MARK: Sending

  /// Fills in what the peer is told of itself on both paths, and our newest report until it has that;
  /// the final one for as long as we speak.
  mutating func compose(
    _ datagram: inout Datagram, frame: Frame, newest: Datagram.HashReport?, isFinal: Bool,
    chain: borrowing StateChain, now: Instant
  ) {
    datagram.acknowledged = Wrapping.narrow(frontier.number)
    datagram.lead = frame - frontier
    datagram.hears = delivering(now: now)
    datagram.report = newest.flatMap { isFinal || delivery.isNeeded($0.frame) ? $0 : nil }
    guard ledger.bracket != nil else {
      if !datagram.dispute.isEmpty { datagram.dispute = [] }
      datagram.sections = nil
      return
    }
    datagram.dispute = ledger.dispute(chain: chain)
    datagram.sections = ledger.sections.report
  }

  /// Writes the datagram for each path that there is; what both carry is encoded once.
  mutating func write(
    _ datagram: inout Datagram, inputs: Range<Frame>, inputWidth: Int, isRelayConnected: Bool,
    into outbox: inout Outbox, now: Instant
  ) {
    var body: Range<Int>?
    if let address = direct.link.active {
      datagram.probe = probe(on: .direct, report: datagram.report, now: now)
      body = outbox.write(
        datagram, to: .direct(address), peer: seat, inputs: inputs, inputWidth: inputWidth,
        body: nil)
    }
    if isRelayConnected {
      datagram.probe = probe(on: .relay, report: datagram.report, now: now)
      _ = outbox.write(
        datagram, to: .relay(seat), peer: seat, inputs: inputs, inputWidth: inputWidth, body: body)
    }
  }

  /// Takes the next sequence of a path for a datagram, and notes which report it carries.
  private mutating func probe(
    on path: Path, report: Datagram.HashReport?, now: Instant
  ) -> Datagram.PathProbe {
    if let report {
      delivery.sent(report.frame, on: path, sequence: paths[path].nextSequence)
    }
    return paths[path].probe(now: now)
  }

  /// A path took a datagram with these inputs.
  mutating func sent(_ inputs: Range<Frame>, by path: Path, bytes: Int) {
    traffic.sent(inputs, by: path, bytes: bytes)
  }

  // MARK: The tick

  /// Judges each path, with the other as witness, and compares the reports that our chain covers by
  /// now.
  mutating func judge(
    chain: borrowing StateChain, now: Instant, events: inout MatchEvents,
    hashes: inout [ChecksumLedger.Effect]
  ) {
    if let change = paths.direct.tick(witness: paths.relay.witness(now: now), now: now) {
      events.emit(.path(peer: seat, .direct, change))
    }
    if let change = paths.relay.tick(witness: paths.direct.witness(now: now), now: now) {
      events.emit(.path(peer: seat, .relay, change))
    }
    ledger.compare(with: chain, now: now, effects: &hashes)
  }

  /// What a tick came to.
  struct Moment {
    let frame: Frame
    /// The newest frame that is final here.
    let confirmed: Frame
    let isOver: Bool
    /// Since the last tick.
    let nanoseconds: Int64
    /// What this side knows of its own network.
    let network: OwnNetwork
    let now: Instant
  }

  /// Checks whether the relay carries the game for the direct path, and what else there is to say of
  /// the peer after a tick.
  mutating func conclude(_ moment: Moment, events: inout MatchEvents) {
    let now = moment.now
    noteRoundTrip(now: now)
    let mode = mode(now: now)
    let observation = observation(mode, confirmed: moment.confirmed, now: now)
    fallback.check(observation, frame: moment.frame, now: now, into: &fallbackEffects)
    if !fallbackEffects.isEmpty {
      for effect in fallbackEffects { events.emit(.fallback(peer: seat, effect)) }
      fallbackEffects.removeAll(keepingCapacity: true)
    }
    if !moment.isOver { modeNanoseconds[mode.rawValue] += moment.nanoseconds }
    switch liveness.judge(lastHeard: lastHeard, now: now) {
    case .fellSilent: events.emit(.silent(peer: seat))
    case .heardAgain(let silence): events.emit(.heardAgain(peer: seat, after: silence))
    case nil: break
    }
    if let obstacle = direct.noteObstacle(ours: moment.network, now: now) {
      events.emit(.noDirectPath(peer: seat, obstacle))
    }
  }

  private mutating func noteRoundTrip(now: Instant) {
    let direct = paths.direct.roundTrips.meanNanoseconds(now: now)
    let relay = paths.relay.roundTrips.meanNanoseconds(now: now)
    roundTrip = (direct ?? relay).map { .nanoseconds(min($0, relay ?? $0)) }
  }

  @inline(__always) private func observation(
    _ mode: Mode, confirmed: Frame, now: Instant
  ) -> FallbackMonitor.Observation {
    FallbackMonitor.Observation(
      hasBeenUp: paths.direct.hasBeenUp, state: paths.direct.state,
      latency: paths.direct.roundTrips.latency(now: now), status: paths.direct.health.status,
      isCritical: paths.direct.health.isCritical, isLossy: paths.direct.isLossy,
      goodStreak: paths.direct.health.goodStreak, backlog: direct.backlog,
      silence: paths.direct.lastArrival.map { now - $0 } ?? .zero, failure: direct.failure,
      mode: mode, confirmed: confirmed, verified: ledger.verifiedFrame)
  }

  // MARK: Queries

  /// Whether there was a direct path and nothing comes by it. Where no other path can bear witness, it
  /// is nobody's fault, and looked for all the same.
  package var isDirectPathMissed: Bool {
    if direct.link.isMissed { return true }
    return switch paths.direct.state {
    case .suspect, .down: true
    case .never, .connecting, .up, .probation: false
    }
  }

  @inline(__always) package func mode(now: Instant) -> Mode {
    Mode(delivering: delivering(now: now))
  }

  @inline(__always) package func delivering(now: Instant) -> PathSet {
    var set = PathSet.none
    if paths.direct.isDelivering(now: now) { set.insert(.direct) }
    if paths.relay.isDelivering(now: now) { set.insert(.relay) }
    return set
  }

  /// How long nothing has come on any path.
  package func silence(now: Instant) -> Duration { max(.zero, now - lastHeard) }

  @inline(__always) private var lastHeard: Instant {
    max(paths.direct.lastArrival ?? startedAt, paths.relay.lastArrival ?? startedAt)
  }
}
