/// Asks for a seat that the client had before, and for the room too if the relay has forgotten it.
package struct ResumeRequest: Hashable, Sendable {
  package let room: RelayRoomID
  package let token: AdmissionToken
  package let seat: RelaySeat
  /// Seats of the room, 1 to 16: what a relay that has to build it again cannot know.
  package let capacity: Int
  package let ticket: ResumeTicket

  package init(
    room: RelayRoomID, token: AdmissionToken, seat: RelaySeat, capacity: Int, ticket: ResumeTicket
  ) {
    precondition((1...RelaySeat.limit).contains(capacity), "capacity \(capacity) out of range")
    precondition(seat.index < capacity, "seat \(seat.index) of \(capacity)")
    self.room = room
    self.token = token
    self.seat = seat
    self.capacity = capacity
    self.ticket = ticket
  }

  init(_ reader: inout EnvelopeReader) throws(EnvelopeError) {
    try reader.version()
    try reader.requireCount(Self.messageBytes)
    room = try reader.room()
    token = try reader.token()
    seat = try reader.seat()
    capacity = try reader.capacity()
    guard seat.index < capacity else { throw .seat(seat.rawValue) }
    ticket = try reader.ticket()
  }

  /// With the kind in front.
  private static let messageBytes = 60

  /// Everything after the kind byte.
  var encodedFields: [UInt8] {
    var bytes = [EnvelopeLimits.version]
    bytes.append(littleEndian: room.rawValue)
    bytes += token.bytes
    bytes += [seat.rawValue, UInt8(capacity)]
    bytes += ticket.bytes
    return bytes
  }
}
