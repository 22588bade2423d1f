package import Rollback

/// The first ten bytes of everything that travels between peers: version, kind, epoch, sender.
///
/// It is in clear until datagrams are sealed; then it becomes their associated data.
package struct Envelope: Hashable, Sendable {
  /// The version of the wire format, 0...15.
  package static let version: UInt8 = 1

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

  package func encode(into writer: inout ByteWriter) {
    writer.byte(Self.version << 4 | kind.rawValue)
    writer.uint64(epoch)
    writer.byte(UInt8(sender.number))
  }

  package init(from reader: inout ByteReader) throws(WireError) {
    let first = try reader.byte()
    guard first >> 4 == Self.version else { throw .version(first >> 4) }
    guard let kind = Kind(rawValue: first & 0x0F) else { throw .unknownKind(first & 0x0F) }
    self.kind = kind
    epoch = try reader.uint64()
    let seat = Int(try reader.byte())
    guard seat < Presence.maxPlayers else { throw .invalid(.seat) }
    sender = PlayerIndex(seat)
  }
}
