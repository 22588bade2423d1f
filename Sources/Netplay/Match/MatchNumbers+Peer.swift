public import Rollback
public import Vocabulary

extension MatchNumbers {
  /// What is known of one peer, and of both paths to it.
  public struct Peer: Hashable, Sendable {
    /// The seat that the peer plays.
    public var seat: PlayerIndex
    /// The first frame of the peer's inputs that we do not hold.
    public var frontier = Frame.zero
    /// The paths that deliver to us.
    public var mode = Mode.dark
    /// Those by which the peer says that it hears us.
    public var hearsUs = Mode.dark
    /// Time since anything came from the peer.
    public var silence = Duration.zero
    /// Whether that has lasted long enough to be told.
    public var isSilent = false
    /// The shorter of the round trips that are known.
    public var roundTrip: Duration?
    /// Why there is no direct path, while there is none.
    public var obstacle: DirectObstacle?

    /// Whether the peer computes the states that we do, over the whole episode.
    public var agreement = Agreement.waiting
    /// The newest frame through which its chain equals ours.
    public var verifiedFrame: Frame?
    /// Our chain of that frame.
    public var verifiedChain: UInt64?
    /// Time since the newest report that was found equal.
    public var verifiedFor: Duration?
    /// Reports of ours: what is due is made once and repeated until the peer has it.
    public var hashesSent = 0
    /// Distinct reports of the peer.
    public var hashesReceived = 0
    /// Those that were compared with our chain of the same frame.
    public var hashesCompared = 0
    /// Desyncs: a difference counts once, however long it lasts.
    public var hashMismatches = 0
    /// The first frame that differs, once it is found.
    public var firstBadFrame: Frame?

    /// The first time that the direct path degraded.
    public var fallback: FallbackMonitor.Latch?
    /// All degradations and recoveries, in their order.
    public var fallbackEvents: [FallbackMonitor.Event] = []
    /// The degradation under way.
    public var degradation: FallbackMonitor.Event?
    /// The least time until the direct path can count as good again; nothing while it does, or while
    /// nothing comes by it.
    public var recoversIn: Duration?
    /// The newest frame of those that the relay alone confirmed when they were first verified;
    /// nothing when no fallback was proven.
    public var fallbackProvenThrough: Frame?
    /// Time in each mode, by `Mode.rawValue`.
    public var modeTimes: [Duration] = []
    /// What is known of each path to the peer.
    public var paths = PerPath(repeating: OfPath())

    package init(seat: PlayerIndex) { self.seat = seat }
  }

  /// What is known of one path to one peer.
  public struct OfPath: Hashable, Sendable {
    /// Whether nothing comes by it although that is not judged an outage yet: nobody would call it up.
    public var isMute: Bool { state == .up && !isDelivering }

    /// Where the path is between never and up.
    public var state = PathMonitor.State.never
    /// How it is judged; down when it has been up and does not deliver.
    public var status = HealthStatus.good
    /// Whether anything sent on it ever came back.
    public var hasBeenUp = false
    /// Whether something came just now.
    public var isDelivering = false
    /// Packets, bytes and inputs, in both directions.
    public var counters = PathCounters()
    /// The mean of the newest ten round trips; nothing when they are old.
    public var roundTrip: Duration?
    /// The median round trip of the episode.
    public var rttMedian: Duration?
    /// The round trip that 95 of 100 do not exceed.
    public var rtt95: Duration?
    /// As RFC 3550 has it; nothing before anything came.
    public var jitter: Duration?
    /// Share of datagrams that never came while the path was there, over the episode, 0...1.
    public var loss: Double?
    /// The share missing of the newest five seconds.
    public var recentLoss: Double?
    /// The share missing of the newest second, by which the path is judged.
    public var judgedLoss: Double?
    /// How much earlier than the other path it was, on average, when it was first.
    public var margin: Duration?

    package init() {}
  }
}

extension MatchNumbers.Peer {
  /// A verification that is older than this says nothing about the present.
  private static let freshness = Duration.seconds(3)

