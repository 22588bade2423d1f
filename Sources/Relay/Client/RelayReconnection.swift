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

  /// What lies between two attempts, in milliseconds; the last one for ever. Until a match by the relay
  /// alone ends, 10 s after it was lost, one that is back is found within 2 s; a client that is torn out
  /// at once each time takes its seat no oftener than a relay lets it.
  private static let delays = [250, 500, 1_000, 2_000, 2_000, 2_000, 4_000]
  package static let firstDelay = Duration.milliseconds(delays[0])
  package static let longestDelay = Duration.milliseconds(delays[delays.count - 1])
  /// A connection that stood for less counts as one more failure: a relay that welcomes everyone and
  /// drops them at once is not asked four times a second.
  package static let trustAfter = Duration.seconds(4)
  /// For how long after the first attempt a relay that may only be restarting is tried again, before
  /// whoever waits is told that there is none.
  package static let entryPatience = Duration.seconds(8)
  /// The same for a room that is full: whoever was torn out of a match has to wait until the others
  /// have given up on it.
  package static let seatPatience = Duration.seconds(11)
  /// How often a room that is full is asked again at least.
  package static let longestSeatDelay = Duration.seconds(2)

  /// `step` counts the failures in a row: which delay is next.
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
    let usual = delay(after: step)
    let wait = max(isFull ? min(usual, Self.longestSeatDelay) : usual, closure.wait.duration)
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

  /// Between 80 and 120 percent of the delay after so many failures in a row.
  private mutating func delay(after failures: Int) -> Duration {
    let delay = Self.delays[min(failures, Self.delays.count - 1)]
    return .milliseconds(delay) * (800 + dice.next(below: 401)) / 1_000
  }
}
