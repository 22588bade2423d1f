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

  /// Frames of the present for which a peer's input is only guessed: for the latest peer those that are
  /// predicted, so that the two stand side by side.
  public func lateFrames(_ peer: Peer) -> Int {
    let isLatest = peers.allSatisfy { $0.frontier >= peer.frontier }
    return isLatest ? predictedFrames : min(max(0, frame - peer.frontier), predictedFrames)
  }

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

  /// The peer whose connection is judged worst; of equals the one farthest away.
  public var worstPeer: Peer? {
    peers.max { ($0.status, $0.roundTrip ?? .zero) < ($1.status, $1.roundTrip ?? .zero) }
  }

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

// MARK: Taking them

extension Match {
  /// All that there is to say of the match, as of its newest tick.
  public var numbers: MatchNumbers {
    var numbers = core.numbers
    numbers.frame = finalFrame.map { min($0, session.currentFrame) } ?? session.currentFrame
    numbers.settledFrame = settledFrame
    numbers.window = session.window
    numbers.rollback = session.statistics
    return numbers
  }
}

extension MatchCore {
  /// What does not depend on the session.
  fileprivate var numbers: MatchNumbers {
    var numbers = MatchNumbers(
      epoch: configuration.epoch, seat: configuration.localSeat, at: ticks.newest)
    numbers.lead = pacer.lead
    numbers.finalChecksum = final?.checksum
    numbers.chain = chain.newest.flatMap { chain.chain(at: $0) }
    if case .ended(let reason) = phase { numbers.endReason = reason }
    numbers.stalls = stalls
    numbers.elapsed = .nanoseconds(elapsedNanoseconds)
    numbers.ignored = ignored
    numbers.peers = endpoints.map { endpoint in
      var peer = endpoint.numbers(now: ticks.newest)
      peer.hashesSent = schedule.minted
      peer.verifiedChain = peer.verifiedFrame.flatMap { chain.chain(at: $0) }
      return peer
    }
    numbers.inputsSent = localInputs.sent
    return numbers
  }
}
