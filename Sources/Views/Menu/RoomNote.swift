/// What a host leaves for whoever looks for a room on the same machine: lines `NAME = VALUE`.
///
/// The invite is in it, so the note is for the host's own account alone; who reads it is to be that.
package struct RoomNote: Hashable, Sendable {
  /// More than any note takes.
  package static let maximumBytes = 2048

  /// The whole invite, with its secret.
  package let invite: String
  /// The room's code, as screens show it.
  package let room: String
  /// Who opened it.
  package let host: String
  /// Seats, the host's included.
  package let players: Int

  package init(invite: String, room: String, host: String, players: Int) {
    self.invite = invite
    self.room = room
    self.host = host
    self.players = players
  }

  package var text: String {
    "invite = \(invite)\nroom = \(room)\nhost = \(host)\nplayers = \(players)\n"
  }

  /// Reads what `text` wrote; nothing unless all of it is there, and says something.
  package init?(parsing text: String) {
    var values: [Substring: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      let value = parts[1].drop { $0 == " " }
      guard values.updateValue(String(value), forKey: parts[0].prefix { $0 != " " }) == nil else {
        return nil
      }
    }
    guard let invite = values["invite"], invite.hasPrefix("ghostline"),
      !invite.contains(where: \.isWhitespace), let room = values["room"], !room.isEmpty,
      let host = values["host"], !host.isEmpty,
      let players = values["players"].flatMap({ Int($0) }),
      (2...4).contains(players)
    else { return nil }
    self.init(invite: invite, room: room, host: host, players: players)
  }
}
