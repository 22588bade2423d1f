package import GridGame

/// Asks what to play: entries, one of them chosen, and what Enter makes of it.
///
/// Hand it keys by `pressed`, and the rooms of this machine whenever they may have changed; an outcome
/// ends it. It does nothing that a command line could not: what is chosen is a command.
package struct Menu: Hashable, Sendable {
  /// Tells what there is to choose from.
  package enum Scope: Hashable, Sendable {
    case everything
    /// A room to join, and nothing else.
    case rooms
  }

  package enum Entry: Hashable, Sendable {
    case demo
    case solo
    case host
    case room(RoomNote)
    /// An invite that is pasted.
    case invite
  }

  package enum Outcome: Hashable, Sendable {
    /// The arguments of the command that does what was chosen.
    case run([String])
    case leave
  }

  package let scope: Scope
  package private(set) var rooms: [RoomNote] = []
  package private(set) var level = Bot.Skill.fair
  /// How many a room is opened for.
  package private(set) var players = 2
  private var chosen: Entry

  /// More rooms of one machine are not told.
  static let mostRooms = 4

  package init(_ scope: Scope, rooms: [RoomNote] = []) {
    self.scope = scope
    chosen = .demo
    self.rooms = Array(rooms.prefix(Self.mostRooms))
    chosen = entries[0]
  }

  package var entries: [Entry] {
    let joining = rooms.map(Entry.room) + [.invite]
    return switch scope {
    case .everything: [.demo, .solo, .host] + joining
    case .rooms: joining
    }
  }

  package var selection: Entry { chosen }

  /// Takes note of the rooms that there are now, the newest first. Whoever has chosen one that has gone
  /// is at the first of those that are left.
  package mutating func found(_ rooms: [RoomNote]) {
    self.rooms = Array(rooms.prefix(Self.mostRooms))
    if !entries.contains(chosen) { chosen = entries.first { $0.isJoining } ?? entries[0] }
  }

  /// Obeys a key; returns what it ends with.
  package mutating func pressed(_ key: Key) -> Outcome? {
    switch key.folded {
    case .up, .pageUp, "w", "k", .backTab: move(by: -1)
    case .down, .pageDown, "s", "j", .tab: move(by: 1)
    case .left, "a", "h": turn(by: -1)
    case .right, "d", "l": turn(by: 1)
    case .enter, " ": return .run(arguments)
    case "q", .escape, .control("c"), .control("d"): return .leave
    case .character, .control, .backspace, .click, .focusIn, .focusOut: break
    }
    return nil
  }

  /// What has to be typed behind `ghostline` for what is chosen.
  package var arguments: [String] {
    switch chosen {
    case .demo: ["demo"]
    case .solo: level == .fair ? ["solo"] : ["solo", "--level", "\(level)"]
    case .host: players == 2 ? ["host"] : ["host", "--players", "\(players)"]
    case .room(let note): ["join", note.invite]
    case .invite: ["join", "-"]
    }
  }

  /// The command as a person would type it: an invite is a secret, and offered by `join` itself.
  package var command: String {
    switch chosen {
    case .demo, .solo, .host: (["ghostline"] + arguments).joined(separator: " ")
    case .room: "ghostline join"
    case .invite: rooms.isEmpty ? "ghostline join" : "ghostline join -"
    }
  }

  private mutating func move(by step: Int) {
    let entries = entries
    let index = entries.firstIndex(of: chosen) ?? 0
    chosen = entries[(index + step + entries.count) % entries.count]
  }

  /// Changes what the chosen entry has to choose from.
  private mutating func turn(by step: Int) {
    switch chosen {
    case .solo:
      let levels = Bot.Skill.allCases
      let index = (levels.firstIndex(of: level) ?? 0) + step
      level = levels[min(max(index, 0), levels.count - 1)]
    case .host: players = min(max(players + step, 2), Ghostline.maximumPlayers)
    case .demo, .room, .invite: break
    }
  }
}

extension Menu.Entry {
  fileprivate var isJoining: Bool {
    switch self {
    case .room, .invite: true
    case .demo, .solo, .host: false
    }
  }
}
