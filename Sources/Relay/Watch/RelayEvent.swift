package import Vocabulary

/// Something that an operator may want to read about, a line each. It names no room by what an invite
/// says, and nothing in it was written by a stranger.
package enum RelayEvent: Hashable, Sendable {
  case roomOpened(RoomMark, capacity: Int)
  case roomClosed(RoomMark)
  /// Somebody sits down, by creating the room, joining it or coming back.
  case seated(RoomMark, PlayerIndex)
  case left(RoomMark, PlayerIndex, RelayMessage.Departure)
  /// The relay ended a connection, for another reason than that its client left.
  case ended(ClientAddress, CloseReason)
  /// So many lines were left out, since there were too many.
  case leftOut(lines: Int)
}

/// Stands for a room in a log: tells lines of one room from those of another, and is of no use to who
/// would get in.
package struct RoomMark: Hashable, Sendable {
  /// Eight hexadecimal digits.
  package let text: String
}
