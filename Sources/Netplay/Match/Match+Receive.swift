public import Rollback
public import Vocabulary

extension Match {
  /// Decodes a datagram and applies it: inputs to the session, probes to the path, reports to the
  /// ledger. Anything that is not for this match is counted and dropped.
  @inlinable public mutating func received(
    _ bytes: ArraySlice<UInt8>, from source: PeerAddress, now: Instant
  ) {
    let received = core.received(bytes, from: source, oldest: session.oldestInputFrame, now: now)
    guard let received else { return }
    for position in received.fresh { hold(position, of: received, now: now) }
    emitHashes(from: received.index)
  }

  /// Has the game read an input of the datagram that was decoded last.
  @inlinable mutating func hold(
    _ position: Int, of received: MatchCore.Reception, now: Instant
  ) {
    let frame = received.base + position
    let word = core.receivedWord(position)
    guard frame >= .zero, let raw = G.Input.RawValue(exactly: word),
      let input = G.Input(rawValue: raw)
    else {
      core.rejected(in: received)
      return
    }
    let receipt = session.hold(input, of: received.seat, at: frame)
    core.held(
      receipt, word, at: frame, in: received, frontier: session.frontier(of: received.seat),
      now: now)
    guard receipt == .conflict, let held = session.input(of: received.seat, at: frame)
    else { return }
    core.emit(
      .conflict(
        peer: received.seat, frame, held: UInt64(truncatingIfNeeded: held.rawValue),
        offered: word))
  }

  /// Tells what the ledger of a peer concluded, and keeps the evidence that it asks for.
  @inlinable mutating func emitHashes(from index: Int) {
    if core.hasHashEffects { tellHashes(from: index) }
  }

  @usableFromInline mutating func tellHashes(from index: Int) {
    var next = 0
    // Describing a state may add the last effect.
    while next < core.hashEffects.count {
      let effect = core.hashEffects[next]
      next += 1
      core.emit(.hash(peer: core.seat(of: index), effect))
      switch effect {
      case .matched, .mismatched, .differs: break
      case .located(let frame, _, _): describe(frame, to: index)
      }
    }
    core.hashEffects.removeAll(keepingCapacity: true)
  }

  private mutating func describe(_ frame: Frame, to index: Int) {
    evidence.keep(frame, session: session)
    core.endpoints[index].ledger.described(
      evidence.kept(at: frame)?.sections ?? [], effects: &core.hashEffects)
  }
}
