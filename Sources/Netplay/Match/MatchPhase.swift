package import Vocabulary

/// How far an episode has come.
package enum MatchPhase: Hashable, Sendable {
  case playing
  /// The last frame is confirmed; the final report is being exchanged.
  case finishing(since: Instant)
  /// The final reports are exchanged, or we leave: a last word is repeated.
  case farewell(EndReason, until: Instant)
  case ended(EndReason)
}

/// How long a match waits for what.
package enum MatchLimit {
  /// How long a finished match waits for the other's final report.
  package static let linger = Duration.seconds(2)
  /// How long it waits while the first bad frame is looked for: ten halvings at half a second each.
  package static let search = Duration.seconds(5)
  /// How long it goes on repeating its own after that.
  package static let farewell = Duration.milliseconds(150)
  /// How far ticks may fall behind before the schedule starts anew.
  package static var catchUp: Duration { .nanoseconds(catchUpNanoseconds) }
  static let catchUpNanoseconds: Int64 = 250_000_000
  /// Events kept until they are taken; more are dropped.
  package static let events = 1024
  /// Events of one turn that there is room for from the start.
  package static let usualEvents = 64
}
