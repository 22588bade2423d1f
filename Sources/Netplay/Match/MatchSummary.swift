package import Rollback

/// The measures of one episode, as plain numbers; the command line writes them as JSON and text.
package struct MatchSummary: Hashable, Sendable {
  package var epoch: UInt64
  package var seat: PlayerIndex
  /// Frames simulated, the end of the episode at most.
  package var frames: Int
  package var confirmedFrame: Int
  package var finalChecksum: UInt64?
  package var chain: UInt64?
  package var endReason: EndReason?
  package var inputs: Inputs
  package var fallback: FallbackMonitor.Latch?
  /// All degradations and recoveries, by time, with the time since the start of the episode.
  package var fallbackEvents: [FallbackMonitor.Event]
  package var rollback: RollbackStatistics
  package var stalls: Int
  package var stalledTime: Duration
  package var longestStall: Duration
  /// Length of the episode.
  package var elapsed: Duration
  package var ignored: IgnoredDatagrams
  package var peers: [Peer]

  /// Distinct inputs over all peers.
  package struct Inputs: Hashable, Sendable {
    package var sentDirect: Int
    package var sentRelay: Int
    package var receivedDirect: Int
    package var receivedRelay: Int
    package var firstDirect: Int
    package var firstRelay: Int

    /// Share of receptions that came directly; nothing when nothing was received.
    package var directShare: Double? {
      let sum = receivedDirect + receivedRelay
      return sum == 0 ? nil : Double(receivedDirect) / Double(sum)
    }

    /// Share of inputs that the direct path brought first.
    package var directFirstShare: Double? {
      let sum = firstDirect + firstRelay
      return sum == 0 ? nil : Double(firstDirect) / Double(sum)
    }
  }

  package struct Peer: Hashable, Sendable {
    package var seat: PlayerIndex
    package var verifiedFrame: Int?
    package var hashesSent: Int
    package var hashesReceived: Int
    package var hashesCompared: Int
    package var hashMismatches: Int
    package var firstBadFrame: Int?
    /// Time in each mode, by `Mode.rawValue`.
    package var modeTimes: [Duration]
    package var paths: PerPath<PathSummary>
  }

  package struct PathSummary: Hashable, Sendable {
    package var state: PathMonitor.State
    package var counters: PathCounters
    package var rttMedian: Duration?
    package var rtt95: Duration?
    package var jitter: Duration?
    /// Share of datagrams that never came, 0...1.
    package var loss: Double?
    /// How much earlier than the other path it was, on average, when it was first.
    package var margin: Duration?
  }
}

extension MatchSummary {
  /// The line of the mission: inputs of this episode received directly, of all received, and the
  /// fallback if there was one.
  package var headline: String {
    let direct = inputs.receivedDirect
    let sum = direct + inputs.receivedRelay
    var line = "P2P: N/A"
    if let share = inputs.directShare {
      let tenths = Int((share * 1000).rounded())
      line = "P2P: \(direct)/\(sum) (\(tenths / 10).\(tenths % 10)%)"
    }
    if let fallback { line += ", Fallback at frame \(fallback.frame.number)" }
    return line
  }
}
