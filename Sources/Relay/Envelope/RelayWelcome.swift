/// Tells a client which seat it has, how to come back to it, and who is already in the room.
package struct RelayWelcome: Hashable, Sendable {
  package let seat: RelaySeat
  /// Seats of the room, 1 to 16.
  package let capacity: Int
  /// The others; never the receiver.
  package let members: SeatSet
  /// To be shown with a `resume` when the connection was lost.
  package let ticket: ResumeTicket

  package init(seat: RelaySeat, capacity: Int, members: SeatSet, ticket: ResumeTicket) {
    precondition((1...RelaySeat.limit).contains(capacity), "capacity \(capacity) out of range")
    self.seat = seat
    self.capacity = capacity
    self.members = members
    self.ticket = ticket
  }

  init(_ reader: inout EnvelopeReader) throws(EnvelopeError) {
    try reader.requireCount(Self.messageBytes)
    seat = try reader.seat()
    capacity = try reader.capacity()
    guard seat.index < capacity else { throw .seat(seat.rawValue) }
    let low = try reader.byte()
    let high = try reader.byte()
    members = SeatSet(bits: UInt16(high) << 8 | UInt16(low))
    ticket = try reader.ticket()
    if let stranger = members.seats.first(where: { $0 == seat || $0.index >= capacity }) {
      throw .seat(stranger.rawValue)
    }
  }

  /// With the kind in front.
  private static let messageBytes = 21

  /// Everything after the kind byte.
  var encodedFields: [UInt8] {
    [
      seat.rawValue, UInt8(capacity),
      UInt8(truncatingIfNeeded: members.bits), UInt8(members.bits >> 8),
    ] + ticket.bytes
  }
}