  /// Whether the peer computes the states that we do right now.
  public var presentAgreement: Agreement {
    guard agreement == .match, let verifiedFor, verifiedFor > Self.freshness else {
      return agreement
    }
    return .waiting
  }

  /// The path with the better judgement; the direct one of equals.
  public var bestPath: Path {
    guard paths.direct.isDelivering else { return .relay }
    guard paths.relay.isDelivering else { return .direct }
    return paths.direct.status <= paths.relay.status ? .direct : .relay
  }

  /// How the connection is judged as a whole: by its best path.
  public var status: HealthStatus { isSilent ? .down : paths[bestPath].status }

  /// Inputs of final frames that no path brought: by the counters, not by belief.
  public func missingInputs(through settled: Frame) -> Int {
    let applied = paths.direct.counters.inputs.first + paths.relay.counters.inputs.first
    return max(0, settled.number - applied)
  }
}

// MARK: Taking them

extension Endpoint {
  func numbers(now: Instant) -> MatchNumbers.Peer {
    var peer = MatchNumbers.Peer(seat: seat)
    peer.frontier = frontier
    peer.mode = mode(now: now)
    peer.hearsUs = Mode(delivering: hears)
    peer.silence = silence(now: now)
    peer.isSilent = !liveness.isHeard
    peer.roundTrip = roundTrip
    peer.obstacle = direct.obstacle
    peer.agreement = ledger.agreement
    peer.verifiedFrame = ledger.verifiedFrame
    peer.verifiedFor = ledger.verifiedAt.map { now - $0 }
    peer.hashesReceived = ledger.received
    peer.hashesCompared = ledger.compared
    peer.hashMismatches = ledger.mismatches
    peer.firstBadFrame = ledger.firstBadFrame
    peer.fallback = fallback.latch
    peer.fallbackEvents = fallback.events
    peer.degradation = fallback.current
    peer.recoversIn = recoversIn(now: now)
    peer.fallbackProvenThrough = fallback.provenThrough
    peer.modeTimes = modeTimes
    peer.paths = PerPath(
      direct: paths.direct.numbers(traffic, .direct, now: now),
      relay: paths.relay.numbers(traffic, .relay, now: now))
    return peer
  }
}

extension Endpoint {
  /// Both have to be over: the time in which the path is only tried, and the good windows after it.
  private func recoversIn(now: Instant) -> Duration? {
    guard fallback.current != nil, paths.direct.isDelivering(now: now) else { return nil }
    let windows = fallback.goodWindowsMissing(streak: paths.direct.health.goodStreak)
    return max(paths.direct.probationLeft(now: now), HealthMonitor.window * windows)
  }
}

extension PathMonitor {
  fileprivate func numbers(
    _ traffic: Traffic, _ which: Path, now: Instant
  ) -> MatchNumbers.OfPath {
    let isHeard = sequences.newest != nil
    var path = MatchNumbers.OfPath()
    path.state = state
    path.hasBeenUp = hasBeenUp
    path.isDelivering = isDelivering(now: now)
    path.status = hasBeenUp && !path.isDelivering ? .down : status
    path.counters = traffic.counters[which]
    path.roundTrip = roundTrips.mean(now: now)
    path.rttMedian = roundTrips.histogram.quantile(0.5)
    path.rtt95 = roundTrips.histogram.quantile(0.95)
    path.jitter = isHeard ? sequences.jitter : nil
    path.loss = isHeard ? sequences.totalMissingShare : nil
    path.recentLoss =
      isHeard ? sequences.missingShare(windows: SequenceTracker.shownWindows) : nil
    path.judgedLoss =
      isHeard ? sequences.missingShare(windows: SequenceTracker.judgedWindows) : nil
    let margin = traffic.margins[which]
    path.margin =
      margin.count == 0 ? nil : .nanoseconds(margin.nanoseconds / Int64(margin.count))
    return path
  }
}
