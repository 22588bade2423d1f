public import Rollback
public import Vocabulary

/// Plays one episode of a game with others over two paths: the public face of this library.
///
/// It has no socket and no clock: drive it from one thread. In each turn hand it every datagram that
/// came (`received`), call `tick` when `nextTick` has come, then `send` what it wrote. It predicts
/// missing inputs, rolls back, resends what was not acknowledged, measures both paths, paces the
/// machines, and compares what they computed. After `endReason` is set there is nothing more to do.
///
/// Datagrams are neither encrypted nor authenticated here.
public struct PeerMatch<G: Game>: ~Copyable
where G.Input: RawRepresentable, G.Input.RawValue: FixedWidthInteger & UnsignedInteger {
  /// What a match is made of; `session`, `players`, `hashInterval`, `frameLimit` and
  /// `frameDuration` have to be the same on all machines.
  public struct Configuration: Sendable {
    /// Names this episode and no other: 64 random bits. Datagrams of others are ignored.
    public var session: UInt64
    /// Seats, 2...8.
    public var players: Int
    /// Ours, below `players`.
    public var seat: PlayerIndex
    /// Frames between two comparisons of states, at least 1.
    public var hashInterval = 30
    /// The episode ends when this frame is confirmed, if the game does not end it before; above 0.
    public var frameLimit: Frame?
    /// The nominal time of a frame.
    public var frameDuration = Duration.nanoseconds(16_666_667)
    /// Frames that we may run past the confirmed one, 0...15; ours alone.
    public var window = 10
    /// Frames between a key and its effect, 0...15; ours alone.
    public var inputDelay = 2
    /// Draws what probes are recognised by: unpredictable to strangers.
    public var probeSeed: UInt64

    public init(session: UInt64, players: Int, seat: PlayerIndex, probeSeed: UInt64) {
      self.session = session
      self.players = players
      self.seat = seat
      self.probeSeed = probeSeed
    }
  }

  /// Where a datagram came from, as the transport knows it.
  public enum Source: Hashable, Sendable {
    case direct(Address)
    /// By the relay, which vouches for the seat.
    case relay(PlayerIndex)
  }

  /// Where a datagram is to go.
  public enum Destination: Hashable, Sendable {
    case direct(Address)
    /// By the relay, to that seat.
    case relay(PlayerIndex)
  }

  @usableFromInline var match: Match<G>

  /// Begins at frame 0.
  ///
  /// - Parameter initial: The same state on all machines.
  public init(_ configuration: Configuration, initial: G.State, now: Instant) {
    precondition((2...Presence.maxPlayers).contains(configuration.players), "2...8 players")
    var own = Match<G>.Configuration(
      epoch: configuration.session, players: configuration.players, localSeat: configuration.seat)
    own.hashInterval = configuration.hashInterval
    own.frameLimit = configuration.frameLimit
    own.frameDuration = configuration.frameDuration
    own.window = configuration.window
    own.inputDelay = configuration.inputDelay
    own.linkSeed = configuration.probeSeed
    match = Match(own, initial: initial, now: now)
  }

  // MARK: The turn

  /// Takes a datagram; what is not of this match, damaged or forged is counted and dropped.
  @inlinable public mutating func received(
    _ bytes: ArraySlice<UInt8>, from source: Source, now: Instant
  ) {
    switch source {
    case .direct(let address): match.received(bytes, from: .direct(address), now: now)
    case .relay(let seat): match.received(bytes, from: .relay(seat), now: now)
    }
  }

  /// Runs one tick: corrects the past, steps one frame or stalls, and writes what is to be sent.
  ///
  /// - Parameter input: What our player holds now; not used in a tick that cannot step.
  @inlinable public mutating func tick(_ input: G.Input, now: Instant) -> TickReport {
    match.tick(input, now: now)
  }

  /// Hands over every datagram of the last tick, once.
  ///
  /// - Parameter transport: Says whether the path took the bytes; only then they count as sent.
  public mutating func send(_ transport: (Destination, ArraySlice<UInt8>) -> Bool) {
    for entry in match.outbox.entries {
      let destination: Destination =
        switch entry.destination {
        case .direct(let address): .direct(address)
        case .relay(let seat): .relay(seat)
        }
      if transport(destination, match.outbox[entry]) { match.accepted(entry) }
    }
    match.clearOutbox()
  }

  /// Takes what happened since the last call; at most 1024 events are kept.
  public mutating func takeEvents() -> [MatchEvent] { match.takeEvents() }

  // MARK: News of the shell

  /// A peer told at which addresses it may be reached directly, at most 16; they replace those that
  /// it told before.
  public mutating func offered(_ addresses: [Address], by seat: PlayerIndex, now: Instant) {
    match.offered(Reachability(candidates: addresses), by: seat, now: now)
  }

  /// The relay path came or went; it counts as there from the start.
  public mutating func relayChanged(isConnected: Bool, now: Instant) {
    match.relayChanged(isConnected: isConnected, now: now)
  }

  /// Our own socket of the direct path is gone.
  public mutating func directClosed(now: Instant) { match.directFailed(.closed, now: now) }

  /// Leaves the episode; go on with ticks until `endReason` is set, so that the others are told.
  public mutating func leave(now: Instant) { match.leave(now: now) }

  /// Alters our state from `frame` on, or from the next one if that is past: a drill for desyncs.
  public mutating func corrupt(
    at frame: Frame, _ alter: @escaping @Sendable (inout G.State) -> Void
  ) {
    match.corrupt(at: frame, alter)
  }

  // MARK: Queries

  /// When `tick` is due.
  public var nextTick: Instant { match.nextTick }

  /// The state to draw; what it is past the confirmed frame may still change.
  public var present: G.State { match.session.present }

  /// The frame of the present.
  public var frame: Frame { match.frame }

  /// The newest frame that will never change again.
  public var confirmedFrame: Frame { match.confirmedFrame }

  /// Why the episode is over, once it is.
  public var endReason: EndReason? { match.endReason }

  /// The measures of the episode so far.
  public var summary: MatchSummary { match.summary }
}
