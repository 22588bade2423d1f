public import Vocabulary

/// Counts the times that play stood still because the prediction window was full.
public struct StallStatistics: Hashable, Sendable {
  /// Stalls, the one under way included.
  public package(set) var count = 0
  /// The time of those that are over.
  public package(set) var total = Duration.zero
  /// The longest of those that are over.
  public package(set) var longest = Duration.zero
  /// When the stall under way began.
  public package(set) var since: Instant?

  /// Whether play stands still now.
  public var isUnderWay: Bool { since != nil }

  /// Statistics before the first frame.
  public init() {}

  /// Notes a stalled tick; true when a stall begins with it.
  package mutating func stalled(now: Instant) -> Bool {
    guard since == nil else { return false }
    since = now
    count += 1
    return true
  }

  /// Notes a tick that was not stalled, and returns how long the stall was that it ended.
  package mutating func moved(now: Instant) -> Duration? {
    guard let since else { return nil }
    self.since = nil
    let length = now - since
    total += length
    longest = max(longest, length)
    return length
  }
}
