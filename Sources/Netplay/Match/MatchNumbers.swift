public import Rollback
public import Vocabulary

/// All that can be shown, logged, exported or summed up of a match, as of one instant: the end of its
/// newest tick, and what has arrived since.
///
/// Numbers that belong together are taken together, so they add up wherever they stand side by side.
public struct MatchNumbers: Hashable, Sendable {
  /// Names the episode.
  public var epoch: UInt64
  /// The seat that we play.
  public var seat: PlayerIndex
  /// The newest tick.
  public var at: Instant
  /// The present, the end of the episode at most.
  public var frame = Frame.zero
  /// The newest frame that is final and simulated with exactly the confirmed inputs.
  public var settledFrame = Frame.zero
  /// Frames that may be predicted at most.
  public var window = MatchConfiguration.usualWindow
  /// Frames by which we are ahead of the others' present, the mean over all of them.
  public var lead = 0.0
  /// The checksum of the last frame of the episode, once it is confirmed.
  public var finalChecksum: UInt64?
  /// The chain of the newest frame in it.
  public var chain: UInt64?
  /// Why the episode is over, once it is.
  public var endReason: EndReason?
  /// Own inputs that a path accepted for some peer, each once.
  public var inputsSent = PerPath(repeating: 0)
  /// What the engine had to correct.
  public var rollback = RollbackStatistics()
  /// The times that play stood still since the window was full.
  public var stalls = StallStatistics()
  /// Length of the episode so far.
  public var elapsed = Duration.zero
  /// Datagrams that were not for this match.
  public var ignored = IgnoredDatagrams()
  /// In the order of the seats, without our own.
  public var peers: [Peer] = []

  /// A match before its first tick, in which nothing has been counted.
  package init(epoch: UInt64, seat: PlayerIndex, at: Instant) {
    self.epoch = epoch
    self.seat = seat
    self.at = at
  }

  /// Frames of the present that may still be rolled back.
  public var predictedFrames: Int { frame - settledFrame }

  /// Distinct inputs over all peers, by path.
  public struct Inputs: Hashable, Sendable {
    /// Own inputs that the path accepted for some peer.
    public var sent = PerPath(repeating: 0)
    /// Inputs that came by the path.
    public var received = PerPath(repeating: 0)
    /// Inputs that the path brought before the other did.
    public var first = PerPath(repeating: 0)

    /// Share of receptions that came directly; nothing when nothing was received.
    public var directShare: Double? { Self.directShare(received) }

    /// Share of inputs that the direct path brought first.
    public var directFirstShare: Double? { Self.directShare(first) }

    private static func directShare(_ counts: PerPath<Int>) -> Double? {
      let sum = counts.direct + counts.relay
      return sum == 0 ? nil : Double(counts.direct) / Double(sum)
    }
  }
}

// MARK: What is known of a peer

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

// MARK: What is known over all peers

extension MatchNumbers {
  /// Distinct inputs over all peers, by path.
  public var inputs: Inputs {
    var inputs = Inputs(sent: inputsSent)
    for path in Path.allCases {
      for peer in peers {
        inputs.received[path] += peer.paths[path].counters.inputs.distinct
        inputs.first[path] += peer.paths[path].counters.inputs.first
      }
    }
    return inputs
  }

  /// The earliest fallback among the peers.
  public var fallback: FallbackMonitor.Latch? {
    peers.compactMap(\.fallback).min { $0.frame < $1.frame }
  }

  /// The earliest frame through which the relay was proven to carry the game alone.
  public var fallbackProvenThrough: Frame? { peers.compactMap(\.fallbackProvenThrough).min() }

  /// All degradations and recoveries, by time.
  public var fallbackEvents: [FallbackMonitor.Event] {
    peers.flatMap(\.fallbackEvents).sorted { $0.at < $1.at }
  }

  /// Inputs of final frames that no path brought, over all peers.
  public var missingInputs: Int {
    peers.reduce(0) { $0 + $1.missingInputs(through: settledFrame) }
  }

  /// The peer whose connection is judged worst.
  public var worstPeer: Peer? { peers.max { $0.status < $1.status } }

  /// One line on the paths: inputs of this episode received directly, of all received, and the
  /// fallback if there was one.
  public var headline: String {
    let direct = inputs.received.direct
    let sum = direct + inputs.received.relay
    var line = "P2P: N/A"
    if let share = inputs.directShare {
      let tenths = Int(share * 1000 + 0.5)
      line = "P2P: \(direct)/\(sum) (\(tenths / 10).\(tenths % 10)%)"
    }
    if let fallback { line += ", Fallback at frame \(fallback.frame.number)" }
    return line
  }
}
