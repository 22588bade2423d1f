import NIOWebSocket

/// Builds whole frames as a client sends them: masked (RFC 6455, 5.2 and 5.3), in one piece.
///
/// For members of a room, who send from any thread; NIO's encoder serves the event loop alone.
enum RelayFrame {
  /// - Parameter payload: At most 65,535 bytes.
  static func bytes(_ opcode: WebSocketOpcode, _ payload: [UInt8]) -> [UInt8] {
    var frame: [UInt8] = []
    frame.reserveCapacity(8 + payload.count)
    let isFinal: UInt8 = 0x80
    let isMasked: UInt8 = 0x80
    frame.append(isFinal | UInt8(webSocketOpcode: opcode))
    if payload.count < 126 {
      frame.append(isMasked | UInt8(payload.count))
    } else {
      let count = UInt16(payload.count)
      frame.append(isMasked | 126)
      frame.append(UInt8(count >> 8))
      frame.append(UInt8(truncatingIfNeeded: count))
    }
    let key = UInt32.random(in: 0...UInt32.max)
    for index in 0..<4 { frame.append(octet(index, of: key)) }
    for (index, byte) in payload.enumerated() { frame.append(byte ^ octet(index & 3, of: key)) }
    return frame
  }

  private static func octet(_ index: Int, of key: UInt32) -> UInt8 {
    UInt8(truncatingIfNeeded: key >> UInt32(8 * index))
  }
}
