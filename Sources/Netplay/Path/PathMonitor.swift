/// Knows one path to one peer: whether it delivers, how fast, how much is missing.
///
/// States: never, connecting, up, suspect (silent while the other path delivers), down, probation
/// (delivering again, not yet trusted). Own echoes only: what we measure is what we sent.
public struct PathMonitor: Sendable {
  public enum State: Hashable, Sendable {
    case never
    case connecting
    case up
    case suspect(since: Instant)
    case down(since: Instant)
    case probation(since: Instant, echoes: Int)
  }

  public struct Change: Hashable, Sendable {
    public let from: State
    public let to: State
  }

  /// What the other path to the same peer knows: when something came, and how long it travels.
  package struct Witness: Hashable, Sendable {
    package let lastArrival: Instant
    /// Zero while it is unknown.
    package let roundTripNanoseconds: Int64
    /// The 95th percentile of the times between its arrivals; zero while it is unknown.
    package let usualGapNanoseconds: Int64

    package init(
      lastArrival: Instant, roundTrip: Duration? = nil, usualGap: Duration = .zero
    ) {
      self.init(
        lastArrival: lastArrival, roundTripNanoseconds: roundTrip?.wholeNanoseconds ?? 0,
        usualGapNanoseconds: usualGap.wholeNanoseconds)
    }

    fileprivate init(
      lastArrival: Instant, roundTripNanoseconds: Int64, usualGapNanoseconds: Int64
    ) {
      self.lastArrival = lastArrival
      self.roundTripNanoseconds = roundTripNanoseconds
      self.usualGapNanoseconds = usualGapNanoseconds
    }
  }

  package enum Limit {
    /// The least silence that makes a path suspect.
    package static let silence = Duration.milliseconds(250)
    /// Silence beyond the time that one path takes longer than the other: after a pause of the
    /// peer the two fall silent, and are heard again, that far apart.
    package static let margin = Duration.milliseconds(100)
    /// Silence after which it is down.
    package static let down = Duration.milliseconds(1500)
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
    package static let maxHeld = Duration.milliseconds(600)
    /// Gaps between arrivals that the 95th percentile is taken from.
    package static let gaps = 64

    /// The same limits, as they are compared in every tick.
    fileprivate static let silenceNanoseconds = silence.wholeNanoseconds
    fileprivate static let marginNanoseconds = margin.wholeNanoseconds
    fileprivate static let downNanoseconds = down.wholeNanoseconds
    fileprivate static let heldNanoseconds = maxHeld.wholeNanoseconds
  }

  package private(set) var state = State.never
  package private(set) var health: HealthMonitor
  package private(set) var roundTrips = RoundTrips()
  package private(set) var sequences = SequenceTracker()
  package private(set) var lastArrival: Instant?
  /// Whether anything sent on this path ever came back.
  package private(set) var hasBeenUp = false
  /// The longest usual gap between arrivals (95th percentile of the newest 64).
  package var usualGap: Duration { .nanoseconds(usualGapNanoseconds) }
  /// The sequence of the next datagram.
  package private(set) var nextSequence = 0
  /// The newest of our sequences that the peer has heard.
  package private(set) var newestEcho: Int?
  package var counters = PathCounters()

  private let spacing: Duration
  private var sentAt: [Instant?]
  /// Nanoseconds between arrivals, and the 95th percentile of them.
  private var gaps: [Int64] = []
  private var usualGapNanoseconds: Int64 = 0
  private var nextGap = 0
  private var recoveryTime = Limit.recoveryTime
  private var lastDown: Instant?
  private var upSince: Instant?
  /// Since when the other path has been delivering without a break.
  private var witnessedSince: Instant?
  /// Nothing has come for long by either path: what is missing when it is over says nothing about
  /// this one.
  private var isDark = false
  /// When this machine last did something, and when it last came back from a pause of its own.
  private var lastActivity: Instant?
  private var resumedAt: Instant?

