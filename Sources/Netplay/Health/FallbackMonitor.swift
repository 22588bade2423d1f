public import Rollback
public import Vocabulary

/// Notices when the direct path to one peer degrades, and when it has recovered.
///
/// It is awareness only: both paths always carry everything, so nothing is switched. The first
/// degradation of an episode is latched with its frame and cause; all later ones are events.
public struct FallbackMonitor: Sendable {
  /// Why the direct path counts as degraded.
  public enum Cause: String, Hashable, Sendable, CaseIterable {
    /// Latency above the limit that degrades at once.
    case latency
    /// The status was critical in 3 of 5 windows.
    case critical
    /// Nothing arrived while the relay delivered.
    case silence
    /// More than a fifth of the packets was missing, and more than chance explains.
    case loss
    /// The send queue backed up.
    case backlog
    /// The direct path was closed under us.
    case closed
    /// It could not be established again after it had been up.
    case connectFailed
  }

  /// The first degradation of an episode, kept as it was seen.
  public struct Latch: Hashable, Sendable {
    /// The present when it was noticed.
    public let frame: Frame
    /// The time of that tick.
    public let at: Instant
    /// What was wrong.
    public let cause: Cause
    /// The one-way latency at that moment, as far as it was known.
    public let latency: Duration?
    /// The judgement of the direct path at that moment.
    public let status: HealthStatus
  }

  /// One degradation or recovery of the direct path, with what was measured then.
  public struct Event: Hashable, Sendable {
    /// Which of the two it was.
    public enum Kind: Hashable, Sendable {
      /// The path became worse than it may be.
      case degraded(Cause)
      /// The path has been good for long enough.
      case recovered
    }
    /// The present when it was noticed.
    public let frame: Frame
    /// The time of that tick.
    public let at: Instant
    /// Degraded or recovered.
    public let kind: Kind
    /// How long the direct path had been silent.
    public let silence: Duration
    /// Its one-way latency, as far as it was known.
    public let latency: Duration?
  }

  /// What the check looks at.
  package struct Observation: Hashable, Sendable {
    package var hasBeenUp: Bool
    package var state: PathMonitor.State
    package var latency: Duration?
    package var status: HealthStatus
    package var isCritical: Bool
    package var isLossy: Bool
    package var goodStreak: Int
    package var backlog: Backlog
    /// Time since the newest arrival.
    package var silence: Duration
    /// Set when the path was closed or refused rather than silent.
    package var failure: Cause?
    /// Which paths deliver.
    package var mode: Mode
    /// The newest frame that is final here, and the newest through which the peer's chain is equal.
    package var confirmed: Frame
    package var verified: Frame?

    package init(
      hasBeenUp: Bool, state: PathMonitor.State, latency: Duration? = nil,
      status: HealthStatus = .good, isCritical: Bool = false, isLossy: Bool = false,
      goodStreak: Int = 0, backlog: Backlog = .none, silence: Duration = .zero,
      failure: Cause? = nil, mode: Mode = .dual, confirmed: Frame = .zero, verified: Frame? = nil
    ) {
      self.hasBeenUp = hasBeenUp
      self.state = state
      self.latency = latency
      self.status = status
      self.isCritical = isCritical
      self.isLossy = isLossy
      self.goodStreak = goodStreak
      self.backlog = backlog
      self.silence = silence
      self.failure = failure
      self.mode = mode
      self.confirmed = confirmed
      self.verified = verified
    }
  }

  /// What a check has found to tell.
  public enum Effect: Hashable, Sendable {
    /// The first degradation: warn once.
    case latched(Latch)
    /// A degradation, the first one included.
    case degraded(Event)
    /// The direct path is good again; the latch stays.
    case recovered(Event)
    /// The relay alone has carried the game: frames that were confirmed by it are verified through
    /// this one. Told once.
    case proven(through: Frame)
  }

  /// The most events kept; later ones are only counted.
  package static let maxEvents = 64

  package let limits: HealthLimits
  /// The first degradation; never changed once set.
  package private(set) var latch: Latch?
  package private(set) var events: [Event] = []
  package private(set) var droppedEvents = 0
  /// The degradation under way, or nothing while the direct path is fine or has never been up.
  package private(set) var current: Event?

  /// The first frame that was verified of those that only the relay confirmed: the fallback works.
  package private(set) var provenThrough: Frame?
  /// The newest final frame when the relay alone began to deliver.
  private var relayOnlyFrom: Frame?

  /// The streak of good windows when the cause was last present: only later ones count.
  private var streakAtCause = 0

  package init(limits: HealthLimits) {
    self.limits = limits
    events.reserveCapacity(Self.maxEvents)
  }

  /// Looks at the direct path once per tick, stalls included, and appends what it concludes.
  package mutating func check(
    _ observation: Observation, frame: Frame, now: Instant, into effects: inout [Effect]
  ) {
    guard observation.hasBeenUp else { return }
    defer { prove(observation, into: &effects) }
    if current != nil {
      return checkRecovery(observation, frame: frame, now: now, into: &effects)
    }
    guard let cause = cause(observation) else { return }
    let event = event(.degraded(cause), observation, frame, now)
    current = event
    streakAtCause = observation.goodStreak
    append(event)
    if latch == nil {
      let first = Latch(
        frame: frame, at: now, cause: cause, latency: observation.latency,
        status: observation.status)
      latch = first
      effects.append(.latched(first))
    }
    effects.append(.degraded(event))
  }

  /// The reason to call the direct path degraded now, the most telling one first.
  private func cause(_ observation: Observation) -> Cause? {
    if let failure = observation.failure { return failure }
    switch observation.state {
    case .suspect, .down: return .silence
    case .never, .connecting, .up, .probation: break
    }
    if let latency = observation.latency, latency > limits.degraded { return .latency }
    if observation.isCritical { return .critical }
    if observation.isLossy { return .loss }
    return observation.backlog.reaches(limits.backlog) ? .backlog : nil
  }

  private mutating func checkRecovery(
    _ observation: Observation, frame: Frame, now: Instant, into effects: inout [Effect]
  ) {
    streakAtCause =
      cause(observation) == nil
      ? min(streakAtCause, observation.goodStreak) : observation.goodStreak
    guard case .up = observation.state,
      observation.goodStreak - streakAtCause >= HealthMonitor.goodWindows
    else { return }
    let event = event(.recovered, observation, frame, now)
    current = nil
    append(event)
    effects.append(.recovered(event))
  }

  /// How many more good windows it takes until the degradation under way is over, at least.
  package func goodWindowsMissing(streak: Int) -> Int {
    max(0, HealthMonitor.goodWindows - (streak - min(streakAtCause, streak)))
  }

  private mutating func prove(_ observation: Observation, into effects: inout [Effect]) {
    guard current != nil, observation.mode == .relayOnly else {
      relayOnlyFrom = nil
      return
    }
    let start = relayOnlyFrom ?? observation.confirmed
    relayOnlyFrom = start
    guard provenThrough == nil, let verified = observation.verified, verified > start else {
      return
    }
    provenThrough = verified
    effects.append(.proven(through: verified))
  }

  private func event(
    _ kind: Event.Kind, _ observation: Observation, _ frame: Frame, _ now: Instant
  ) -> Event {
    Event(
      frame: frame, at: now, kind: kind, silence: observation.silence,
      latency: observation.latency)
  }

  private mutating func append(_ event: Event) {
    guard events.count < Self.maxEvents else {
      droppedEvents += 1
      return
    }
    events.append(event)
  }
}
