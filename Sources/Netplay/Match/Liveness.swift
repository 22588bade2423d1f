package import Vocabulary

/// Whether anything comes from a peer, on whatever path.
package enum Liveness: Hashable, Sendable {
  case heard
  /// For long enough to be told.
  case silent(since: Instant)
  /// For so long that nobody waits any more.
  case gone(since: Instant)

  package enum Limit {
    /// Silence on all paths that is shown, and announced.
    package static var silence: Duration { .nanoseconds(silenceNanoseconds) }
    /// Silence on all paths after which the peer is gone.
    package static var gone: Duration { .nanoseconds(goneNanoseconds) }
    static let silenceNanoseconds: Int64 = 500_000_000
    fileprivate static let goneNanoseconds: Int64 = 10_000_000_000
  }

  /// What has changed.
  package enum Change: Hashable, Sendable {
    case fellSilent
    case heardAgain(after: Duration)
  }

  package var isHeard: Bool { self == .heard }

  /// Since when nothing has come, if that is to be told.
  package var silentSince: Instant? {
    switch self {
    case .heard: nil
    case .silent(let since), .gone(let since): since
    }
  }

  /// Judges the time since the newest sign of life.
  package mutating func judge(lastHeard: Instant, now: Instant) -> Change? {
    let silence = now.nanoseconds(since: lastHeard)
    let began = silentSince
    guard silence > Limit.silenceNanoseconds else {
      self = .heard
      return began.map { .heardAgain(after: lastHeard - $0) }
    }
    let since = began ?? lastHeard
    self = silence > Limit.goneNanoseconds ? .gone(since: since) : .silent(since: since)
    return began == nil ? .fellSilent : nil
  }
}

/// How an episode ended at a peer's.
package enum PeerEnding: Hashable, Sendable {
  case left
  /// It has ended the episode by itself.
  case givenUp
  /// It has played the episode to its end, and says no more.
  case completed
}