  /// - Parameter spacing: The time between two datagrams of the peer.
  package init(limits: HealthLimits, spacing: Duration) {
    health = HealthMonitor(limits: limits)
    self.spacing = spacing
    sentAt = Array(repeating: nil, count: Limit.sentTimes)
    gaps.reserveCapacity(Limit.gaps)
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
        echo = .init(sequence: Wrapping.narrow(heard.sequence), held: .nanoseconds(held))
      }
    }
    return Datagram.PathProbe(sequence: Wrapping.narrow(sequence), echo: echo)
  }

  /// Notes a datagram that arrived on this path.
  package mutating func received(_ probe: Datagram.PathProbe, now: Instant) -> Change? {
    noteGap(now: now)
    lastArrival = now
    if let lastActivity, now.nanoseconds(since: lastActivity) > Limit.silenceNanoseconds {
      resumedAt = now
    }
    _ = sequences.received(probe.sequence, spacing: spacing, now: now)
    if isDark {
      isDark = false
      sequences.forgetLoss()
    }
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
  /// Silence counts while the other path goes on delivering, so that it is this path's fault. A
  /// peer that paused is silent on both; what the slower path still brings, or the one that is
  /// first heard again, accuses nobody.
  ///
  /// - Parameter witness: What the other path knows, if it delivers.
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
      usualGapNanoseconds = percentileGap()
    }
    let witnessedSince = witness == nil ? nil : self.witnessedSince ?? now
    self.witnessedSince = witnessedSince
    if witness == nil, !isDelivering(now: now) { isDark = true }
    guard let witness, let witnessedSince, let lastArrival else { return nil }
    let silence = witness.lastArrival.nanoseconds(since: max(lastArrival, witnessedSince))
    let limit = limit(against: witness)
    switch state {
    case .up where silence > limit: return change(to: .suspect(since: now))
    case .suspect where silence > Limit.downNanoseconds: return goDown(now: now)
    case .probation where silence > limit: return goDown(now: now)
    case .never, .connecting, .up, .suspect, .down, .probation: return nil
    }
  }

  /// Silence that a witness may see without a word against this path.
  private func limit(against witness: Witness) -> Int64 {
    let apart = abs(witness.roundTripNanoseconds - (roundTrips.smoothedNanoseconds ?? 0)) / 2
    let margin = max(Limit.marginNanoseconds, witness.usualGapNanoseconds * 3)
    return min(max(silenceNanoseconds, apart + margin), Limit.downNanoseconds)
  }

  // MARK: Queries

  /// Whether something arrived so recently that the path counts as delivering.
  package func isDelivering(now: Instant) -> Bool {
    guard let lastArrival else { return false }
    return now.nanoseconds(since: lastArrival) <= silenceNanoseconds
  }

  /// What this path says for the peer when the other one is silent; nothing when it is silent too.
  package func witness(now: Instant) -> Witness? {
    guard let lastArrival, isDelivering(now: now) else { return nil }
    return Witness(
      lastArrival: lastArrival, roundTripNanoseconds: roundTrips.smoothedNanoseconds ?? 0,
      usualGapNanoseconds: usualGapNanoseconds)
  }

  /// Silence after which the path is suspect.
  package var silenceLimit: Duration { .nanoseconds(silenceNanoseconds) }

  private var silenceNanoseconds: Int64 {
    min(max(Limit.silenceNanoseconds, usualGapNanoseconds * 3), Limit.downNanoseconds)
  }

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
      sequence > newestEcho ?? -1, let sent = sentAt[sequence & (Limit.sentTimes - 1)]
    else { return false }
    newestEcho = sequence
    let sample = now.nanoseconds(since: sent) - echo.held.wholeNanoseconds
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

  private mutating func noteGap(now: Instant) {
    guard let lastArrival else { return }
    let gap = now.nanoseconds(since: lastArrival)
    if gaps.count < Limit.gaps {
      gaps.append(gap)
    } else {
      gaps[nextGap] = gap
      nextGap = (nextGap + 1) % Limit.gaps
    }
  }

  /// The fourth largest of 64 gaps; zero while there are too few to tell.
  private func percentileGap() -> Int64 {
    guard gaps.count == Limit.gaps else { return 0 }
    var largest: (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
    for gap in gaps {
      if gap > largest.0 {
        largest = (gap, largest.0, largest.1, largest.2)
      } else if gap > largest.1 {
        largest = (largest.0, gap, largest.1, largest.2)
      } else if gap > largest.2 {
        largest = (largest.0, largest.1, gap, largest.2)
      } else if gap > largest.3 {
        largest.3 = gap
      }
    }
    return largest.3
  }
}
