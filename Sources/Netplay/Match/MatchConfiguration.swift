package import Rollback
package import Vocabulary

/// What is different from match to match; the parts that must agree are agreed in the lobby.
package struct MatchConfiguration: Sendable {
  /// Names this session and no other.
  package var epoch: UInt64
  package var players: Int
  package var localSeat: PlayerIndex
  /// Frames between two hash reports.
  package var hashInterval = 30
  /// The episode ends when this frame is confirmed, if the game does not end it before.
  package var frameLimit: Frame?
  package var frameDuration = Duration.nanoseconds(16_666_667)
  package var window = 10
  package var inputDelay = 2
  package var limits = HealthLimits()
  /// Bytes by which sealing makes a datagram longer on its way; they count as the path's bytes.
  package var sealBytes = 0
  /// Seeds the nonces of address probes.
  package var linkSeed: UInt64 = 0

  package init(epoch: UInt64, players: Int, localSeat: PlayerIndex) {
    self.epoch = epoch
    self.players = players
    self.localSeat = localSeat
  }
}
