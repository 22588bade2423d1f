public import Rollback
public import Vocabulary

extension MatchCore {
  /// What is left to do of a datagram: inputs that are not held yet have to be read by the game.
  @usableFromInline struct Reception {
    @usableFromInline let index: Int
    @usableFromInline let seat: PlayerIndex
    @usableFromInline let path: Path
    /// The frame of the first input in the datagram.
    @usableFromInline let base: Frame
    /// The inputs that are not held yet, by position in the datagram.
    @usableFromInline let fresh: Range<Int>
  }

  /// Decodes a datagram and applies all of it but the inputs that are new. Anything that is not for
  /// this match is counted and dropped.
  ///
  /// - Parameter oldest: The oldest frame whose inputs the session keeps.
  @usableFromInline mutating func received(
    _ bytes: ArraySlice<UInt8>, from source: PeerAddress, oldest: Frame, now: Instant
  ) -> Reception? {
    do throws(WireError) {
      var reader = ByteReader(bytes)
      let envelope = try Envelope(from: &reader)
      guard let index = sender(of: envelope, source) else { return nil }
      switch envelope.kind {
      case .match:
        try incoming.decode(envelope: envelope, body: &reader, inputWidth: inputWidth)
        return applied(from: index, source, bytes: bytes.count, oldest: oldest, now: now)
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
    return nil
  }

  /// An input of the datagram that was decoded last, as a raw word.
  @usableFromInline mutating func receivedWord(_ position: Int) -> UInt64 {
    incoming.inputs.words[position]
  }

  /// Counts an input that is none: its raw value means nothing to the game.
  @usableFromInline mutating func rejected(in received: Reception) {
    endpoints[received.index].rejected(on: received.path)
  }

  /// Counts an input that the session was given.
  ///
  /// - Parameter frontier: The first frame of that peer's inputs that it does not hold now.
  @usableFromInline mutating func held(
    _ receipt: Receipt, _ word: UInt64, at frame: Frame, in received: Reception, frontier: Frame,
    now: Instant
  ) {
    endpoints[received.index].held(
      receipt, word, of: frame, on: received.path, frontier: frontier, now: now)
  }

  /// The endpoint that the envelope names, if it may speak for it.
  private mutating func sender(of envelope: Envelope, _ source: PeerAddress) -> Int? {
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
  private mutating func applied(
    from index: Int, _ source: PeerAddress, bytes: Int, oldest: Frame, now: Instant
  ) -> Reception {
    endpoints[index].received(
      incoming, from: source, bytes: bytes + configuration.sealBytes,
      ownFrontier: localInputs.frontier, now: now, events: &events)
    endpoints[index].heard(incoming, chain: chain, hashes: &hashEffects)
    let base = Wrapping.widen(incoming.inputs.base, near: endpoints[index].frontier)
    // Most of what a datagram carries is held already, and equal: that needs no game.
    let known = endpoints[index].countKnown(
      incoming.inputs.words, from: base, oldest: oldest, on: source.path, now: now)
    return Reception(
      index: index, seat: seat(of: index), path: source.path, base: base,
      fresh: known..<incoming.inputs.words.count)
  }

  private mutating func tellAddress(of index: Int) {
    guard let address = endpoints[index].direct.link.active else { return }
    emit(.address(peer: seat(of: index), address))
  }

  private mutating func answer(
    _ nonce: UInt64, to index: Int, _ source: PeerAddress, now: Instant
  ) {
    guard case .direct(let address) = source else {
      ignored.malformed += 1
      return
    }
    _ = endpoints[index].direct.link.heard(.probe, from: address, now: now)
    writeNonce(nonce, kind: .answer, to: index, address)
  }

  private mutating func noteAnswer(
    _ nonce: UInt64, from index: Int, _ source: PeerAddress, now: Instant
  ) {
    guard case .direct(let address) = source else {
      ignored.malformed += 1
      return
    }
    guard endpoints[index].direct.link.answered(nonce, from: address, now: now) else { return }
    tellAddress(of: index)
    if let change = endpoints[index].paths.direct.opened() {
      emit(.path(peer: seat(of: index), .direct, change))
    }
  }
}
