/// What a client says to the relay: one binary WebSocket message each.
///
/// | Kind | Layout after the kind byte (integers little-endian) |
/// |---|---|
/// | `01` createRoom | version u8, room u64, token hash 32 B, capacity u8 |
/// | `02` joinRoom | version u8, room u64, token 32 B |
/// | `03` data | to seat u8, payload 1-1,200 B |
/// | `04` signal | to seat u8, payload 1-3,500 B |
/// | `05` leave | nothing |
/// | `06` resume | version u8, room u64, token 32 B, own seat u8, capacity u8, ticket 16 B |
package enum ClientMessage: Hashable, Sendable {
  case createRoom(RelayRoomID, AdmissionHash, capacity: Int)
  case joinRoom(RelayRoomID, AdmissionToken)
  case data(to: RelaySeat, payload: ArraySlice<UInt8>)
  case signal(to: RelaySeat, payload: ArraySlice<UInt8>)
  case leave
  case resume(ResumeRequest)

  private enum Kind: UInt8 {
    case createRoom = 1
    case joinRoom, data, signal, leave, resume
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
    }
  }

  private static func createRoom(
    _ reader: inout EnvelopeReader
  ) throws(EnvelopeError) -> ClientMessage {
    try reader.version()
    try reader.requireCount(43)
    let room = try reader.room()
    guard let hash = AdmissionHash(bytes: try reader.slice(AdmissionHash.byteCount)) else {
      throw .wrongLength(expected: 43, found: 42)
    }
    return .createRoom(room, hash, capacity: try reader.capacity())
  }

  private static func joinRoom(
    _ reader: inout EnvelopeReader
  ) throws(EnvelopeError) -> ClientMessage {
    try reader.version()
    try reader.requireCount(42)
    return .joinRoom(try reader.room(), try reader.token())
  }

  /// The bytes to send. Payloads within their limits are the caller's duty.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    switch self {
    case .createRoom(let room, let hash, let capacity):
      precondition((1...RelaySeat.limit).contains(capacity), "capacity \(capacity) out of range")
      bytes += [Kind.createRoom.rawValue, EnvelopeLimits.version]
      bytes.append(littleEndian: room.rawValue)
      bytes += hash.bytes
      bytes.append(UInt8(capacity))
    case .joinRoom(let room, let token):
      bytes += [Kind.joinRoom.rawValue, EnvelopeLimits.version]
      bytes.append(littleEndian: room.rawValue)
      bytes += token.bytes
    case .data(let seat, let payload):
      precondition((1...EnvelopeLimits.dataBytes).contains(payload.count), "\(payload.count) B")
      bytes.reserveCapacity(EnvelopeLimits.headerBytes + payload.count)
      bytes += [Kind.data.rawValue, seat.rawValue]
      bytes += payload
    case .signal(let seat, let payload):
      precondition((1...EnvelopeLimits.signalBytes).contains(payload.count), "\(payload.count) B")
      bytes.reserveCapacity(EnvelopeLimits.headerBytes + payload.count)
      bytes += [Kind.signal.rawValue, seat.rawValue]
      bytes += payload
    case .leave:
      bytes.append(Kind.leave.rawValue)
    case .resume(let request):
      bytes.append(Kind.resume.rawValue)
      bytes += request.encodedFields
    }
    return bytes
  }
}
