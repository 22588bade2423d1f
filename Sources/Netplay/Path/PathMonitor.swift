public import Vocabulary

/// Knows one path to one peer: whether it delivers, how fast, how much is missing.
///
/// States: never, connecting, up, suspect (silent while the other path delivers), down, probation
/// (delivering again, not yet trusted). Own echoes only: what we measure is what we sent.
public struct PathMonitor: Sendable {
  /// How far the path is to be trusted.
  public enum State: Hashable, Sendable {
    /// Nothing was ever tried on it.
    case never
    /// It is being tried, and nothing that we sent has been answered yet.
    case connecting
    /// What we send on it comes back.
    case up
    /// Silent while the other path delivers, for a quarter of a second or longer.
    case suspect(since: Instant)
    /// Silent for a second and a half while the other path delivered, or closed under us.
    case down(since: Instant)
    /// Delivering again; trusted after enough echoes over enough time.
    case probation(since: Instant, echoes: Int)
  }

  /// One step from a state to another.
  public struct Change: Hashable, Sendable {
    /// The state that was left.
    public let from: State
    /// The state that holds now.
    public let to: State
  }

  package enum Limit {
    /// The least silence that makes a path suspect.
    package static var silence: Duration { .nanoseconds(silenceNanoseconds) }
    /// Silence beyond the time that one path takes longer than the other: after a pause of the
    /// peer the two fall silent, and are heard again, that far apart.
    package static var margin: Duration { .nanoseconds(marginNanoseconds) }
    /// Silence after which it is down.
    package static var down: Duration { .nanoseconds(downNanoseconds) }
    /// Echoes, time and missing share after which a path that was down is up again.
    package static let recoveryEchoes = 8
    package static let recoveryTime = Duration.seconds(2)
    package static let recoveryMissingShare = 0.1
    /// Each down within this time of the last one doubles the recovery time.
    package static let flapMemory = Duration.seconds(60)
    package static let maxRecoveryTime = Duration.seconds(30)
    /// Sequences whose send time is remembered; a power of two.
    package static let sentTimes = 1024
    /// An echo held longer than this is not sent: its time would not fit the field.
    package static var maxHeld: Duration { .nanoseconds(heldNanoseconds) }

    // As they are compared in every tick.
    fileprivate static let silenceNanoseconds: Int64 = 250_000_000
    fileprivate static let marginNanoseconds: Int64 = 100_000_000
    fileprivate static let downNanoseconds: Int64 = 1_500_000_000
    fileprivate static let heldNanoseconds: Int64 = 600_000_000
  }

  package private(set) var state = State.never
  package private(set) var health: HealthMonitor
  package private(set) var roundTrips = RoundTrips()
  package private(set) var sequences: SequenceTracker
  package private(set) var arrivals = ArrivalTimes()
  package var lastArrival: Instant? { arrivals.newest }
  /// Whether anything sent on this path ever came back.
  package private(set) var hasBeenUp = false
  /// The longest usual gap between arrivals (95th percentile of the newest 64).
  package var usualGap: Duration { .nanoseconds(arrivals.usualGapNanoseconds) }
  /// The sequence of the next datagram.
  package private(set) var nextSequence = 0
  /// The newest of our sequences that the peer has heard.
  package private(set) var newestEcho: Int?

  private let spacing: Duration
  /// By sequence; of those that were sent.
  private var sentAt: [Instant]
  private var recoveryTime = Limit.recoveryTime
  private var lastDown: Instant?
  private var upSince: Instant?
  /// The end of the newest interruption that the other path shared.
  private var excusedUntil: Instant?
  /// When this machine last did something, and when it last came back from a pause of its own.
  private var lastActivity: Instant?
  private var resumedAt: Instant?

  /// - Parameter spacing: The time between two datagrams of the peer.
  package init(limits: HealthLimits, spacing: Duration) {
    health = HealthMonitor(limits: limits)
    sequences = SequenceTracker(limits: limits)
    self.spacing = spacing
    sentAt = Array(repeating: .zero, count: Limit.sentTimes)
  }

  // MARK: Events

