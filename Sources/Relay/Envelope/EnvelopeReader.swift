import Vocabulary

/// Reads the fields of one envelope message; asks for no byte that is not there.
struct EnvelopeReader {
  private let bytes: [UInt8]
  private var next = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Checks a fixed size before any field is read.
  func requireCount(_ expected: Int) throws(EnvelopeError) {
    guard bytes.count == expected else {
      throw .wrongLength(expected: expected, found: bytes.count)
    }
  }

  mutating func byte() throws(EnvelopeError) -> UInt8 {
    guard next < bytes.count else { throw .wrongLength(expected: next + 1, found: bytes.count) }
    defer { next += 1 }
    return bytes[next]
  }

  mutating func slice(_ count: Int) throws(EnvelopeError) -> ArraySlice<UInt8> {
    guard bytes.count - next >= count else {
      throw .wrongLength(expected: next + count, found: bytes.count)
    }
    defer { next += count }
    return bytes[next..<next + count]
  }

  mutating func seat() throws(EnvelopeError) -> PlayerIndex {
    let byte = try byte()
    guard let seat = PlayerIndex(byte: byte) else { throw .seat(byte) }
    return seat
  }

  mutating func capacity() throws(EnvelopeError) -> Int {
    let byte = try byte()
    guard (1...PlayerIndex.limit).contains(Int(byte)) else { throw .capacity(byte) }
    return Int(byte)
  }

  /// A set of seats, all of them in the room.
  mutating func seats(below capacity: Int) throws(EnvelopeError) -> Presence {
    let low = try byte()
    let seats = Presence(bits: UInt16(try byte()) << 8 | UInt16(low))
    if let stranger = seats.seats.first(where: { $0.number >= capacity }) {
      throw .seat(stranger.byte)
    }
    return seats
  }

  mutating func version() throws(EnvelopeError) {
    let theirs = try byte()
    guard theirs == EnvelopeLimits.version else { throw .version(theirs: theirs) }
  }

  mutating func token() throws(EnvelopeError) -> JoinToken {
    let field = try slice(JoinToken.byteCount)
    guard let token = JoinToken(bytes: field) else {
      preconditionFailure("a token of \(field.count) bytes")
    }
    return token
  }

  mutating func ticket() throws(EnvelopeError) -> ResumeTicket {
    let field = try slice(ResumeTicket.byteCount)
    guard let ticket = ResumeTicket(bytes: field) else {
      preconditionFailure("a ticket of \(field.count) bytes")
    }
    return ticket
  }

  /// Everything that is left, as the address of another relay; nothing when nothing is left.
  mutating func nextRelay() throws(EnvelopeError) -> NextRelay? {
    let rest = bytes[next...]
    next = bytes.count
    if rest.isEmpty { return nil }
    guard let relay = NextRelay(String(decoding: rest, as: UTF8.self)) else {
      throw .relayAddress(byteCount: rest.count)
    }
    return relay
  }

  /// Everything that is left, as one payload of 1 to `limit` bytes.
  mutating func payload(limit: Int) throws(EnvelopeError) -> ArraySlice<UInt8> {
    let rest = bytes[next...]
    guard (1...limit).contains(rest.count) else {
      throw .payloadSize(found: rest.count, limit: limit)
    }
    next = bytes.count
    return rest
  }
}

extension Presence {
  /// Two bytes, the low one first.
  var bytes: [UInt8] { [UInt8(truncatingIfNeeded: bits), UInt8(bits >> 8)] }
}
