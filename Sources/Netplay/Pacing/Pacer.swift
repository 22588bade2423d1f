package import Vocabulary

/// Keeps the machines at the same point of the game, so that all roll back equally deep.
///
/// Each side tells how far it is past the newest input of the other (its lead). The network's delay
/// is in both leads and cancels out of their difference, as in GGPO's time synchronisation; half of
/// that difference is what the side ahead has to give up. In the first two seconds it skips ticks;
/// later it stretches its frames by at most 1.5 %, and the side behind shortens its own by at most
/// 0.75 %. All that is judged here is a time: the same lead is treated alike at every tick rate.
package struct Pacer: Sendable {
  package enum Limit {
    /// How much is measured before ticks are skipped, and before frames are stretched.
    package static var skippingSpan: Duration { .nanoseconds(skippingSpanNanoseconds) }
    package static var stretchingSpan: Duration { .nanoseconds(stretchingSpanNanoseconds) }
    /// How long after the first exchange ticks may be skipped.
    package static var skipping: Duration { .nanoseconds(skippingNanoseconds) }
    /// How long a skip takes to be over on both sides, beside the ticks and the round trip.
    package static let settling = Duration.milliseconds(67)
    /// The most that frames are stretched, in parts per million, and shortened.
    package static let slowest = 15_000
    package static let fastest = -7_500
    /// The time in which a lead would be given up at the present stretch. The measurement is half a
    /// second old, so that a shorter one overshoots.
    package static var horizon: Duration { .nanoseconds(horizonNanoseconds) }
    /// A lead that is too small to be told from noise.
    package static var noise: Duration { .nanoseconds(noiseNanoseconds) }
    /// How long after a correction another may go the other way. Leads are whole frames, so that
    /// where the delays add up to an even number of them the sign hangs on a microsecond.
    package static let reversal = Duration.seconds(10)
    /// A lead that is corrected at once all the same: the network has changed.
    package static let urgent = Duration.milliseconds(25)
    /// The round trip that is assumed before any is known.
    package static let unknownRoundTrip = Duration.milliseconds(250)

    // As they are compared in every tick.
    fileprivate static let skippingSpanNanoseconds: Int64 = 200_000_000
    fileprivate static let stretchingSpanNanoseconds: Int64 = 450_000_000
    fileprivate static let skippingNanoseconds: Int64 = 2_000_000_000
    fileprivate static let horizonNanoseconds: Int64 = 4_000_000_000
    fileprivate static let noiseNanoseconds: Int64 = 2_000_000
  }

  /// The last correction that changed the length of frames.
  private struct Correction {
    var sign: Int
    var at: Instant
  }

  private let frame: Duration
  private let frameNanoseconds: Int64
  private var window = LeadWindow()
  private var startedAt: Instant?
  private var owedSkips = 0
  private var settleUntil: Instant?
  private var newest: Correction?
  private var leadNanoseconds = 0.0
  /// How much longer than nominal the frames are, in parts per million.
  package private(set) var stretch = 0
  /// Ticks skipped so far.
  package private(set) var skippedTicks = 0

  /// - Parameter frame: The nominal length of a frame.
  package init(frame: Duration = MatchConfiguration.usualFrameDuration) {
    self.frame = frame
    frameNanoseconds = frame.wholeNanoseconds
  }

  /// Notes both leads once per tick.
  ///
  /// Among more than two players, the leads are means over all peers: what all sides are ahead then
  /// adds up to zero, so that they never slow down for each other in a circle.
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
    window.append(nanoseconds: nanoseconds(frames: (ours - theirs) / 2), now: now)
    if now.nanoseconds(since: startedAt) < Limit.skippingNanoseconds {
      planSkips(roundTrip: roundTrip, now: now)
    } else {
      adjustStretch(now: now)
    }
  }

  /// Notes a tick that stood still because the window was full.
  ///
  /// Standing still gives up frames as skipping does: what was observed before, and until the other
  /// side has seen it, would have them given up twice.
  package mutating func stalled(roundTrip: Duration, now: Instant) {
    if let startedAt, now - startedAt >= Limit.skipping { return }
    settleUntil = now + roundTrip
    window.removeAll()
  }

  /// Whether this tick is to be skipped; asking uses up one skip.
  package mutating func skipsTick() -> Bool {
    guard owedSkips > 0 else { return false }
    owedSkips -= 1
    skippedTicks += 1
    return true
  }

  /// How far ahead of the others this side is, in frames; positive is ahead.
  package var lead: Double { leadNanoseconds / Double(frameNanoseconds) }

  /// The length of a frame now.
  package func frameDuration(nominal: Duration) -> Duration {
    .nanoseconds(stretched(nominal.wholeNanoseconds))
  }

  /// The length of a frame now, in nanoseconds.
  var stretchedFrame: Int64 { stretched(frameNanoseconds) }

  private func stretched(_ nanoseconds: Int64) -> Int64 {
    nanoseconds + nanoseconds * Int64(stretch) / 1_000_000
  }

  /// Plans to skip the whole ticks of the lead; what is left of it is for the stretching.
  private mutating func planSkips(roundTrip: Duration, now: Instant) {
    guard window.spanNanoseconds >= Limit.skippingSpanNanoseconds, let mean = window.trimmedMean
    else { return }
    leadNanoseconds = mean
    guard lead >= 1 else { return }
    owedSkips = Int(lead)
    // What is observed until the other side has seen the skips would count them twice.
    settleUntil = now + roundTrip + Limit.settling + frame * owedSkips
    window.removeAll()
  }

  private mutating func adjustStretch(now: Instant) {
    guard window.spanNanoseconds >= Limit.stretchingSpanNanoseconds, let mean = window.trimmedMean
    else { return }
    leadNanoseconds = mean
    let wanted = wantedStretch
    guard wanted != 0, mayCorrect(sign: wanted.signum(), now: now) else {
      stretch = 0
      return
    }
    newest = Correction(sign: wanted.signum(), at: now)
    stretch = wanted
  }

  /// The stretch that gives up the lead beyond the noise within the horizon.
  private var wantedStretch: Int {
    let noise = Double(Limit.noiseNanoseconds)
    let excess = max(0, abs(leadNanoseconds) - noise) * (leadNanoseconds < 0 ? -1 : 1)
    let partsPerMillion = excess * 1_000_000 / Double(Limit.horizonNanoseconds)
    return Int(min(Double(Limit.slowest), max(Double(Limit.fastest), partsPerMillion)))
  }

  private func mayCorrect(sign: Int, now: Instant) -> Bool {
    guard let newest, newest.sign != sign else { return true }
    let isUrgent = abs(leadNanoseconds) > Double(Limit.urgent.wholeNanoseconds)
    return isUrgent || now - newest.at >= Limit.reversal
  }

  /// Frames as a time; more than an hour is no lead of anybody's.
  private func nanoseconds(frames: Double) -> Int64 {
    let time = frames * Double(frameNanoseconds)
    return Int64(min(3.6e12, max(-3.6e12, time)))
  }
}
