public import Rollback
public import Vocabulary

/// Plays one episode of a game with others over two paths: the face of this library.
///
/// It has no socket and no clock: drive it from one thread. In each turn hand it every datagram that
/// came (`received`), call `tick` when `nextTick` has come, then `send` what it wrote. It predicts
/// missing inputs, rolls back, resends what was not acknowledged, measures both paths, paces the
/// machines, and compares what they computed. After `endReason` is set there is nothing more to do.
///
/// Datagrams are neither encrypted nor authenticated here. It computes nothing itself: what happens is
/// decided in `Session`, `Endpoint`, `ChecksumLedger`, `FallbackMonitor` and `Pacer`. Only what touches
/// the game is here, compiled for it where it is named; the rest is its `core`.
public struct Match<G: Game>: ~Copyable
where G.Input: RawRepresentable, G.Input.RawValue: FixedWidthInteger & UnsignedInteger {
  /// What is different from match to match.
  public typealias Configuration = MatchConfiguration
  package typealias Limit = MatchLimit
  package typealias Phase = MatchPhase
  package typealias Source = PeerAddress

  @usableFromInline package internal(set) var session: Session<G>
  @usableFromInline package internal(set) var evidence: EvidenceStore<G>
  @usableFromInline package internal(set) var core: MatchCore

  /// Begins at frame 0.
  ///
  /// - Parameters:
  ///   - configuration: Between 2 and 8 players; what all machines agree on, and what is ours alone.
  ///   - initial: The same state on all machines.
  ///   - now: The first tick is due then.
  public init(_ configuration: Configuration, initial: G.State, now: Instant) {
    precondition(
      (2...Presence.maxPlayers).contains(configuration.players),
      "\(configuration.players) players, not 2...8")
    core = MatchCore(configuration, inputWidth: G.Input.RawValue.bitWidth / 8, now: now)
    session = Session(
      initial: initial, players: configuration.players, window: configuration.window)
    evidence = EvidenceStore(
      initial: initial, players: configuration.players, interval: configuration.hashInterval)
    foldSettledFrames()
  }

  // MARK: Sending

  /// Hands over every datagram of the last tick, once.
  ///
  /// - Parameter transport: Says whether the path took the bytes; only then they count as sent.
  public mutating func send(_ transport: (PeerAddress, ArraySlice<UInt8>) -> Bool) {
    for entry in outbox.entries where transport(entry.destination, outbox[entry]) {
      accepted(entry)
    }
    clearOutbox()
  }

  // MARK: Events of the shell

  /// A peer told at which addresses it may be reached directly, at most 16; they replace those that
  /// it told before.
  public mutating func offered(_ addresses: [Address], by seat: PlayerIndex, now: Instant) {
    offered(Reachability(candidates: addresses), by: seat, now: now)
  }

  /// Our own socket of the direct path is gone.
  public mutating func directClosed(now: Instant) { directFailed(.closed, now: now) }

  /// A peer told where it can be reached directly; it replaces what it told before.
  package mutating func offered(_ reach: Reachability, by seat: PlayerIndex, now: Instant) {
    core.offered(reach, by: seat, now: now)
  }

  /// What is known of our own network now.
  package mutating func networkKnown(_ network: OwnNetwork) { core.network = network }

  /// An address of this machine came or went.
  package mutating func ownAddressesChanged(now: Instant) { core.ownAddressesChanged(now: now) }

  /// A datagram came that does not open.
  package mutating func refused(_ reason: IgnoredDatagrams.Refusal) { core.refused(reason) }

  /// The relay path came or went; it counts as there from the start.
  public mutating func relayChanged(isConnected: Bool, now: Instant) {
    core.relayChanged(isConnected: isConnected, now: now)
  }

  /// The direct path was closed under us, or could not be established again.
  package mutating func directFailed(_ cause: FallbackMonitor.Cause, now: Instant) {
    core.directFailed(cause, now: now)
  }

  /// What the direct path's send queue holds.
  package mutating func directBacklog(_ backlog: Backlog) { core.directBacklog(backlog) }

  /// The transport took an entry of the outbox: only now it counts as sent.
  package mutating func accepted(_ entry: Outbox.Entry) { core.accepted(entry) }

  /// Empties the outbox; call it after sending.
  package mutating func clearOutbox() { core.outbox.removeAll() }

  /// Changes the input delay during play, from the next tick on: a longer one repeats the newest
  /// input over the gap, with a shorter one inputs are passed over until the frames are used up.
  ///
  /// - Parameter delay: 0...15 frames.
  package mutating func setInputDelay(_ delay: Int) {
    precondition((0...Session<G>.maxDelay).contains(delay), "an input delay of \(delay)")
    core.inputDelay = delay
  }

  /// Leaves the episode; go on with ticks until `endReason` is set, so that the others are told.
  public mutating func leave(now: Instant) { core.leave(now: now) }

  /// Somebody who would know says that a peer has left; it counts when nothing comes from the peer
  /// itself.
  package mutating func departed(_ seat: PlayerIndex) {
    core.hear(.left, about: seat)
  }

  /// A peer says that it plays this episode no longer; it counts when nothing comes from it, and if it
  /// has played to the end, when we miss inputs of it.
  package mutating func ended(by seat: PlayerIndex, isComplete: Bool) {
    core.hear(isComplete ? .completed : .givenUp, about: seat)
  }

  /// Ends the episode at a frame that lies ahead; whoever plays all sides tells all of them.
  package mutating func finish(at frame: Frame) { core.finish(at: frame) }

  /// Alters our state from `frame` on, or from the next one if that is past: a drill for desyncs.
  public mutating func corrupt(
    at frame: Frame, _ alter: @escaping @Sendable (inout G.State) -> Void
  ) {
    session.corrupt(at: max(frame, session.currentFrame + 1), alter)
  }

  /// Takes what happened since the last call; at most 1024 events are kept.
  public mutating func takeEvents() -> [MatchEvent] {
    var taken: [MatchEvent] = []
    takeEvents(into: &taken)
    return taken
  }

  /// Takes the events since the last call into `buffer`, whose storage is used for those to come:
  /// with one buffer kept for it, nothing is allocated.
  package mutating func takeEvents(into buffer: inout [MatchEvent]) {
    core.takeEvents(into: &buffer)
  }
}
