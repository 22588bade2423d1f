/// What the relay says to a client: one binary WebSocket message each.
///
/// | Kind | Layout after the kind byte (integers little-endian) |
/// |---|---|
/// | `81` welcome | own seat u8, capacity u8, seats of the others u16, one bit each |
/// | `82` peerJoined | seat u8 |
/// | `83` peerLeft | seat u8 |
/// | `84` data | from seat u8, payload 1-1,200 B |
/// | `85` signal | from seat u8, payload 1-3,500 B |
/// | `86` refused | code u8, detail u8 (the relay's version for a mismatch) |
package enum RelayMessage: Hashable, Sendable {
  case welcome(RelayWelcome)
  case peerJoined(RelaySeat)
  case peerLeft(RelaySeat)
  case data(from: RelaySeat, payload: ArraySlice<UInt8>)
  case signal(from: RelaySeat, payload: ArraySlice<UInt8>)
  case refused(RefusalReason)

  private enum Kind: UInt8 {
    case welcome = 0x81
    case peerJoined, peerLeft, data, signal, refused
  }

  /// Decodes one message; total, and never allocates more than the message holds.
  package init(decoding bytes: [UInt8]) throws(EnvelopeError) {
    guard let first = bytes.first else { throw .empty }
    guard let kind = Kind(rawValue: first) else { throw .unknownKind(first) }
    var reader = EnvelopeReader(bytes)
    _ = try reader.byte()
    switch kind {
    case .welcome: self = .welcome(try RelayWelcome(&reader))
    case .peerJoined:
      try reader.requireCount(2)
      self = .peerJoined(try reader.seat())
    case .peerLeft:
      try reader.requireCount(2)
      self = .peerLeft(try reader.seat())
    case .data:
      self = .data(
        from: try reader.seat(), payload: try reader.payload(limit: EnvelopeLimits.dataBytes))
    case .signal:
      self = .signal(
        from: try reader.seat(), payload: try reader.payload(limit: EnvelopeLimits.signalBytes))
    case .refused:
      try reader.requireCount(3)
      let byte = try reader.byte()
      guard let code = RefusalReason.Code(rawValue: byte) else { throw .refusalCode(byte) }
      self = .refused(RefusalReason(code: code, detail: try reader.byte()))
    }
  }

  package var encoded: [UInt8] {
    switch self {
    case .welcome(let welcome):
      [
        Kind.welcome.rawValue, welcome.seat.rawValue, UInt8(welcome.capacity),
        UInt8(truncatingIfNeeded: welcome.members.bits), UInt8(welcome.members.bits >> 8),
      ]
    case .peerJoined(let seat): [Kind.peerJoined.rawValue, seat.rawValue]
    case .peerLeft(let seat): [Kind.peerLeft.rawValue, seat.rawValue]
    case .data(let seat, let payload): Self.forwarded(.data, from: seat, payload)
    case .signal(let seat, let payload): Self.forwarded(.signal, from: seat, payload)
    case .refused(let reason): [Kind.refused.rawValue, reason.code.rawValue, reason.detail]
    }
  }

  private static func forwarded(
    _ kind: Kind, from seat: RelaySeat, _ payload: ArraySlice<UInt8>
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(EnvelopeLimits.headerBytes + payload.count)
    bytes.append(kind.rawValue)
    bytes.append(seat.rawValue)
    bytes.append(contentsOf: payload)
    return bytes
  }
}

/// Tells a client which seat it has, and who is already in the room.
package struct RelayWelcome: Hashable, Sendable {
  package let seat: RelaySeat
  /// Seats of the room, 1 to 16.
  package let capacity: Int
  /// The others; never the receiver.
  package let members: SeatSet

  package init(seat: RelaySeat, capacity: Int, members: SeatSet) {
    precondition((1...RelaySeat.limit).contains(capacity), "capacity \(capacity) out of range")
    self.seat = seat
    self.capacity = capacity
    self.members = members
  }

  init(_ reader: inout EnvelopeReader) throws(EnvelopeError) {
    try reader.requireCount(5)
    seat = try reader.seat()
    capacity = try reader.capacity()
    guard seat.index < capacity else { throw .seat(seat.rawValue) }
    let low = try reader.byte()
    let high = try reader.byte()
    members = SeatSet(bits: UInt16(high) << 8 | UInt16(low))
    if let stranger = members.seats.first(where: { $0 == seat || $0.index >= capacity }) {
      throw .seat(stranger.rawValue)
    }
  }
}
