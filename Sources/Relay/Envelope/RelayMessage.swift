package import Vocabulary

/// What the relay says to a client: one binary WebSocket message each.
///
/// | Kind | Layout after the kind byte (integers little-endian) |
/// |---|---|
/// | `81` welcome | own seat u8, capacity u8, seats of the others u16 (one bit each), ticket 16 B |
/// | `82` peerJoined | seat u8 |
/// | `83` peerLeft | seat u8, manner u8 (0 lost, 1 left) |
/// | `84` data | from seat u8, payload 1-1,200 B |
/// | `85` signal | from seat u8, payload 1-3,500 B |
/// | `86` refused | code u8, detail u8 (the relay's version, seconds to wait, seats), another relay 0-128 B |
/// | `87` slowed | seconds u8 |
/// | `88` draining | another relay 0-128 B |
package enum RelayMessage: Hashable, Sendable {
  case welcome(RelayWelcome)
  case peerJoined(PlayerIndex)
  case peerLeft(PlayerIndex, Departure)
  case data(from: PlayerIndex, payload: ArraySlice<UInt8>)
  case signal(from: PlayerIndex, payload: ArraySlice<UInt8>)
  case refused(RefusalReason)
  /// What was asked for is looked at after this time, since there were too many such attempts.
  case slowed(Wait)
  /// The relay stops with the last of its rooms: where the next one can be opened, if it knows.
  case draining(NextRelay?)

  /// How a member went, as far as a relay can tell.
  package enum Departure: UInt8, Hashable, Sendable {
    /// The connection was lost, or ended by the relay: it may come back.
    case lost = 0
    /// It said goodbye.
    case left = 1
  }

  private enum Kind: UInt8 {
    case welcome = 0x81
    case peerJoined, peerLeft, data, signal, refused, slowed, draining
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
      try reader.requireCount(3)
      let seat = try reader.seat()
      let byte = try reader.byte()
      guard let departure = Departure(rawValue: byte) else { throw .departure(byte) }
      self = .peerLeft(seat, departure)
    case .data:
      self = .data(
        from: try reader.seat(), payload: try reader.payload(limit: EnvelopeLimits.dataBytes))
    case .signal:
      self = .signal(
        from: try reader.seat(), payload: try reader.payload(limit: EnvelopeLimits.signalBytes))
    case .refused:
      self = .refused(try RefusalReason(&reader))
    case .slowed:
      try reader.requireCount(2)
      self = .slowed(Wait(seconds: try reader.byte()))
    case .draining: self = .draining(try reader.nextRelay())
    }
  }

  package var encoded: [UInt8] {
    switch self {
    case .welcome(let welcome): [Kind.welcome.rawValue] + welcome.encodedFields
    case .peerJoined(let seat): [Kind.peerJoined.rawValue, seat.byte]
    case .peerLeft(let seat, let departure):
      [Kind.peerLeft.rawValue, seat.byte, departure.rawValue]
    case .data(let seat, let payload): Self.forwarded(.data, from: seat, payload)
    case .signal(let seat, let payload): Self.forwarded(.signal, from: seat, payload)
    case .refused(let reason): [Kind.refused.rawValue] + reason.encodedFields
    case .slowed(let wait): [Kind.slowed.rawValue, wait.seconds]
    case .draining(let next): [Kind.draining.rawValue] + next.bytes
    }
  }

  private static func forwarded(
    _ kind: Kind, from seat: PlayerIndex, _ payload: ArraySlice<UInt8>
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(EnvelopeLimits.headerBytes + payload.count)
    bytes.append(kind.rawValue)
    bytes.append(seat.byte)
    bytes.append(contentsOf: payload)
    return bytes
  }
}
