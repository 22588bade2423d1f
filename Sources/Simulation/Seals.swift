package import Netplay
import Rollback
import SecureChannel
package import Vocabulary

/// The seals between all machines of a simulated match, made by the handshake that is made in play.
package struct Seals: Sendable {
  private let players: Int
  /// By owner and peer.
  private var channels: [PeerChannel?]

  package init(players: Int, epoch: UInt64, seed: UInt64) {
    self.players = players
    channels = Array(repeating: nil, count: players * players)
    var dice = SplitMix64(seed: seed ^ 0x5EA1)
    for low in 0..<players {
      for high in low + 1..<players {
        let secret = Self.agree(&dice)
        for (own, peer) in [(low, high), (high, low)] {
          channels[own * players + peer] = PeerChannel(
            secret: secret, epoch: epoch, terms: 0, ownSeat: own, peerSeat: peer)
        }
      }
    }
  }

  package mutating func seal(
    _ datagram: ArraySlice<UInt8>, from sender: Int, to receiver: Int, by path: Path
  ) -> [UInt8] {
    guard let sealed = channels[sender * players + receiver]?.seal(datagram, on: path) else {
      preconditionFailure("no seal from \(sender) to \(receiver)")
    }
    return sealed
  }

  /// Opens what `sender` sent to `receiver`, or says what is wrong with it.
  package mutating func open(
    _ bytes: ArraySlice<UInt8>, from sender: Int, at receiver: Int, by path: Path
  ) throws(IgnoredDatagrams.Refusal) -> [UInt8] {
    do throws(PeerChannel.Rejection) {
      guard let datagram = try channels[receiver * players + sender]?.open(bytes, on: path) else {
        preconditionFailure("no seal between \(sender) and \(receiver)")
      }
      return datagram
    } catch {
      switch error {
      case .malformed, .forged: throw .forged
      case .replayed: throw .replayed
      }
    }
  }

  private static func agree(_ dice: inout SplitMix64) -> ChannelSecret {
    func draw(_ count: Int) -> [UInt8] {
      (0..<count).map { _ in UInt8(truncatingIfNeeded: dice.next()) }
    }
    guard let invite = InviteSecret(bytes: draw(InviteSecret.byteCount)),
      let one = EphemeralKey(bytes: draw(EphemeralKey.byteCount)),
      let two = EphemeralKey(bytes: draw(EphemeralKey.byteCount))
    else { preconditionFailure("keys of another length") }
    let psk = PreSharedKey(secret: invite)
    var opener = SignalChannel(role: .initiator, psk: psk, prologue: [], ephemeral: one)
    var answerer = SignalChannel(role: .responder, psk: psk, prologue: [], ephemeral: two)
    for case .send(let opening) in opener.begin() {
      for case .send(let answer) in answerer.received(opening[...]) {
        _ = opener.received(answer[...])
      }
    }
    guard let secret = opener.secret else { preconditionFailure("the handshake failed") }
    return secret
  }
}
