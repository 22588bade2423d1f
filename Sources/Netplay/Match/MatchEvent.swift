public import Rollback
public import Vocabulary

/// Something worth a line in the log, as data; prose is made where people read.
public enum MatchEvent: Hashable, Sendable {
  /// Inputs of these seats came late and differed: the present was simulated again.
  case rolledBack(Correction)
  /// The window is full: frames wait for the inputs of these seats.
  case stalled(waitingFor: Presence)
  /// Frames go on, after a stall of that length.
  case resumed(after: Duration)
  /// A path to a peer came up, fell silent, or was trusted again.
  case path(peer: PlayerIndex, Path, PathMonitor.Change)
  /// The direct path to a peer degraded or recovered, or the relay has proved itself without it.
  case fallback(peer: PlayerIndex, FallbackMonitor.Effect)
  /// Our states and a peer's were compared, or a difference was located.
  case hash(peer: PlayerIndex, ChecksumLedger.Effect)
  /// Two different inputs of one player for one frame, as raw values: the held one stays.
  case conflict(peer: PlayerIndex, Frame, held: UInt64, offered: UInt64)
  /// Nothing has come from the peer on any path for a while.
  case silent(peer: PlayerIndex)
  /// Something came from a silent peer again, after that long.
  case heardAgain(peer: PlayerIndex, after: Duration)
  /// A peer speaks another version of the wire format; told once, and its datagrams are dropped.
  case versionMismatch(theirs: UInt8)
  /// Where a peer's direct datagrams go from now on.
  case address(peer: PlayerIndex, Address)
  /// Why there is no direct path to a peer; told when it is clear, and when it changes.
  case noDirectPath(peer: PlayerIndex, DirectObstacle)
  /// The last frame of the episode is confirmed.
  case finished(at: Frame)
  /// The episode is over; no event comes after this one.
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
  /// Of another episode than ours, by its epoch.
  public var otherSession = 0
  /// A seat that plays with us, but not from where it came; or no seat of ours.
  public var stranger = 0
  /// Of our version, and not what the wire format allows.
  public var malformed = 0
  /// Of another version of the wire format.
  public var otherVersion = 0
  /// Not sealed with the keys of this match, path and peer: made up, damaged, or of another match.
  public var forged = 0
  /// From a peer with whom no keys were agreed yet: nobody can say what it was.
  public var unkeyed = 0
  /// Genuine, and come before: the network, or somebody in it, had copied it.
  public var replayed = 0

  /// Begins with zeros.
  public init() {}

  /// Why a datagram was not opened, as whoever opens them says.
  package enum Refusal: Error, Hashable, Sendable { case unkeyed, forged, replayed }

  /// Datagrams that were dropped, for whatever reason.
  public var total: Int {
    own + otherSession + stranger + malformed + otherVersion + forged + unkeyed + replayed
  }
}