  /// The path can carry datagrams from now on, as far as this side knows.
  package mutating func opened() -> Change? {
    guard case .never = state else { return nil }
    return change(to: .connecting)
  }

  /// The path was closed under us.
  package mutating func closed(now: Instant) -> Change? {
    switch state {
    case .never, .down: return nil
    case .connecting: return change(to: .never)
    case .up, .suspect, .probation: return goDown(now: now)
    }
  }

  /// Takes the next sequence, and answers the newest one heard.
  package mutating func probe(now: Instant) -> Datagram.PathProbe {
    let sequence = nextSequence
    nextSequence += 1
    sentAt[sequence & (Limit.sentTimes - 1)] = now
    var echo: Datagram.PathProbe.Echo?
    if let heard = sequences.newest {
      let held = now.nanoseconds(since: heard.at)
      if held <= Limit.heldNanoseconds {
        echo = .init(sequence: Wrapping.narrow(heard.sequence), heldNanoseconds: held)
      }
    }
    return Datagram.PathProbe(sequence: Wrapping.narrow(sequence), echo: echo)
  }

  /// Notes a datagram that arrived on this path.
  package mutating func received(_ probe: Datagram.PathProbe, now: Instant) -> Change? {
    let isOutage =
      lastArrival.map { now.nanoseconds(since: $0) > Limit.silenceNanoseconds } ?? false
    arrivals.note(now: now)
    if let lastActivity, now.nanoseconds(since: lastActivity) > Limit.silenceNanoseconds {
      resumedAt = now
    }
    let arrival = sequences.received(probe.sequence, spacing: spacing, now: now)
    if isOutage, arrival == .new { sequences.forgiveGap() }
    let echoed = noteEcho(probe.echo, now: now)
    switch state {
    case .never, .connecting:
      guard echoed else { return state == .never ? change(to: .connecting) : nil }
      return goUp(now: now)
    case .up: return nil
    case .suspect: return change(to: .up)
    case .down:
      sequences.forgetLoss()
      return change(to: .probation(since: now, echoes: echoed ? 1 : 0))
    case .probation(let since, let echoes):
      let count = echoes + (echoed ? 1 : 0)
      state = .probation(since: since, echoes: count)
      guard count >= Limit.recoveryEchoes, now - since >= recoveryTime,
        sequences.missingShare(windows: SequenceTracker.judgedWindows) < Limit.recoveryMissingShare
      else { return nil }
      return goUp(now: now)
    }
  }

  /// Judges silence and closes the windows that are due.
  ///
  /// Silence counts as far as the other path delivered during it, so that it is this path's fault,
  /// and what is missing is forgotten where both were interrupted. A peer that paused is silent on
  /// both; what the slower path still brings, or the one that is first heard again, accuses nobody.
  ///
  /// - Parameter witness: What the other path knows, if it ever brought anything.
  package mutating func tick(witness: Witness?, now: Instant) -> Change? {
    lastActivity = now
    if health.isDue(now: now) {
      // What was lost in the warm-up is not held against the path.
      if !health.hasJudged { sequences.forgetLoss() }
      let sample = HealthMonitor.Sample(
        latency: roundTrips.latency(now: now),
        missingShare: sequences.missingShare(windows: SequenceTracker.judgedWindows),
        heardInWindow: sequences.heardInWindow)
      health.close(sample, now: now)
      sequences.closeWindow()
      arrivals.measure()
    }
    guard let witness, let lastArrival else { return nil }
    excuse(with: witness)
    let silence = witness.delivered(since: lastArrival)
    let limit = limit(against: witness)
    switch state {
    case .up where silence > limit: return change(to: .suspect(since: now))
    case .suspect where silence > Limit.downNanoseconds: return goDown(now: now)
    case .probation where silence > limit: return goDown(now: now)
    case .never, .connecting, .up, .suspect, .down, .probation: return nil
    }
  }

  /// Silence that a witness may see without a word against this path.
  @inline(__always) private func limit(against witness: Witness) -> Int64 {
    min(max(silenceNanoseconds, tolerance(towards: witness)), Limit.downNanoseconds)
  }

