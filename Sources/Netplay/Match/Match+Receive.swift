package import Rollback

extension Match {
  /// Where a datagram came from, as the transport knows it.
  package enum Source: Hashable, Sendable {
    case direct(Address)
    /// The relay stamps the seat from the connection.
    case relay(PlayerIndex)

    fileprivate var path: Path {
      switch self {
      case .direct: .direct
      case .relay: .relay
      }
    }
  }

  /// Decodes a datagram and applies it: inputs to the session, probes to the path, reports to the
  /// ledger. Anything that is not for this match is counted and dropped.
  package mutating func received(_ bytes: ArraySlice<UInt8>, from source: Source, now: Instant) {
    do throws(WireError) {
      var reader = ByteReader(bytes)
      let envelope = try Envelope(from: &reader)
      guard let index = sender(of: envelope, source) else { return }
      switch envelope.kind {
      case .match:
        try incoming.decode(envelope: envelope, body: &reader, inputWidth: inputWidth)
        applyIncoming(from: index, source, bytes: bytes.count, now: now)
      case .probe:
        let nonce = try reader.uint64()
        try reader.end()
        answer(nonce, to: index, source, now: now)
      case .answer:
        let nonce = try reader.uint64()
        try reader.end()
        noteAnswer(nonce, from: index, source, now: now)
      }
    } catch .version(let theirs) {
      ignored.otherVersion += 1
      if ignored.otherVersion == 1 { emit(.versionMismatch(theirs: theirs)) }
    } catch {
      ignored.malformed += 1
    }
  }

  /// The endpoint that the envelope names, if it may speak for it.
  private mutating func sender(of envelope: Envelope, _ source: Source) -> Int? {
    guard envelope.epoch == configuration.epoch else {
      ignored.otherSession += 1
      return nil
    }
    guard envelope.sender != configuration.localSeat else {
      ignored.own += 1
      return nil
    }
    if case .relay(let stamped) = source, stamped != envelope.sender {
      ignored.stranger += 1
      return nil
    }
    guard let index = endpointIndex(of: envelope.sender) else {
      ignored.stranger += 1
      return nil
    }
    return index
  }

  /// Applies the datagram that was decoded; up to here it has changed nothing.
  private mutating func applyIncoming(
    from index: Int, _ source: Source, bytes: Int, now: Instant
  ) {
    let seat = endpoints[index].seat
    if case .direct(let address) = source { endpoints[index].link.heard(from: address, now: now) }
    let change = endpoints[index].received(
      incoming, on: source.path, bytes: bytes, frontier: localInputs.frontier, now: now)
    if let change {
      emit(.path(peer: seat, source.path, change))
      if source.path == .direct, change.to == .up { endpoints[index].directFailure = nil }
    }
    applyInputs(from: index, on: source.path, now: now)
    if let report = incoming.report { endpoints[index].ledger.received(report) }
    endpoints[index].ledger.disputed(incoming.dispute, chain: chain, effects: &hashEffects)
    if let sections = incoming.sections {
      endpoints[index].ledger.received(sections, effects: &hashEffects)
    }
    emitHashes(from: index)
  }

  private mutating func applyInputs(from index: Int, on path: Path, now: Instant) {
    let seat = endpoints[index].seat
    let base = Wrapping.widen(incoming.inputs.base, near: session.frontier(of: seat))
    for offset in incoming.inputs.words.indices {
      let frame = base + offset
      guard frame >= .zero, let raw = G.Input.RawValue(exactly: incoming.inputs.words[offset]),
        let input = G.Input(rawValue: raw)
      else {
        endpoints[index].countRejected(1, on: path)
        continue
      }
      let receipt = session.hold(input, of: seat, at: frame)
      endpoints[index].count(receipt, of: frame, on: path, now: now)
      if receipt == .conflict { emit(.conflict(peer: seat, frame)) }
    }
  }

  private mutating func answer(_ nonce: UInt64, to index: Int, _ source: Source, now: Instant) {
    guard case .direct(let address) = source else {
      ignored.malformed += 1
      return
    }
    endpoints[index].link.heard(from: address, now: now)
    writeNonce(nonce, kind: .answer, to: index, address)
  }

  private mutating func noteAnswer(
    _ nonce: UInt64, from index: Int, _ source: Source, now: Instant
  ) {
    guard case .direct(let address) = source else {
      ignored.malformed += 1
      return
    }
    guard endpoints[index].link.answered(nonce, from: address, now: now) else { return }
    if let change = endpoints[index].paths.direct.opened() {
      emit(.path(peer: endpoints[index].seat, .direct, change))
    }
  }

  /// Tells what the ledger of a peer concluded, and keeps the evidence that it asks for.
  mutating func emitHashes(from index: Int) {
    var next = 0
    // Describing a state may add the last effect.
    while next < hashEffects.count {
      let effect = hashEffects[next]
      next += 1
      emit(.hash(peer: endpoints[index].seat, effect))
      switch effect {
      case .matched, .differs: break
      case .mismatched: evidence.freeze()
      case .located(let frame, _, _): describe(frame, to: index)
      }
    }
    hashEffects.removeAll(keepingCapacity: true)
  }

  private mutating func describe(_ frame: Frame, to index: Int) {
    evidence.keep(frame)
    endpoints[index].ledger.described(
      evidence.kept(at: frame)?.sections ?? [], effects: &hashEffects)
    if !endpoints.contains(where: \.ledger.isSearching) { evidence.thaw() }
  }
}
