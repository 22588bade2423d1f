package import Vocabulary

/// Tells a client which seat it has, how to come back to it, and who is already in the room.
package struct RelayWelcome: Hashable, Sendable {
  package let seat: PlayerIndex
  /// Seats of the room, 1 to 16.
  package let capacity: Int
  /// The others; never the receiver.
  package let members: Presence
  /// To be shown with a `resume` when the connection was lost.
  package let ticket: ResumeTicket

  package init(seat: PlayerIndex, capacity: Int, members: Presence, ticket: ResumeTicket) {
    precondition((1...PlayerIndex.limit).contains(capacity), "capacity \(capacity) out of range")
    self.seat = seat
    self.capacity = capacity
    self.members = members
    self.ticket = ticket
  }

  init(_ reader: inout EnvelopeReader) throws(EnvelopeError) {
    try reader.requireCount(Self.messageBytes)
    seat = try reader.seat()
    capacity = try reader.capacity()
    guard seat.number < capacity else { throw .seat(seat.byte) }
    members = try reader.seats(below: capacity)
    ticket = try reader.ticket()
    guard !members.contains(seat) else { throw .seat(seat.byte) }
  }

  /// With the kind in front.
  private static let messageBytes = 21

  /// Everything after the kind byte.
  var encodedFields: [UInt8] {
    [seat.byte, UInt8(capacity)] + members.bytes + ticket.bytes
  }
}
