import Vocabulary

/// What has to be remembered to judge a room while it goes on.
struct RoomOracle: Sendable {
  /// A room with so many faults needs no more of them.
  static let mostFaults = 8
  /// How long after a trouble everything has to be well again.
  static let calm = Duration.seconds(10)
  /// How long a match that could start may take to.
  static let start = Duration.seconds(10)
  /// How long two who play with each other, with nothing in the way, may not hear each other.
  static let silence = Duration.milliseconds(1_600)
  /// Who dies of silence so long after the trouble was over did not die of the trouble.
  static let mending = Duration.seconds(6)
  /// How long a seat is kept for whoever lost the connection in a match, and a little more.
  static let grace = Duration.seconds(31)

  /// When the first fault was found.
  var failedAt: Instant?
  /// When the relay came up last: who had nothing but the relay heard nobody before.
  var relayStartedAt = Instant.zero
  /// When somebody was in a match last.
  var playedAt = Instant.zero
  /// Since when every condition for a start is met.
  var couldStartSince: Instant?
  /// By match: the final checksum that the first to end had.
  var checksums: [UInt64: UInt64] = [:]
}
