import Vocabulary

/// When ticks are due, and how much time has passed in them.
struct TickSchedule: Sendable {
  /// When the next one is due.
  private(set) var next: Instant
  /// When the newest one was; before the first, when the match was made.
  private(set) var newest: Instant
  private var hasBegun = false

  init(now: Instant) {
    next = now
    newest = now
  }

  /// Notes that a tick begins. Who falls too far behind begins a new schedule.
  ///
  /// - Parameter stretched: Nanoseconds from it to the next one, as the pacer has them.
  /// - Returns: Nanoseconds since the last one.
  mutating func began(now: Instant, stretched: Int64) -> Int64 {
    let time = hasBegun ? now.nanoseconds(since: newest) : 0
    hasBegun = true
    newest = now
    next.nanoseconds += stretched
    if now.nanoseconds(since: next) > MatchLimit.catchUpNanoseconds { next = now }
    return time
  }
}
