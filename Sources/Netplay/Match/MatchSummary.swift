public import Rollback
public import Vocabulary

/// The measures of one episode, as plain numbers; the command line writes them as JSON and text.
public struct MatchSummary: Hashable, Sendable {
  public var epoch: UInt64
  public var seat: PlayerIndex
  /// Frames simulated, the end of the episode at most.
  public var frames: Int
  public var confirmedFrame: Int
  public var finalChecksum: UInt64?
  public var chain: UInt64?
  public var endReason: EndReason?
  public var inputs: Inputs
  public var fallback: FallbackMonitor.Latch?
  /// The newest frame of those that the relay alone confirmed when they were first verified; nothing
  /// when no fallback was proven.
  public var fallbackProvenThrough: Int?
  /// All degradations and recoveries, by time, with the time since the start of the episode.
  public var fallbackEvents: [FallbackMonitor.Event]
  public var rollback: RollbackStatistics
  public var stalls: Int
  public var stalledTime: Duration
  public var longestStall: Duration
  /// Length of the episode.
  public var elapsed: Duration
  public var ignored: IgnoredDatagrams
  public var peers: [Peer]

  /// Distinct inputs over all peers.
  public struct Inputs: Hashable, Sendable {
    public var sentDirect: Int
    public var sentRelay: Int
    public var receivedDirect: Int
    public var receivedRelay: Int
    public var firstDirect: Int
    public var firstRelay: Int

    /// Share of receptions that came directly; nothing when nothing was received.
    public var directShare: Double? {
      let sum = receivedDirect + receivedRelay
      return sum == 0 ? nil : Double(receivedDirect) / Double(sum)
    }

    /// Share of inputs that the direct path brought first.
    public var directFirstShare: Double? {
      let sum = firstDirect + firstRelay
      return sum == 0 ? nil : Double(firstDirect) / Double(sum)
    }
  }

  public struct Peer: Hashable, Sendable {
    public var seat: PlayerIndex
    public var verifiedFrame: Int?
    public var hashesSent: Int
    public var hashesReceived: Int
    public var hashesCompared: Int
    public var hashMismatches: Int
    public var firstBadFrame: Int?
    /// Time in each mode, by `Mode.rawValue`.
    public var modeTimes: [Duration]
    /// Why there is no direct path, while there is none.
    public var obstacle: DirectObstacle?
    public var paths: PerPath<PathSummary>
  }

  public struct PathSummary: Hashable, Sendable {
    public var state: PathMonitor.State
    public var counters: PathCounters
    public var rttMedian: Duration?
    public var rtt95: Duration?
    public var jitter: Duration?
    /// Share of datagrams that never came, 0...1.
    public var loss: Double?
    /// How much earlier than the other path it was, on average, when it was first.
    public var margin: Duration?
  }
}

extension MatchSummary {
  /// One line on the paths: inputs of this episode received directly, of all received, and the
  /// fallback if there was one.
  public var headline: String {
    let direct = inputs.receivedDirect
    let sum = direct + inputs.receivedRelay
    var line = "P2P: N/A"
    if let share = inputs.directShare {
      let tenths = Int(share * 1000 + 0.5)
      line = "P2P: \(direct)/\(sum) (\(tenths / 10).\(tenths % 10)%)"
    }
    if let fallback { line += ", Fallback at frame \(fallback.frame.number)" }
    return line
  }
}
