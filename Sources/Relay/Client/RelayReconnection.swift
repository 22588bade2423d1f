package import Vocabulary

/// Brings a client into its room and back to its seat: says when to try, with what, and when it is no
/// use.
///
/// The caller opens one connection at a time, reports `connected` and `closed` as they happen, and
/// calls `tick` at `nextAttempt` or oftener. Once it was in the room it never tires: the caller says
/// `stop` when nobody plays any longer. Before that, what may pass is tried again for `entryPatience`.
package struct RelayReconnection: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    /// Open a connection and ask for this.
    case connect(RelayEntry)
    /// Trying again cannot help, for this reason.
    case giveUp(RelayClosure)
  }

  package static let firstDelay = Duration.milliseconds(250)
  /// Short beside the 10 s after which a match by the relay alone ends: one that is back after eight is
  /// still found in time.
  package static let longestDelay = Duration.seconds(2)
  /// A connection that stood for less counts as one more failure: a relay that welcomes everyone and
  /// drops them at once is not asked four times a second.
  package static let trustAfter = Duration.seconds(4)
  /// For how long after the first attempt a relay that may only be restarting is tried again, before
  /// whoever waits is told that there is none.
  package static let entryPatience = Duration.seconds(8)
  /// The same for a room that is full: whoever was torn out of a match has to wait until the others
  /// have given up on it.
  package static let seatPatience = Duration.seconds(11)

  /// `step` counts the failures in a row: how often the next delay is doubled.
  private enum Phase: Hashable, Sendable {
    case connected(since: Instant, step: Int)
    case waiting(until: Instant, step: Int)
    case connecting(step: Int)
    case over
  }

  private var phase: Phase
  private var entry: RelayEntry
  private let begunAt: Instant
  private var dice: SplitMix64

  /// - Parameter seed: differs between clients, so that they do not all return at the same moment.
  package init(entering entry: RelayEntry, seed: UInt64, now: Instant) {
    self.entry = entry
    begunAt = now
    dice = SplitMix64(seed: seed)
    phase = .waiting(until: now, step: 0)
  }

  // MARK: Events

  /// The relay has let us in.
  package mutating func connected(_ welcome: RelayWelcome, now: Instant) {
    guard case .connecting(let step) = phase else { return }
    entry = entry.resuming(welcome)
    phase = .connected(since: now, step: step)
  }

  /// The others who are in a match with us: a relay that has forgotten the room keeps their seats too.
  package mutating func playing(with others: Presence) { entry = entry.keepingSeats(of: others) }

  /// The connection has ended, or could not be made; returns nothing when another attempt will follow.
  package mutating func closed(_ closure: RelayClosure, now: Instant) -> Effect? {
    let step: Int
    switch phase {
    case .connected(let since, let failures): step = now - since >= Self.trustAfter ? 0 : failures
    case .connecting(let failures): step = failures
    case .waiting, .over: return nil
    }
    guard closure.mayPass(for: entry) else {
      phase = .over
      return .giveUp(closure)
    }
    let isFull = closure == .refused(.roomFull)
    let wait = max(delay(doubled: step), closure.wait.duration)
    let patience = isFull ? Self.seatPatience : Self.entryPatience
    guard entry.isResumption || now + wait - begunAt <= patience else {
      phase = .over
      return .giveUp(closure)
    }
    phase = .waiting(until: now + wait, step: step + 1)
    return nil
  }

  package mutating func tick(now: Instant) -> Effect? {
    guard case .waiting(let until, let step) = phase, until <= now else { return nil }
    phase = .connecting(step: step)
    return .connect(entry)
  }

  /// What did not work by the old network may work by the new one: it is tried at once.
  package mutating func networkChanged(now: Instant) {
    if case .waiting = phase { phase = .waiting(until: now, step: 0) }
  }

  /// Tries no more.
  package mutating func stop() { phase = .over }

  // MARK: Queries

  /// When `tick` has something to say; nothing while a connection stands or is being made.
  package var nextAttempt: Instant? {
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
    return min(delay, Self.longestDelay) * (800 + dice.next(below: 401)) / 1_000
  }
}
