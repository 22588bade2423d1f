/// Keeps both machines at the same point of the game, so that both roll back equally deep.
///
/// Each side tells how far it is past the newest input of the other (its lead). The network's delay
/// is in both leads and cancels out of their difference, as in GGPO's time synchronisation; half of
/// that difference is what the side ahead has to give up. In the first two seconds it skips ticks;
/// later it stretches its frames by at most 1.5 %.
package struct Pacer: Hashable, Sendable {
  package enum Limit {
    /// Ticks over which the lead is averaged, a fifth trimmed at each end.
    package static let samples = 60
    /// Ticks of a measurement while skipping is allowed.
    package static let skippingSamples = 12
    /// How long after the first exchange ticks may be skipped.
    package static let skipping = Duration.seconds(2)
    /// The most that frames are stretched, in parts per million, and shortened.
    package static let slowest = 15_000
    package static let fastest = -7_500
    /// Parts per million of stretching per frame of lead.
    package static let gain = 6_000.0
    /// A lead that is too small to be told from noise, in frames.
    package static let deadZone = 0.25
    /// The round trip that is assumed before any is known.
    package static let unknownRoundTrip = Duration.milliseconds(250)
  }

  private var samples: [Double] = []
  /// The samples by size, kept in order: sorting anew in every tick would allocate in every tick.
  private var ordered: [Double] = []
  private var next = 0
  private var startedAt: Instant?
  private var owedSkips = 0
  private var settleUntil: Instant?
  /// How far ahead of the other this side is, in frames; positive is ahead.
  package private(set) var lead = 0.0
  /// How much longer than nominal the frames are, in parts per million.
  package private(set) var stretch = 0
  /// Ticks skipped so far.
  package private(set) var skippedTicks = 0

  package init() {
    samples.reserveCapacity(Limit.samples)
    ordered.reserveCapacity(Limit.samples)
  }

  /// Notes both leads once per tick.
  ///
  /// - Parameters:
  ///   - ours: Frames that we are past the peer's newest input.
  ///   - theirs: The same as the peer last told it, in frames.
  ///   - roundTrip: How long a correction takes to show in `theirs`.
  package mutating func observed(
    ours: Double, theirs: Double, roundTrip: Duration, now: Instant
  ) {
    let startedAt = self.startedAt ?? now
    self.startedAt = startedAt
    if let settleUntil, now < settleUntil { return }
    settleUntil = nil
    append((ours - theirs) / 2)
    if now - startedAt < Limit.skipping {
      planSkips(roundTrip: roundTrip, now: now)
    } else {
      adjustStretch()
    }
  }

  /// Notes a tick that stood still because the window was full.
  ///
  /// Standing still gives up frames as skipping does: what was observed before, and until the other
  /// side has seen it, would have them given up twice.
  package mutating func stalled(roundTrip: Duration, now: Instant) {
    if let startedAt, now - startedAt >= Limit.skipping { return }
    settleUntil = now + roundTrip
    restart()
  }

  /// Whether this tick is to be skipped; asking uses up one skip.
  package mutating func skipsTick() -> Bool {
    guard owedSkips > 0 else { return false }
    owedSkips -= 1
    skippedTicks += 1
    return true
  }

  /// The length of a frame now.
  package func frameDuration(nominal: Duration) -> Duration {
    .nanoseconds(
      nominal.wholeNanoseconds + nominal.wholeNanoseconds * Int64(stretch) / 1_000_000)
  }

  private mutating func planSkips(roundTrip: Duration, now: Instant) {
    guard samples.count >= Limit.skippingSamples else { return }
    lead = trimmedMean()
    guard lead >= 1 else { return }
    owedSkips = Int(lead.rounded())
    // What is observed until the other side has seen the skips would count them twice.
    settleUntil = now + roundTrip + .milliseconds(17 * (owedSkips + 4))
    restart()
  }

  private mutating func adjustStretch() {
    guard samples.count >= Limit.samples / 2 else { return }
    lead = trimmedMean()
    let excess = abs(lead) <= Limit.deadZone ? 0 : lead
    stretch = min(Limit.slowest, max(Limit.fastest, Int(excess * Limit.gain)))
  }

  private mutating func append(_ sample: Double) {
    if samples.count < Limit.samples {
      samples.append(sample)
    } else {
      if let index = ordered.firstIndex(of: samples[next]) { ordered.remove(at: index) }
      samples[next] = sample
      next = (next + 1) % Limit.samples
    }
    var index = ordered.count
    while index > 0, ordered[index - 1] > sample { index -= 1 }
    ordered.insert(sample, at: index)
  }

  private mutating func restart() {
    samples.removeAll(keepingCapacity: true)
    ordered.removeAll(keepingCapacity: true)
    next = 0
  }

  private func trimmedMean() -> Double {
    let cut = ordered.count / 5
    var sum = 0.0
    for index in cut..<ordered.count - cut { sum += ordered[index] }
    return sum / Double(ordered.count - 2 * cut)
  }
}
