/// Brings a client back to its seat: says when to try again, with which ticket, and when it is no use.
///
/// It begins with the first welcome, for before that there is nothing to come back to. The caller
/// opens one connection at a time, reports `connected` and `closed` as they happen, and calls `tick`
/// at `nextAttempt` or oftener. It never tires: the caller says `stop` when nobody plays any longer.
package struct RelayReconnection: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    /// Open a connection that resumes the seat of this welcome, the newest there was.
    case connect(resuming: RelayWelcome)
    /// Trying again cannot help, for this reason.
    case giveUp(RelayClosure)
  }

  package static let firstDelay = Duration.milliseconds(250)
  package static let longestDelay = Duration.seconds(4)
  /// A connection that stood for less counts as one more failure: a relay that welcomes everyone and
  /// drops them at once is not asked four times a second.
  package static let trustAfter = Duration.seconds(4)

  /// `step` counts the failures in a row: how often the next delay is doubled.
  private enum Phase: Hashable, Sendable {
    case connected(since: RelayInstant, step: Int)
    case waiting(until: RelayInstant, step: Int)
    case connecting(step: Int)
    case over
  }

  private var phase: Phase
  private var newest: RelayWelcome
  private var random: UInt64

  /// - Parameter seed: differs between clients, so that they do not all return at the same moment.
  package init(_ welcome: RelayWelcome, seed: UInt64, now: RelayInstant) {
    newest = welcome
    random = seed
    phase = .connected(since: now, step: 0)
  }

  // MARK: Events

  /// The relay has welcomed us back.
  package mutating func connected(_ welcome: RelayWelcome, now: RelayInstant) {
    guard case .connecting(let step) = phase else { return }
    newest = welcome
    phase = .connected(since: now, step: step)
  }

  /// The connection has ended, or could not be made; returns nothing when another attempt will follow.
  package mutating func closed(_ closure: RelayClosure, now: RelayInstant) -> Effect? {
    let step: Int
    switch phase {
    case .connected(let since, let failures): step = now - since >= Self.trustAfter ? 0 : failures
    case .connecting(let failures): step = failures
    case .waiting, .over: return nil
    }
    guard closure.isTemporary else {
      phase = .over
      return .giveUp(closure)
    }
    phase = .waiting(until: now + delay(doubled: step), step: step + 1)
    return nil
  }

  package mutating func tick(now: RelayInstant) -> Effect? {
    guard case .waiting(let until, let step) = phase, until <= now else { return nil }
    phase = .connecting(step: step)
    return .connect(resuming: newest)
  }

  /// Tries no more.
  package mutating func stop() { phase = .over }

  // MARK: Queries

  /// When `tick` has something to say; nothing while a connection stands or is being made.
  package var nextAttempt: RelayInstant? {
    if case .waiting(let until, _) = phase { until } else { nil }
  }

  // MARK: Parts

  /// Between 80 and 120 percent of the first delay doubled `step` times, or of the longest one.
  private mutating func delay(doubled step: Int) -> Duration {
    var delay = Self.firstDelay
    var left = step
    while left > 0, delay < Self.longestDelay {
      delay *= 2
      left -= 1
    }
    return min(delay, Self.longestDelay) * (800 + roll(below: 401)) / 1_000
  }

  /// SplitMix64 (Steele, Lea, Flood 2014).
  private mutating func roll(below bound: UInt64) -> Int {
    random &+= 0x9E37_79B9_7F4A_7C15
    var z = random
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ z >> 31) % bound)
  }
}
