package import Vocabulary

/// Asks for a seat that the client had before, and for the token's room too if the relay has forgotten it.
package struct ResumeRequest: Hashable, Sendable {
  package let token: JoinToken
  package let seat: PlayerIndex
  /// Seats of the room, 1 to 16: what a relay that has to build it again cannot know.
  package let capacity: Int
  package let ticket: ResumeTicket
  /// The others of a match that goes on: their seats are kept if the room has to be built again.
  package let expected: Presence

  package init(
    token: JoinToken, seat: PlayerIndex, capacity: Int, ticket: ResumeTicket,
    expecting expected: Presence = .none
  ) {
    precondition((1...PlayerIndex.limit).contains(capacity), "capacity \(capacity) out of range")
    precondition(seat.number < capacity, "seat \(seat.number) of \(capacity)")
    self.token = token
    self.seat = seat
    self.capacity = capacity
    self.ticket = ticket
    self.expected = Presence(expected.seats.filter { $0.number < capacity })
  }

  init(_ reader: inout EnvelopeReader) throws(EnvelopeError) {
    try reader.version()
    try reader.requireCount(Self.messageBytes)
    token = try reader.token()
    seat = try reader.seat()
    capacity = try reader.capacity()
    guard seat.number < capacity else { throw .seat(seat.byte) }
    ticket = try reader.ticket()
    expected = try reader.seats(below: capacity)
  }

  /// With the kind in front.
  private static let messageBytes = 54

  /// Everything after the kind byte.
  var encodedFields: [UInt8] {
    var bytes = [EnvelopeLimits.version]
    bytes += token.bytes
    bytes += [seat.byte, UInt8(capacity)]
    bytes += ticket.bytes
    bytes += expected.bytes
    return bytes
  }
}
