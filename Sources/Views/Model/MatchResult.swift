import Netplay
package import Rollback

/// Holds how a match went, in words; its figures are the numbers of the screen.
package struct MatchResult: Hashable, Sendable {
  /// Holds one time without a good direct path.
  package struct Fallback: Hashable, Sendable {
    package var frame: Frame
    package var cause: FallbackCause
    package var seconds: Double
    package var hasRecovered: Bool

    package init(frame: Frame, cause: FallbackCause, seconds: Double, hasRecovered: Bool) {
      self.frame = frame
      self.cause = cause
      self.seconds = seconds
      self.hasRecovered = hasRecovered
    }
  }

  /// As `you win 5 : 3`.
  package var headline: String
  package var rounds: Int
  package var fallbacks: [Fallback]
  /// What becomes of the room; nothing where no room is, or nobody has told yet.
  package var rematch: RematchModel?

  package init(headline: String, rounds: Int, fallbacks: [Fallback]) {
    self.headline = headline
    self.rounds = rounds
    self.fallbacks = fallbacks
  }
}
