package import Netplay
import Rollback
package import Vocabulary

/// What simulations ask of a station, to judge it.
extension Station {
  /// How a match ended here.
  package struct MatchEnd: Hashable, Sendable {
    package let epoch: UInt64
    package let reason: EndReason
    package let checksum: UInt64?
    package let mismatches: Int
    package let forged: Int
    package let hasFallenBack: Bool
  }

  /// How the newest match ended; nothing while it goes on.
  package var matchEnd: MatchEnd? {
    let end: MatchEnd?? = withPlaying { playing in
      guard let reason = playing.match.endReason else { return nil }
      let numbers = playing.match.numbers
      return MatchEnd(
        epoch: playing.terms.epoch, reason: reason, checksum: numbers.finalChecksum,
        mismatches: numbers.peers.reduce(0) { $0 + $1.hashMismatches },
        forged: numbers.ignored.forged, hasFallenBack: numbers.fallback != nil)
    }
    return end ?? nil
  }

  /// The match that is played, or was played last.
  package var epoch: UInt64? { withPlaying { $0.terms.epoch } }

  /// How long nothing has come from a player in the match.
  package func silence(of seat: PlayerIndex) -> Duration {
    let silence: Duration?? = withPlaying { playing in
      playing.match.endpointIndex(of: seat).map {
        playing.match.endpoints[$0].silence(now: now)
      }
    }
    return (silence ?? nil) ?? .zero
  }

  /// Whether the player has not asked to leave.
  package var isStaying: Bool {
    if case .staying = conduct { true } else { false }
  }

  /// Whether the player plays, measures, looks at a summary, or is told what is waited for.
  package var isTold: Bool {
    guard isStaying, !isTicking, hostWatch == nil else { return true }
    if isMatchOver, !(lobby?.isReady ?? true) { return true }
    return !notices.isEmpty
  }
}
