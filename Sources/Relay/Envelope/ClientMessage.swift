package import Vocabulary

/// What a client says to the relay: one binary WebSocket message each.
///
/// | Kind | Layout after the kind byte (integers little-endian; the token names the room) |
/// |---|---|
/// | `01` createRoom | version u8, token 32 B, capacity u8 |
/// | `02` joinRoom | version u8, token 32 B |
/// | `03` data | to seat u8, payload 1-1,200 B |
/// | `04` signal | to seat u8, payload 1-3,500 B |
/// | `05` leave | nothing |
/// | `06` resume | version u8, token 32 B, own seat u8, capacity u8, ticket 16 B, expected u16 |
/// | `07` hold | u8: 1 while a match is played, 0 when it no longer is |
package enum ClientMessage: Hashable, Sendable {
  case createRoom(JoinToken, capacity: Int)
  case joinRoom(JoinToken)
  case data(to: PlayerIndex, payload: ArraySlice<UInt8>)
  case signal(to: PlayerIndex, payload: ArraySlice<UInt8>)
  case leave
  case resume(ResumeRequest)
  /// Whether the seat is to be kept when the connection is lost.
  case hold(SeatHold)

  /// What becomes of a member's seat when the connection is lost.
  package enum SeatHold: UInt8, Hashable, Sendable {
    /// It is anyone's at once: nobody waits for who comes back to a waiting room.
    case open = 0
    /// It is kept for a while: a match goes on without the relay, and whoever plays comes back.
    case kept = 1
  }

  private enum Kind: UInt8 {
    case createRoom = 1
    case joinRoom, data, signal, leave, resume, hold
  }

  /// Decodes one message; total, and never allocates more than the message holds.
  package init(decoding bytes: [UInt8]) throws(EnvelopeError) {
    guard let first = bytes.first else { throw .empty }
    guard let kind = Kind(rawValue: first) else { throw .unknownKind(first) }
    var reader = EnvelopeReader(bytes)
    _ = try reader.byte()
    switch kind {
    case .createRoom: self = try Self.createRoom(&reader)
    case .joinRoom: self = try Self.joinRoom(&reader)
    case .data:
      self = .data(
        to: try reader.seat(), payload: try reader.payload(limit: EnvelopeLimits.dataBytes))
    case .signal:
      self = .signal(
        to: try reader.seat(), payload: try reader.payload(limit: EnvelopeLimits.signalBytes))
    case .leave:
      try reader.requireCount(1)
      self = .leave
    case .resume: self = .resume(try ResumeRequest(&reader))
    case .hold:
      try reader.requireCount(2)
      let byte = try reader.byte()
      guard let hold = SeatHold(rawValue: byte) else { throw .hold(byte) }
      self = .hold(hold)
    }
  }

  private static func createRoom(
    _ reader: inout EnvelopeReader
  ) throws(EnvelopeError) -> ClientMessage {
    try reader.version()
    try reader.requireCount(35)
    return .createRoom(try reader.token(), capacity: try reader.capacity())
  }

  private static func joinRoom(
    _ reader: inout EnvelopeReader
  ) throws(EnvelopeError) -> ClientMessage {
    try reader.version()
    try reader.requireCount(34)
    return .joinRoom(try reader.token())
  }

  /// The bytes to send. Payloads within their limits are the caller's duty.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .createRoom(let token, let capacity):
      precondition((1...PlayerIndex.limit).contains(capacity), "capacity \(capacity) out of range")
      bytes += [Kind.createRoom.rawValue, EnvelopeLimits.version]
      bytes += token.bytes
      bytes.append(UInt8(capacity))
    case .joinRoom(let token):
      bytes += [Kind.joinRoom.rawValue, EnvelopeLimits.version]
      bytes += token.bytes
    case .data(let seat, let payload):
      precondition((1...EnvelopeLimits.dataBytes).contains(payload.count), "\(payload.count) B")
      bytes.reserveCapacity(EnvelopeLimits.headerBytes + payload.count)
      bytes += [Kind.data.rawValue, seat.byte]
      bytes += payload
    case .signal(let seat, let payload):
      precondition((1...EnvelopeLimits.signalBytes).contains(payload.count), "\(payload.count) B")
      bytes.reserveCapacity(EnvelopeLimits.headerBytes + payload.count)
      bytes += [Kind.signal.rawValue, seat.byte]
      bytes += payload
    case .leave:
      bytes.append(Kind.leave.rawValue)
    case .hold(let hold): bytes += [Kind.hold.rawValue, hold.rawValue]
    case .resume(let request):
      bytes.append(Kind.resume.rawValue)
      bytes += request.encodedFields
    }
    return bytes
  }
}
