import Rollback
package import Vocabulary

/// The first nine bytes of everything that travels between peers: version, kind, sender, epoch.
///
/// Where datagrams are sealed it is authenticated, and the epoch does not travel.
package struct Envelope: Hashable, Sendable {
  /// The version of the wire format, 1...6; 7 is kept for a longer envelope.
  package static let version: UInt8 = 4

  package enum Kind: UInt8, Hashable, Sendable {
    case match = 0
    /// Asks whether an address is reachable.
    case probe = 1
    /// Answers a probe with its nonce.
    case answer = 2
  }

  package var kind: Kind
  package var epoch: UInt64
  package var sender: PlayerIndex

  package init(kind: Kind, epoch: UInt64, sender: PlayerIndex) {
    self.kind = kind
    self.epoch = epoch
    self.sender = sender
  }

  /// The sender's seat as the first byte has it, before anything is verified.
  package static func claimedSender(of bytes: [UInt8]) -> Int { Int((bytes.first ?? 0) & 7) }

  package func encode(into writer: inout ByteWriter) {
    writer.byte(Self.version << 5 | kind.rawValue << 3 | UInt8(sender.number))
    writer.uint64(epoch)
  }

  package init(from reader: inout ByteReader) throws(WireError) {
    let first = try reader.byte()
    guard first >> 5 == Self.version else { throw .version(first >> 5) }
    guard let kind = Kind(rawValue: first >> 3 & 3) else { throw .unknownKind(first >> 3 & 3) }
    self.kind = kind
    sender = PlayerIndex(Int(first & 7))
    epoch = try reader.uint64()
  }
}
