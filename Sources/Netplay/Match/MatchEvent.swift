public import Rollback
public import Vocabulary

/// Something worth a line in the log, as data; prose is made where people read.
public enum MatchEvent: Hashable, Sendable {
  /// Inputs of these seats came late and differed: the present was simulated again.
  case rolledBack(Correction)
  case stalled(waitingFor: Presence)
  case resumed(after: Duration)
  case path(peer: PlayerIndex, Path, PathMonitor.Change)
  case fallback(peer: PlayerIndex, FallbackMonitor.Effect)
  case hash(peer: PlayerIndex, ChecksumLedger.Effect)
  /// Two different inputs of one player for one frame, as raw values: the held one stays.
  case conflict(peer: PlayerIndex, Frame, held: UInt64, offered: UInt64)
  /// Nothing has come from the peer on any path for a while, or something has again.
  case silent(peer: PlayerIndex)
  case heardAgain(peer: PlayerIndex, after: Duration)
  case versionMismatch(theirs: UInt8)
  /// Where a peer's direct datagrams go from now on.
  case address(peer: PlayerIndex, Address)
  /// Why there is no direct path to a peer; told when it is clear, and when it changes.
  case noDirectPath(peer: PlayerIndex, DirectObstacle)
  /// The last frame of the episode is confirmed.
  case finished(at: Frame)
  case ended(EndReason)
}

/// Events that nobody has taken yet, in order; more than `MatchLimit.events` are dropped.
struct MatchEvents: Sendable {
  private var events: [MatchEvent] = []

  init() { events.reserveCapacity(MatchLimit.usualEvents) }

  mutating func emit(_ event: MatchEvent) {
    if events.count < MatchLimit.events { events.append(event) }
  }

  /// Hands them over into `buffer`, whose storage is used for those to come.
  mutating func take(into buffer: inout [MatchEvent]) {
    buffer.removeAll(keepingCapacity: true)
    buffer.reserveCapacity(MatchLimit.usualEvents)
    guard !events.isEmpty else { return }
    swap(&events, &buffer)
  }
}

/// Why an episode is over.
public enum EndReason: Hashable, Sendable {
  /// The last frame was confirmed.
  case completed
  /// A player left; ourselves included.
  case left(PlayerIndex)
  /// Nothing came from this peer by any path for too long.
  case peerLost(PlayerIndex)
  /// Nothing came from us to this peer for too long, while we slept or were cut off: it has ended the
  /// episode on its side.
  case givenUp(by: PlayerIndex)
}

/// Datagrams that were not for this match, by reason.
public struct IgnoredDatagrams: Hashable, Sendable {
  /// Our own, come back.
  public var own = 0
  public var otherSession = 0
  /// A seat that plays with us, but not from where it came; or no seat of ours.
  public var stranger = 0
  public var malformed = 0
  public var otherVersion = 0
  /// Not sealed with the keys of this match, path and peer: made up, damaged, or of another match.
  public var forged = 0
  /// From a peer with whom no keys were agreed yet: nobody can say what it was.
  public var unkeyed = 0
  /// Genuine, and come before: the network, or somebody in it, had copied it.
  public var replayed = 0

  public init() {}

  /// Why a datagram was not opened, as whoever opens them says.
  package enum Refusal: Error, Hashable, Sendable { case unkeyed, forged, replayed }

  public var total: Int {
    own + otherSession + stranger + malformed + otherVersion + forged + unkeyed + replayed
  }
}
