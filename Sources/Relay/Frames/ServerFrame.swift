/// The head of a WebSocket frame (RFC 6455, 5.2) as a server sends it: not masked, in one piece.
package enum ServerFrame {
  package enum Opcode: UInt8, Sendable {
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA
  }

  /// Longest head: of a payload of 126 bytes and more.
  package static let mostHeadBytes = 4

  /// The bytes in front of a payload, the first in the highest of `count` bytes.
  ///
  /// - Parameter payloadByteCount: At most 65,535.
  package static func head(
    _ opcode: Opcode, payloadByteCount: Int
  ) -> (bits: UInt32, count: Int) {
    precondition(
      (0...Int(UInt16.max)).contains(payloadByteCount), "a frame of \(payloadByteCount) bytes")
    let first = UInt32(0x80 | opcode.rawValue)
    guard payloadByteCount > 125 else { return (first << 8 | UInt32(payloadByteCount), 2) }
    return (first << 24 | 126 << 16 | UInt32(payloadByteCount), 4)
  }
}
