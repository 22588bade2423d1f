public import Rollback
public import Vocabulary

/// What is different from match to match. `epoch`, `players`, `hashInterval`, `frameLimit` and
/// `frameDuration` have to be the same on all machines.
public struct MatchConfiguration: Sendable {
  /// Names this episode and no other: 64 random bits. Datagrams of others are ignored.
  public var epoch: UInt64
  /// Seats, 2...8.
  public var players: Int
  /// Ours, below `players`.
  public var localSeat: PlayerIndex
  /// Frames between two comparisons of states, at least 1.
  public var hashInterval = 30
  /// The episode ends when this frame is confirmed, if the game does not end it before; above 0.
  public var frameLimit: Frame?
  /// The nominal time of a frame.
  public var frameDuration = Self.usualFrameDuration
  /// Sixty frames a second.
  public static let usualFrameDuration = Duration.nanoseconds(16_666_667)
  /// Frames that we may run past the confirmed one, 0...15; ours alone.
  public var window = Self.usualWindow
  /// Frames between a key and its effect, 0...15; ours alone.
  public var inputDelay = 2
  /// Draws what probes of addresses are recognised by: unpredictable to strangers.
  public var linkSeed: UInt64
  /// The window of who asks for no other.
  package static let usualWindow = 10
  package var limits = HealthLimits()
  /// Bytes by which sealing makes a datagram longer on its way; they count as the path's bytes.
  package var sealBytes = 0

  /// Takes what has no default; all else can be set afterwards.
  ///
  /// - Parameters:
  ///   - epoch: 64 random bits that all machines agreed on for this episode.
  ///   - players: Seats, 2...8.
  ///   - localSeat: Ours, below `players`.
  ///   - linkSeed: 64 random bits that are ours alone.
  public init(epoch: UInt64, players: Int, localSeat: PlayerIndex, linkSeed: UInt64) {
    self.epoch = epoch
    self.players = players
    self.localSeat = localSeat
    self.linkSeed = linkSeed
  }

  /// For whom nobody can send a forged answer.
  package init(epoch: UInt64, players: Int, localSeat: PlayerIndex) {
    self.init(epoch: epoch, players: players, localSeat: localSeat, linkSeed: 0)
  }
}
