/// The head of a WebSocket frame (RFC 6455, 5.2) as our clients send it: masked, in one piece, small.
///
/// Judged before a byte of what it carries is looked at or waited for.
package struct ClientFrame: Hashable, Sendable {
  package enum Opcode: Hashable, Sendable {
    case binary, close, ping, pong
  }

  package enum Reading: Hashable, Sendable {
    /// More bytes have to come before anything can be said.
    case incomplete
    case frame(ClientFrame)
    case violation(ProtocolViolation)
  }

  /// The longest head there is: one with a length of 8 bytes is never that of a frame we take.
  package static let mostHeadBytes = 8

  package let opcode: Opcode
  package let headByteCount: Int
  package let payloadByteCount: Int
  /// As it stands there: the first byte is the highest.
  package let mask: UInt32

  package var byteCount: Int { headByteCount + payloadByteCount }

  /// Reads the head at the start of what has arrived; total.
  package static func read(_ bytes: Span<UInt8>) -> Reading {
    guard bytes.count >= 2 else { return .incomplete }
    let opcode: Opcode
    switch self.opcode(bytes[0], isMasked: bytes[1] & 0x80 != 0) {
    case .success(let known): opcode = known
    case .failure(let objection): return .violation(objection.violation)
    }
    let short = Int(bytes[1] & 0x7F)
    if opcode != .binary, short > 125 { return .violation(.badControlFrame) }
    guard short != 127 else { return .violation(.frameTooLarge) }
    let headByteCount = short == 126 ? 8 : 6
    guard bytes.count >= headByteCount - 4 else { return .incomplete }
    let payload = short == 126 ? Int(bytes[2]) << 8 | Int(bytes[3]) : short
    guard payload <= EnvelopeLimits.frameBytes else { return .violation(.frameTooLarge) }
    guard bytes.count >= headByteCount else { return .incomplete }
    var mask: UInt32 = 0
    for index in headByteCount - 4..<headByteCount { mask = mask << 8 | UInt32(bytes[index]) }
    return .frame(
      ClientFrame(
        opcode: opcode, headByteCount: headByteCount, payloadByteCount: payload, mask: mask))
  }

  private struct Objection: Error {
    let violation: ProtocolViolation
  }

  private static func opcode(_ first: UInt8, isMasked: Bool) -> Result<Opcode, Objection> {
    func object(_ violation: ProtocolViolation) -> Result<Opcode, Objection> {
      .failure(Objection(violation: violation))
    }
    guard isMasked else { return object(.unmaskedFrame) }
    guard first & 0x70 == 0 else { return object(.reservedBits) }
    let isWhole = first & 0x80 != 0
    switch first & 0x0F {
    case 0: return object(.fragment)
    case 1: return object(.textFrame)
    case 2: return isWhole ? .success(.binary) : object(.fragment)
    case 8: return isWhole ? .success(.close) : object(.badControlFrame)
    case 9: return isWhole ? .success(.ping) : object(.badControlFrame)
    case 10: return isWhole ? .success(.pong) : object(.badControlFrame)
    default: return object(.reservedOpcode)
    }
  }

  /// Takes the mask off what the frame carries.
  package func unmask(_ payload: inout [UInt8]) {
    guard mask != 0 else { return }
    var bytes = payload.mutableSpan
    for index in bytes.indices {
      bytes[index] ^= UInt8(truncatingIfNeeded: mask >> UInt32(24 - 8 * (index & 3)))
    }
  }
}
