package import Netplay
package import SecureChannel
package import Vocabulary

/// Exchanges probes with one member of the room without a match: one of the two has come to measure.
///
/// Both ends have one. It finds the direct way as a match does (`DirectLink`), seals and opens as a match
/// does, and answers what it is asked, no oftener than `Limit.answers`. Probes and answers are those of a
/// match, of the epoch that is none, and here they go by the relay too.
package struct Measurement: Sendable {
  package enum Limit {
    /// Twice what a measuring member asks for in the second in which addresses are tried.
    package static let answers = Rate.perSecond(100)
    /// How long the other is answered when it has lost its seat: as long as a relay takes to come back.
    package static let memory = Duration.seconds(10)
    /// How often an address is tried while there is none: rarer than in a match, for nobody waits.
    package static let cadence = Duration.milliseconds(50)
  }

  /// A sealed probe or answer, and where it goes.
  package struct Parcel: Hashable, Sendable {
    package let bytes: [UInt8]
    package let destination: PeerAddress
  }

  /// What came of something that came from the other.
  package enum Reception: Hashable, Sendable {
    /// It is answered.
    case reply(Parcel)
    /// It answers a nonce of ours, perhaps.
    case answer(UInt64, from: PeerAddress)
  }

  /// The epoch that names no match.
  private static let epoch: UInt64 = 0

  let seat: PlayerIndex
  let ownSeat: PlayerIndex
  package private(set) var direct: DirectPath
  private var seals: PeerSeals
  /// What the newest keys follow from; nothing while there are none.
  package private(set) var secret: ChannelSecret?
  private var answers = RateMeter()
  /// When the other had its seat last.
  package private(set) var seatedAt: Instant
  package private(set) var nextTick: Instant
  /// Datagrams that are not the other's, or that were here before.
  package private(set) var refused = 0
  /// Probes that came too fast for an answer.
  package private(set) var unanswered = 0

  /// - Parameter linkSeed: Unpredictable to others.
  package init(with seat: PlayerIndex, from ownSeat: PlayerIndex, linkSeed: UInt64, now: Instant) {
    self.seat = seat
    self.ownSeat = ownSeat
    direct = DirectPath(linkSeed: linkSeed)
    seals = PeerSeals(
      epoch: Self.epoch, terms: 0, ownSeat: ownSeat.number, peerSeat: seat.number)
    seatedAt = now
    nextTick = now
  }

  // MARK: Events

  /// The other has its seat.
  package mutating func isSeated(now: Instant) { seatedAt = now }

  /// Keys that were agreed with the other, again and again the same.
  package mutating func agreed(_ secret: ChannelSecret) {
    seals.agreed(secret)
    self.secret = secret
  }

  /// The other told where it can be reached, again and again the same.
  package mutating func offered(_ reach: Reachability, now: Instant) {
    if reach != direct.reach { _ = direct.offered(reach, now: now) }
  }

  package mutating func ownAddressesChanged(now: Instant) { direct.link.networkChanged(now: now) }

  /// Opens something that came from the other's seat; nothing when it is not the other's, or none of
  /// what is said here.
  package mutating func received(
    _ bytes: [UInt8], from source: PeerAddress, now: Instant
  ) -> Reception? {
    guard let (kind, nonce) = opened(bytes, by: source.path) else {
      refused += 1
      return nil
    }
    switch kind {
    case .match: return nil
    case .probe:
      guard answers.admits(rate: Limit.answers, now: now) else {
        unanswered += 1
        return nil
      }
      if case .direct(let address) = source {
        _ = direct.link.heard(.probe, from: address, now: now)
      }
      return sealed(.answer, nonce, to: source).map { .reply($0) }
    case .answer:
      if case .direct(let address) = source {
        _ = direct.link.answered(nonce, from: address, now: now)
      }
      return .answer(nonce, from: source)
    }
  }

  /// What we had asked was answered from this address.
  package mutating func proved(from address: Address, now: Instant) {
    _ = direct.link.heard(.datagram(provesArrival: true), from: address, now: now)
  }

  /// The probe of an address that is due, if one is.
  package mutating func tick(ours network: OwnNetwork, now: Instant) -> Parcel? {
    guard now >= nextTick else { return nil }
    nextTick = now + Limit.cadence
    _ = direct.noteObstacle(ours: network, now: now)
    guard let probe = direct.link.tick(now: now) else { return nil }
    return sealed(.probe, probe.nonce, to: .direct(probe.address))
  }

  /// Asks the other by a path; nothing while there are no keys, or no address that has answered.
  package mutating func probe(_ nonce: UInt64, by path: Path) -> Parcel? {
    switch path {
    case .direct: direct.link.active.flatMap { sealed(.probe, nonce, to: .direct($0)) }
    case .relay: sealed(.probe, nonce, to: .relay(seat))
    }
  }

  // MARK: Details

  private mutating func opened(
    _ bytes: [UInt8], by path: Path
  ) -> (kind: Envelope.Kind, nonce: UInt64)? {
    do {
      var reader = ByteReader(try seals.open(bytes[...], on: path)[...])
      let envelope = try Envelope(from: &reader)
      let nonce = try reader.uint64()
      try reader.end()
      return envelope.sender == seat ? (envelope.kind, nonce) : nil
    } catch {
      return nil
    }
  }

  private mutating func sealed(
    _ kind: Envelope.Kind, _ nonce: UInt64, to destination: PeerAddress
  ) -> Parcel? {
    var writer = ByteWriter()
    Envelope(kind: kind, epoch: Self.epoch, sender: ownSeat).encode(into: &writer)
    writer.uint64(nonce)
    return seals.seal(writer.bytes[...], on: destination.path)
      .map { Parcel(bytes: $0, destination: destination) }
  }
}