  /// How far apart the two paths may bring, or stop bringing, what was sent at one time.
  @inline(__always) private func tolerance(towards witness: Witness) -> Int64 {
    let apart = abs(witness.roundTripNanoseconds - (roundTrips.smoothedNanoseconds ?? 0)) / 2
    return apart + max(Limit.marginNanoseconds, witness.usualGapNanoseconds * 3)
  }

  @inline(__always) private mutating func excuse(with witness: Witness) {
    guard let interruption = arrivals.interruption, interruption.upperBound != excusedUntil,
      witness.sharesInterruption(interruption, within: tolerance(towards: witness))
    else { return }
    excusedUntil = interruption.upperBound
    sequences.forgetLoss()
  }

  // MARK: Queries

  /// Whether something arrived so recently that the path counts as delivering.
  @inline(__always) package func isDelivering(now: Instant) -> Bool {
    guard let lastArrival else { return false }
    return now.nanoseconds(since: lastArrival) <= silenceNanoseconds
  }

  /// What this path says for the peer when the other one is judged; nothing before it brought
  /// anything.
  @inline(__always) package func witness(now: Instant) -> Witness? {
    guard let first = arrivals.first, let newest = arrivals.newest else { return nil }
    return Witness(
      firstArrival: first, lastArrival: newest, interruption: arrivals.interruption(now: now),
      roundTripNanoseconds: roundTrips.smoothedNanoseconds ?? 0,
      usualGapNanoseconds: arrivals.usualGapNanoseconds)
  }

  /// The least time for which the path is still only tried after it was down; zero in other states.
  package func probationLeft(now: Instant) -> Duration {
    guard case .probation(let since, _) = state else { return .zero }
    return max(.zero, recoveryTime - (now - since))
  }

  /// Silence after which the path is suspect.
  package var silenceLimit: Duration { .nanoseconds(silenceNanoseconds) }

  @inline(__always) private var silenceNanoseconds: Int64 {
    min(max(Limit.silenceNanoseconds, arrivals.usualGapNanoseconds * 3), Limit.downNanoseconds)
  }

  /// Whether too much is missing; what was lost in the warm-up is not held against the path.
  package var isLossy: Bool { health.hasJudged && sequences.isLossy }

  /// The status for people: a path that is silent is down, however good its last round trip was.
  package var status: HealthStatus {
    switch state {
    case .never, .connecting, .up, .probation: health.status
    case .suspect, .down: .down
    }
  }

  // MARK: Transitions

  private mutating func goUp(now: Instant) -> Change? {
    hasBeenUp = true
    upSince = now
    health.started(now: now)
    return change(to: .up)
  }

  private mutating func goDown(now: Instant) -> Change? {
    if let lastDown, now - lastDown <= Limit.flapMemory {
      recoveryTime = min(recoveryTime * 2, Limit.maxRecoveryTime)
    } else {
      recoveryTime = Limit.recoveryTime
    }
    lastDown = now
    return change(to: .down(since: now))
  }

  private mutating func change(to next: State) -> Change {
    defer { state = next }
    return Change(from: state, to: next)
  }

  // MARK: Measures

  private mutating func noteEcho(_ echo: Datagram.PathProbe.Echo?, now: Instant) -> Bool {
    guard let echo, nextSequence > 0 else { return false }
    let sequence = Wrapping.widen(echo.sequence, near: nextSequence - 1)
    guard sequence >= 0, sequence < nextSequence, nextSequence - sequence < Limit.sentTimes,
      sequence > newestEcho ?? -1
    else { return false }
    let sent = sentAt[sequence & (Limit.sentTimes - 1)]
    newestEcho = sequence
    let sample = now.nanoseconds(since: sent) - echo.heldNanoseconds
    guard sample >= 0 else { return false }
    // A pause of our own is no latency of the path.
    if let resumedAt, sent < resumedAt { return true }
    // The samples of the first second are dropped, handshake included; once, not at each recovery.
    if roundTrips.lastSampleAt == nil {
      guard let upSince, now - upSince >= HealthMonitor.warmUp else { return true }
    }
    roundTrips.record(nanoseconds: sample, now: now)
    return true
  }
}
