package import Vocabulary

/// Seals the datagrams of one match to one peer, whatever keys are agreed with it while it lasts.
///
/// Keys are agreed anew whenever one of two members has come back to the room, and the two sides
/// learn of that at different times, or one of them never does. So every key that was agreed opens,
/// and what is sent is sealed with the newest one that the peer has shown to have: one that opened
/// something of the peer's. Until any has, the newest is used.
package struct PeerSeals: Sendable {
  package enum Rejection: Error, Hashable, Sendable {
    /// No keys are agreed with the peer yet.
    case unkeyed
    /// Not sealed with any key of this match, path and peer, or too short to be.
    case forged
    /// Genuine, and opened before.
    case replayed
  }

  /// Keys that are remembered; with one more the oldest is forgotten.
  package static let mostGenerations = 3

  private struct Generation: Sendable {
    let secret: ChannelSecret
    var channel: PeerChannel
    var isProven = false
  }

  private let epoch: UInt64
  private let terms: UInt64
  private let ownSeat: Int
  private let peerSeat: Int
  /// Oldest first.
  private var generations: [Generation] = []

  /// - Parameters: as for `PeerChannel`.
  package init(epoch: UInt64, terms: UInt64, ownSeat: Int, peerSeat: Int) {
    self.epoch = epoch
    self.terms = terms
    self.ownSeat = ownSeat
    self.peerSeat = peerSeat
  }

  /// A handshake with the peer has led to this secret; one that is known changes nothing.
  package mutating func agreed(_ secret: ChannelSecret) {
    guard !generations.contains(where: { $0.secret == secret }) else { return }
    if generations.count == Self.mostGenerations { generations.removeFirst() }
    let channel = PeerChannel(
      secret: secret, epoch: epoch, terms: terms, ownSeat: ownSeat, peerSeat: peerSeat)
    generations.append(Generation(secret: secret, channel: channel))
  }

  /// Seals a datagram; nothing before there are keys.
  package mutating func seal(
    _ datagram: ArraySlice<UInt8>, on path: Path
  ) -> [UInt8]? {
    guard !generations.isEmpty else { return nil }
    let used = generations.lastIndex(where: \.isProven) ?? generations.count - 1
    return generations[used].channel.seal(datagram, on: path)
  }

  /// Opens a datagram, once; the newest keys are tried first.
  package mutating func open(
    _ bytes: ArraySlice<UInt8>, on path: Path
  ) throws(Rejection) -> [UInt8] {
    guard !generations.isEmpty else { throw .unkeyed }
    for index in generations.indices.reversed() {
      do throws(PeerChannel.Rejection) {
        let datagram = try generations[index].channel.open(bytes, on: path)
        generations[index].isProven = true
        return datagram
      } catch {
        if error == .replayed { throw .replayed }
      }
    }
    throw .forged
  }
}
