import Rollback

extension Match {
  /// Decodes a datagram and applies it: inputs to the session, probes to the path, reports to the
  /// ledger. Anything that is not for this match is counted and dropped.
  package mutating func received(
    _ bytes: ArraySlice<UInt8>, from source: Source, now: Instant
  ) {
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
    let seat = self.seat(of: index)
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
    let seat = self.seat(of: index)
    let base = Wrapping.widen(incoming.inputs.base, near: session.frontier(of: seat))
    // Most of what a datagram carries is held already, and equal: that needs no game.
    let known = endpoints[index].countKnown(
      incoming.inputs, from: base, oldest: session.oldestInputFrame, on: path, now: now)
    for offset in known..<incoming.inputs.words.count {
      hold(incoming.inputs.words[offset], at: base + offset, from: index, on: path, now: now)
    }
  }

  private mutating func hold(
    _ word: UInt64, at frame: Frame, from index: Int, on path: Path, now: Instant
  ) {
    let seat = self.seat(of: index)
    guard frame >= .zero, let raw = G.Input.RawValue(exactly: word),
      let input = G.Input(rawValue: raw)
    else {
      endpoints[index].countRejected(1, on: path)
      return
    }
    let receipt = session.hold(input, of: seat, at: frame)
    endpoints[index].count(receipt, word, of: frame, on: path, now: now)
    guard receipt == .conflict, let held = session.input(of: seat, at: frame) else { return }
    emit(.conflict(peer: seat, frame, held: UInt64(held.rawValue), offered: word))
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
      emit(.path(peer: seat(of: index), .direct, change))
    }
  }

  /// Tells what the ledger of a peer concluded, and keeps the evidence that it asks for.
  mutating func emitHashes(from index: Int) {
    guard !hashEffects.isEmpty else { return }
    var next = 0
    // Describing a state may add the last effect.
    while next < hashEffects.count {
      let effect = hashEffects[next]
      next += 1
      emit(.hash(peer: seat(of: index), effect))
      switch effect {
      case .matched, .mismatched, .differs: break
      case .located(let frame, _, _): describe(frame, to: index)
      }
    }
    hashEffects.removeAll(keepingCapacity: true)
  }

  private mutating func describe(_ frame: Frame, to index: Int) {
    evidence.keep(frame)
    endpoints[index].ledger.described(
      evidence.kept(at: frame)?.sections ?? [], effects: &hashEffects)
  }
}
