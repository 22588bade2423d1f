public import Rollback
package import Vocabulary

/// Plays one episode with our peers: routes datagrams to the parts, and runs the tick in one order.
///
/// Drive it from one thread: `received` for every arrival, then `tick` when `nextTick` has come,
/// then send what is in `outbox` and call `accepted` for each entry that the transport took. It
/// computes nothing itself; what happens is decided in `Session`, `Endpoint`, `ChecksumLedger`,
/// `FallbackMonitor` and `Pacer`. Only what touches the game is here; the rest is its `core`.
///
/// Public so that a tick is compiled for the game where the game is named; other packages use
/// `PeerMatch`.
public struct Match<G: Game>: ~Copyable
where G.Input: RawRepresentable, G.Input.RawValue: FixedWidthInteger & UnsignedInteger {
  package typealias Configuration = MatchConfiguration
  package typealias Limit = MatchLimit
  package typealias Phase = MatchPhase
  package typealias Source = PeerAddress

  @usableFromInline package internal(set) var session: Session<G>
  @usableFromInline package internal(set) var evidence: EvidenceStore<G>
  @usableFromInline package internal(set) var core: MatchCore

  package init(_ configuration: Configuration, initial: G.State, now: Instant) {
    core = MatchCore(configuration, inputWidth: G.Input.RawValue.bitWidth / 8, now: now)
    session = Session(
      initial: initial, players: configuration.players, window: configuration.window)
    evidence = EvidenceStore(
      initial: initial, players: configuration.players, interval: configuration.hashInterval)
    foldSettledFrames()
  }

  // MARK: Events of the shell

  /// A peer told where it can be reached directly; it replaces what it told before.
  package mutating func offered(_ reach: Reachability, by seat: PlayerIndex, now: Instant) {
    core.offered(reach, by: seat, now: now)
  }

  /// What is known of our own network now.
  package mutating func networkKnown(_ network: NetworkKind) { core.network = network }

  /// An address of this machine came or went.
  package mutating func ownAddressesChanged(now: Instant) { core.ownAddressesChanged(now: now) }

  /// A datagram came that does not open.
  package mutating func refused(_ reason: IgnoredDatagrams.Refusal) { core.refused(reason) }

  /// The connection to the relay came or went.
  package mutating func relayChanged(isConnected: Bool, now: Instant) {
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

  /// Leaves the episode: the others are told, repeatedly, for a moment.
  package mutating func leave(now: Instant) { core.leave(now: now) }

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

  /// Alters our state from `frame` on, so that the desync machinery has something to find.
  package mutating func corrupt(
    at frame: Frame, _ alter: @escaping @Sendable (inout G.State) -> Void
  ) {
    session.corrupt(at: max(frame, session.currentFrame + 1), alter)
  }

  /// Takes the events since the last call.
  package mutating func takeEvents() -> [MatchEvent] {
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
