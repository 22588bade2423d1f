package import Vocabulary

/// A byte of a room's name, by which a relay with several event loops knows whose a connection is before it
/// can read what is asked for.
///
/// Only TLS needs it: it hides the request, and a connection that speaks it stays where its keys are. So
/// clients offer the hint as a protocol beside their own (ALPN, RFC 7301), which is in clear.
package struct RoomHint: Hashable, Sendable {
  private static let prefix = "ghostline-room-"

  package let byte: UInt8

  package init(of room: RoomCode) { byte = room.bytes[0] }

  /// By what a client offers; nothing when that is another protocol.
  package init?(protocolName name: some Collection<UInt8>) {
    let digits = name.dropFirst(Self.prefix.utf8.count)
    guard name.starts(with: Self.prefix.utf8), digits.count == 2,
      digits.allSatisfy({ Self.digits.contains($0) }),
      let byte = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    else { return nil }
    self.byte = byte
  }

  private static let digits = Array("0123456789abcdef".utf8)

  package var protocolName: String {
    Self.prefix + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
  }

  /// - Parameter count: Event loops, 1 to 64.
  package func loop(among count: Int) -> Int { Int(byte) * count / 256 }
}
