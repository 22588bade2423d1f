package import Rollback

/// Our protocol state about one peer: both paths to it, what it holds of ours, what it reported.
package struct Endpoint: Sendable {
  package enum Limit {
    /// Silence on all paths that is shown, and announced.
    package static let silence = Duration.milliseconds(500)
    /// Silence on all paths after which the peer is gone.
    package static let gone = Duration.seconds(10)
  }

  package let seat: PlayerIndex
  package var paths: PerPath<PathMonitor>
  package var link: DirectLink
  package var ledger = ChecksumLedger()
  package var fallback: FallbackMonitor
  package var marks = ArrivalMarks()
  /// What the direct path's queue holds, as the shell last told.
  package var directBacklog = Backlog.none
  /// Why the direct path was closed, while it is.
  package var directFailure: FallbackMonitor.Cause?

  /// The first frame of ours that the peer does not hold.
  package private(set) var acknowledged = Frame.zero
  /// Frames that the peer is past our newest input, as it last told.
  package private(set) var lead: Int?
  /// The paths on which the peer hears us.
  package private(set) var hears: PathSet = []
  package private(set) var isLeaving = false
  package private(set) var holdsFinalReport = false
  /// Whether the peer has our newest hash report.
  package private(set) var delivery = ReportDelivery()
  /// Time spent in each mode, by `Mode.rawValue`.
  package private(set) var modeTimes: [Duration]
  /// The copies that came second, and by how much in all, per path that was first.
  package private(set) var margins = PerPath(repeating: Margin())
  /// Since when nothing has come on any path, while that is long enough to be told.
  package private(set) var silentSince: Instant?

  package struct Margin: Hashable, Sendable {
    package var count = 0
    package var sum = Duration.zero
  }

  private let startedAt: Instant

  package init(
    seat: PlayerIndex, limits: HealthLimits, spacing: Duration, linkSeed: UInt64, now: Instant
  ) {
    self.seat = seat
    paths = PerPath(repeating: PathMonitor(limits: limits, spacing: spacing))
    link = DirectLink(seed: linkSeed)
    fallback = FallbackMonitor(limits: limits)
    modeTimes = Array(repeating: .zero, count: Mode.allCases.count)
    startedAt = now
  }

  // MARK: Receiving

  /// Takes what the datagram says about paths, acknowledgements and flags; inputs and hashes are
  /// the match's business.
  ///
  /// - Parameter frontier: The first frame that we have no input of our own for.
  package mutating func received(
    _ datagram: Datagram, on path: Path, bytes: Int, frontier: Frame, now: Instant
  ) -> PathMonitor.Change? {
    paths[path].counters.packetsReceived += 1
    paths[path].counters.bytesReceived += bytes
    let claimed = Wrapping.widen(datagram.acknowledged, near: acknowledged)
    // An acknowledgement of what was never sent is a lie or damage, and one that is older than
    // another is news that the faster path has overtaken: both change nothing.
    if claimed >= acknowledged && claimed <= frontier {
      acknowledged = claimed
      lead = datagram.lead
      hears = datagram.hears
    }
    if datagram.isLeaving { isLeaving = true }
    if datagram.holdsFinalReport { holdsFinalReport = true }
    let change = paths[path].received(datagram.probe, now: now)
    if let echo = paths[path].newestEcho { delivery.heard(echo, on: path) }
    return change
  }

  /// Counts one received input.
  package mutating func count(_ receipt: Receipt, of frame: Frame, on path: Path, now: Instant) {
    switch receipt {
    case .conflict, .tooFar, .stale:
      paths[path].counters.inputs.rejected += 1
    case .accepted, .duplicate:
      switch marks.mark(frame, on: path, now: now) {
      case .first: paths[path].counters.inputs.first += 1
      case .later(let margin):
        paths[path].counters.inputs.later += 1
        margins[path.other].count += 1
        margins[path.other].sum += margin
      case .duplicate: paths[path].counters.inputs.duplicate += 1
      case .forgotten: paths[path].counters.inputs.rejected += 1
      }
    }
  }

  /// Counts inputs that are none: their raw values mean nothing to the game.
  package mutating func countRejected(_ inputs: Int, on path: Path) {
    paths[path].counters.inputs.rejected += inputs
  }

  // MARK: Sending

  /// Takes the next sequence of a path for a datagram, and notes which report it carries.
  package mutating func probe(
    on path: Path, report: Datagram.HashReport?, now: Instant
  ) -> Datagram.PathProbe {
    if let report {
      delivery.sent(report.frame, on: path, sequence: paths[path].nextSequence)
    }
    return paths[path].probe(now: now)
  }

  // MARK: The tick

  /// Judges both paths, each with the other as witness.
  package mutating func tickPaths(now: Instant) -> [(Path, PathMonitor.Change)] {
    Path.allCases.compactMap { path in
      let witness = paths[path.other].witness(now: now)
      return paths[path].tick(witness: witness, now: now).map { (path, $0) }
    }
  }

  /// The mission's fallback check.
  package mutating func checkFallback(frame: Frame, now: Instant) -> [FallbackMonitor.Effect] {
    let direct = paths.direct
    let observation = FallbackMonitor.Observation(
      hasBeenUp: direct.hasBeenUp, state: direct.state,
      latency: direct.roundTrips.latency(now: now), status: direct.health.status,
      isCritical: direct.health.isCritical, isLossy: direct.health.isLossy,
      goodStreak: direct.health.goodStreak, backlog: directBacklog,
      silence: direct.lastArrival.map { now - $0 } ?? .zero, failure: directFailure)
    return fallback.check(observation, frame: frame, now: now)
  }

  /// Adds the time since the last tick to the mode that held in it.
  package mutating func spend(_ time: Duration, now: Instant) {
    modeTimes[mode(now: now).rawValue] += time
  }

  /// Whether the peer's silence began or ended, with its length.
  package mutating func noteSilence(now: Instant) -> MatchEvent? {
    let silence = silence(now: now)
    if silence > Limit.silence {
      guard silentSince == nil else { return nil }
      silentSince = now - silence
      return .silent(peer: seat)
    }
    guard let began = silentSince else { return nil }
    silentSince = nil
    return .heardAgain(peer: seat, after: now - silence - began)
  }

  // MARK: Queries

  package func mode(now: Instant) -> Mode { Mode(delivering: delivering(now: now)) }

  package func delivering(now: Instant) -> PathSet {
    var set: PathSet = []
    for path in Path.allCases where paths[path].isDelivering(now: now) {
      set.insert(PathSet(path))
    }
    return set
  }

  /// How long nothing has come on any path.
  package func silence(now: Instant) -> Duration {
    let newest = max(paths.direct.lastArrival ?? startedAt, paths.relay.lastArrival ?? startedAt)
    return max(.zero, now - newest)
  }

  /// The shortest round trip known, of either path.
  package func roundTrip(now: Instant) -> Duration? {
    let means = Path.allCases.compactMap { paths[$0].roundTrips.mean(now: now) }
    return means.min()
  }
}
