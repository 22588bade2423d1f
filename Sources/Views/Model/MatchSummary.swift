package import Rollback

/// Holds the figures of a finished match.
package struct MatchSummary: Hashable, Sendable {
  /// Holds one episode without a good direct path.
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
  package var headline = ""
  package var rounds = 0
  package var seconds = 0.0
  package var frames = 0
  package var peerName = ""
  package var agreement = HashAgreement.waiting
  package var verifiedFrame: Frame?
  package var hashesCompared = 0
  package var hashesReceived = 0
  package var sentDirect = 0
  package var receivedDirect = 0
  package var sentRelay = 0
  package var receivedRelay = 0
  package var missing = 0
  package var fallbacks: [Fallback] = []
  package var roundTripMedian: Int?
  package var roundTripP95: Int?
  package var jitterMilliseconds: Int?
  package var loss: Double?
  package var rollback = RollbackModel()
  /// What becomes of the room; nothing where no room is, or nobody has told yet.
  package var rematch: RematchModel?

  package init() {}
}
