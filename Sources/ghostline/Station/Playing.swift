import GridGame
import Netplay
import Rollback
import SecureChannel

/// A match under way or over, the terms it is played by, and the seals of its datagrams.
final class Playing {
  /// Bytes by which the seal makes a datagram longer.
  static let sealBytes = PeerChannel.overhead

  let terms: MatchTerms
  let game: GameTerms
  /// By seat, as they were when the match began: a player who leaves keeps the name.
  let names: [String]
  let startedAt: Instant
  var match: Match<Ghostline>
  /// By seat; nothing for our own.
  private var seals: [PeerSeals?]

  init(
    terms: MatchTerms, game: GameTerms, names: [String], startedAt: Instant,
    match: consuming Match<Ghostline>
  ) {
    self.terms = terms
    self.game = game
    self.names = names
    self.startedAt = startedAt
    self.match = match
    let digest = GameTerms.identity.configurationDigest(for: terms)
    let own = self.match.configuration.localSeat.number
    seals = (0..<terms.players).map { seat in
      guard seat != own else { return nil }
      return PeerSeals(epoch: terms.epoch, terms: digest, ownSeat: own, peerSeat: seat)
    }
  }

  /// Keys that were agreed with a peer, before the match or in it.
  func seal(with peer: PlayerIndex, by secret: ChannelSecret) {
    seals[peer.number]?.agreed(secret)
  }

  /// The datagram as it travels; nothing before there are keys.
  func sealed(_ datagram: ArraySlice<UInt8>, to peer: PlayerIndex, by path: Path) -> [UInt8]? {
    seals[peer.number]?.seal(datagram, on: path.lane)
  }

  /// Opens a datagram and gives it to the match; what does not open is only counted there.
  func received(_ bytes: [UInt8], from source: DatagramSource, now: Instant) {
    do throws(IgnoredDatagrams.Refusal) {
      match.received(try opened(bytes, from: source)[...], from: source, now: now)
    } catch {
      match.refused(error)
    }
  }

  private func opened(
    _ bytes: [UInt8], from source: DatagramSource
  ) throws(IgnoredDatagrams.Refusal) -> [UInt8] {
    let sender: Int =
      switch source {
      case .direct: Envelope.claimedSender(of: bytes)
      case .relay(let seat): seat.number
      }
    guard seals.indices.contains(sender) else { throw .forged }
    do throws(PeerSeals.Rejection) {
      guard let datagram = try seals[sender]?.open(bytes[...], on: source.path.lane) else {
        throw .forged
      }
      return datagram
    } catch {
      switch error {
      case .unkeyed, .forged: throw .forged
      case .replayed: throw .replayed
      }
    }
  }
}

extension Path {
  fileprivate var lane: PeerChannel.Lane {
    switch self {
    case .direct: .direct
    case .relay: .relay
    }
  }
}
