import Rollback
import Vocabulary

/// The waiting room: who is here, how the others come in, and, before a first match, what the game is.
///
/// ```
/// ╭─ waiting for players · room 7QF4KM ──────────────── 1 of 2 ─╮
/// │ ● you          in the room                                  │
/// │ ○ free seat                                                 │
/// │                                                             │
/// │ the others type ghostline join and paste the line below;    │
/// │ on this machine ghostline join alone offers this room       │
/// │                                                             │
/// │ [c] copy the invite   [q] leave                             │
/// ╰─────────────────────────────────────────────────────────────╯
///
/// ghostline://10.0.0.2:7777#938NKRKAYD000G40R40
/// ```
extension Sheet {
  /// As wide as sentences are made where nothing else is wider.
  private static let waitingColumns = 58

  init(_ room: WaitingRoom, _ model: ScreenModel, _ keys: KeyMap, screenColumns: Int) {
    var lines = Self.seats(room, model)
    if let series = room.series {
      let label = [Phrase("series", .strong), Phrase("  ", .text)]
      lines += [[], label + series.phrases(on: model)]
    }
    let title = "waiting for players · room \(room.room)"
    // Sentences are broken at the width that the rest has, so that they do not stretch the sheet.
    let columns = max(
      lines.map { model.widths.columns($0) }.max() ?? 0, model.widths.columns(title) + 14,
      min(Self.waitingColumns, screenColumns - 6))
    func sentences(_ texts: [String], _ style: Style) -> [[Phrase]] {
      texts.flatMap { model.widths.wrap($0, columns: columns) }.map { [Phrase($0, style)] }
    }
    for notice in room.notices { lines += [[]] + sentences([notice], Style(.warning)) }
    if room.series == nil {
      lines += [[]] + sentences(GameRules.lines(keys, wins: room.wins), .dim)
    }
    var hints = [(Command.askToLeave, "leave")]
    let alone = room.invite.flatMap { model.widths.columns($0) <= screenColumns ? $0 : nil }
    if room.invite != nil {
      lines += [[]] + sentences(Self.ways(isShown: alone != nil), .text)
      lines += sentences(room.copy.words, Style(room.copy.role))
      hints.insert((.copyInvite, "copy the invite"), at: 0)
    }
    self.init(
      title: title, chip: Phrase("\(room.guests.count { $0.plays }) of \(room.players)", .strong),
      role: .player1, lines: lines, pinned: [[], keys.hints(hints)], alone: alone)
  }

  private static func seats(_ room: WaitingRoom, _ model: ScreenModel) -> [[Phrase]] {
    var lines: [[Phrase]] = []
    for guest in room.guests {
      let name = guest.seat == model.localSeat ? "you" : guest.name
      let label = model.widths.fit(name, columns: ScreenModel.nameColumns)
      let padding = String(repeating: " ", count: max(1, 13 - model.widths.columns(label)))
      lines.append([
        Phrase(guest.isReady ? "● " : "○ ", Style(.player(model.rank(guest.seat)))),
        Phrase(label + padding, .text), Phrase(guest.detail, Style(guest.isReady ? .good : .dim)),
      ])
    }
    for _ in room.guests.count..<max(room.players, room.guests.count) {
      lines.append([Phrase("○ ", .faint), Phrase("free seat", .faint)])
    }
    return lines
  }

  private static func ways(isShown: Bool) -> [String] {
    let place =
      isShown
      ? "the others type ghostline join and paste the line below;"
      : "the others need the invite, which is longer than a line here: copy it, or look above this screen"
        + " when you leave;"
    return [place, "on this machine ghostline join alone offers this room"]
  }
}

extension WaitingRoom.Copy {
  fileprivate var words: [String] {
    switch self {
    case .none: []
    case .sent: ["copied: paste it at the other terminal"]
    case .impossible: ["this terminal takes no copies: select the line instead"]
    }
  }

  fileprivate var role: Role {
    switch self {
    case .none, .sent: .good
    case .impossible: .warning
    }
  }
}
