package import GridGame
package import Netplay
import Rollback
import SecureChannel
package import Vocabulary

/// A match under way or over, the terms it is played by, and the seals of its datagrams.
package struct Playing: ~Copyable {
  /// Bytes by which the seal makes a datagram longer.
  static let sealBytes = PeerChannel.overhead
  /// How long nothing of a peer's may open while something comes, before keys are agreed anew.
  static let muteness = Duration.seconds(1)

  package let terms: MatchTerms
  package let game: GameTerms
  /// By seat, as they were when the match began: a player who leaves keeps the name.
  package let names: [String]
  package let startedAt: Instant
  private var box: Box<Match<Ghostline>>
  /// By seat; nothing for our own.
  private var seals: [PeerSeals?]
  /// By seat: since when everything that came did not open.
  private var muteSince: [Instant?]

  init(
    terms: MatchTerms, game: GameTerms, names: [String], startedAt: Instant,
    match: consuming Match<Ghostline>
  ) {
    self.terms = terms
    self.game = game
    self.names = names
    self.startedAt = startedAt
    let own = match.configuration.localSeat.number
    box = Box(match)
    let digest = GameTerms.identity.configurationDigest(for: terms)
    seals = (0..<terms.players).map { seat in
      guard seat != own else { return nil }
      return PeerSeals(epoch: terms.epoch, terms: digest, ownSeat: own, peerSeat: seat)
    }
    muteSince = Array(repeating: nil, count: terms.players)
  }

  package internal(set) var match: Match<Ghostline> {
    _read { yield box.value }
    _modify { yield &box.value }
  }

  package var localSeat: PlayerIndex { match.configuration.localSeat }

  /// The players at the other machines.
  package var peers: Presence {
    Presence((0..<terms.players).map { PlayerIndex($0) }.filter { $0 != localSeat })
  }

  package var isOver: Bool { match.endReason != nil }

  /// Whether every machine was seen to compute the same: so far, or to the end when it is over.
  package var isVerified: Bool {
    if let reason = match.endReason, reason != .completed { return false }
    return match.endpoints.allSatisfy { endpoint in
      endpoint.ledger.bracket == nil
        && (!isOver || endpoint.ledger.verifiedFrame == match.finalFrame)
    }
  }

  /// The newest final state that is still kept.
  package var confirmedState: Ghostline.State {
    let kept = match.session.keptFrames
    let frame = min(max(match.settledFrame, kept.lowerBound), kept.upperBound)
    return match.session.withState(at: frame) { $0 }
  }

  /// Who won; nothing when the match did not get to its end.
  var outcome: Ghostline.State.Outcome? {
    guard match.endReason == .completed else { return nil }
    return confirmedState.matchOutcome
  }

  // MARK: Seals

  /// Keys that were agreed with a peer, before the match or in it.
  mutating func agreed(_ secret: ChannelSecret, with peer: PlayerIndex) {
    seals[peer.number]?.agreed(secret)
  }

  /// The datagram as it travels; nothing before there are keys.
  mutating func sealed(
    _ datagram: ArraySlice<UInt8>, to peer: PlayerIndex, by path: Path
  ) -> [UInt8]? {
    seals[peer.number]?.seal(datagram, on: path)
  }

  /// Opens a datagram and gives it to the match; what does not open is only counted there.
  mutating func received(_ bytes: [UInt8], from source: PeerAddress, now: Instant) {
    let sender: Int =
      switch source {
      case .direct: Envelope.claimedSender(of: bytes)
      case .relay(let seat): seat.number
      }
    do throws(PeerSeals.Rejection) {
      guard seals.indices.contains(sender) else { throw .forged }
      guard let datagram = try seals[sender]?.open(bytes[...], on: source.path) else {
        throw .forged
      }
      muteSince[sender] = nil
      match.received(datagram[...], from: source, now: now)
    } catch {
      // The relay vouches for the sender; by the direct path anyone may have made it up.
      if case .relay = source, error != .replayed, seals.indices.contains(sender) {
        muteSince[sender] = muteSince[sender] ?? now
      }
      match.refused(IgnoredDatagrams.Refusal(error))
    }
  }

  /// A peer whose datagrams come and have not opened for too long; each is told once in that time.
  mutating func takeMute(now: Instant) -> PlayerIndex? {
    for seat in muteSince.indices {
      guard let since = muteSince[seat], now - since >= Self.muteness else { continue }
      muteSince[seat] = nil
      return PlayerIndex(seat)
    }
    return nil
  }
}

extension IgnoredDatagrams.Refusal {
  fileprivate init(_ rejection: PeerSeals.Rejection) {
    switch rejection {
    case .unkeyed: self = .unkeyed
    case .forged: self = .forged
    case .replayed: self = .replayed
    }
  }
}
