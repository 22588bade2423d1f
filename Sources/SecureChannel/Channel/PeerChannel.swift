import Crypto
package import Vocabulary

/// Seals the datagrams of one match between us and one peer, and opens the peer's.
///
/// Every direction of every path has a key and counters of its own, and every match has others: what
/// is of another match, path, direction or peer does not open. The first nine bytes of a datagram
/// are its envelope, one byte and the epoch: the byte stays in clear, the epoch does not travel,
/// since only datagrams of that epoch open; both are authenticated.
///
/// ```
///   given    envelope 1 · epoch 8 · body
///   sealed   envelope 1 · counter u32 · body, encrypted · tag 16
/// ```
package struct PeerChannel: Sendable {
  package enum Rejection: Error, Hashable, Sendable {
    /// Too short to be anything.
    case malformed
    /// Not sealed with the key of this match, path and peer.
    case forged
    /// Genuine, and opened before, or so old that nobody remembers.
    case replayed
  }

  /// Bytes by which a sealed datagram is longer than the one that was given.
  package static let overhead = headerBytes + AEAD.tagBytes - envelopeBytes
  /// Bytes in front of the body: of the given datagram, and of the sealed one.
  package static let envelopeBytes = 9
  package static let headerBytes = 5

  private struct Way: Sendable {
    let sending: SymmetricKey
    let receiving: SymmetricKey
    var sent: UInt32 = 0
    var window = ReplayWindow()
  }

  private let epoch: [UInt8]
  private var ways: [Way]

  /// - Parameters:
  ///   - epoch: Names the match; drawn at random for each.
  ///   - terms: Digest of everything that was agreed for it.
  package init(secret: ChannelSecret, epoch: UInt64, terms: UInt64, ownSeat: Int, peerSeat: Int) {
    self.epoch = Self.bytes(epoch)
    let key = SymmetricKey(data: secret.bytes)
    ways = Path.allCases.map { path in
      func derive(from sender: Int, to receiver: Int) -> SymmetricKey {
        let label = [path.rawValue, sender, receiver].map { UInt8(truncatingIfNeeded: $0) }
        return HKDF<SHA256>.deriveKey(
          inputKeyMaterial: key, salt: Self.bytes(epoch) + Self.bytes(terms),
          info: Array("datagram key".utf8) + label, outputByteCount: 32)
      }
      return Way(
        sending: derive(from: ownSeat, to: peerSeat), receiving: derive(from: peerSeat, to: ownSeat)
      )
    }
  }

  /// Seals a datagram that begins with its envelope; nothing once the counters are used up, after two
  /// years of play.
  package mutating func seal(_ datagram: ArraySlice<UInt8>, on path: Path) -> [UInt8]? {
    precondition(datagram.count >= Self.envelopeBytes, "a datagram of \(datagram.count) bytes")
    let counter = ways[path.rawValue].sent
    guard let first = datagram.first, counter < .max else { return nil }
    ways[path.rawValue].sent += 1
    var sealed = [first]
    sealed.reserveCapacity(datagram.count + Self.overhead)
    for shift in 0..<4 { sealed.append(UInt8(truncatingIfNeeded: counter >> (8 * shift))) }
    sealed += AEAD.seal(
      datagram.dropFirst(Self.envelopeBytes), key: ways[path.rawValue].sending,
      counter: UInt64(counter), authenticating: [first] + epoch)
    return sealed
  }

  /// Opens a datagram, once: what comes out is what the peer gave.
  package mutating func open(
    _ bytes: ArraySlice<UInt8>, on path: Path
  ) throws(Rejection) -> [UInt8] {
    guard let first = bytes.first, bytes.count >= Self.headerBytes + AEAD.tagBytes else {
      throw .malformed
    }
    let counter = bytes.dropFirst().prefix(4).reversed().reduce(UInt32(0)) {
      $0 << 8 | UInt32($1)
    }
    let judgement = ways[path.rawValue].window.judge(counter)
    // Opened all the same: who cannot seal shall not learn which counters were seen.
    guard
      let body = AEAD.open(
        bytes.dropFirst(Self.headerBytes), key: ways[path.rawValue].receiving,
        counter: UInt64(counter), authenticating: [first] + epoch)
    else { throw .forged }
    guard judgement == .new else { throw .replayed }
    ways[path.rawValue].window.note(counter)
    return [first] + epoch + body
  }

  private static func bytes(_ word: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * UInt64($0))) }
  }
}
