import Rollback
import Vocabulary

/// The sheets that are nothing but text.
extension Sheet {
  /// What a key asks back, before it is obeyed.
  init(_ question: Consent.Question, _ model: ScreenModel, _ keys: KeyMap) {
    let all = model.names.count > 2 ? "all" : "both"
    let words: (title: String, consequences: [String], yes: String, no: String) =
      switch question {
      case .leave: ("leave?", [Self.leaving(model)], "leave", "stay")
      case .impair:
        (
          "impair the network?",
          ["This impairs the match for \(all).", "You are asked once in a match."],
          "do it", "leave it"
        )
      case .corrupt:
        (
          "corrupt your state?", ["The match becomes a desync, for \(all)."], "do it", "leave it"
        )
      }
    self.init(
      title: words.title, role: .warning,
      lines: words.consequences.map { [Phrase($0, .text)] } + [
        [],
        keys.hints([(.confirm, words.yes)]) + [
          Phrase("   any other key", .strong), Phrase(" \(words.no)", .dim),
        ],
      ])
  }

  private static func leaving(_ model: ScreenModel) -> String {
    let isHost = model.localSeat.number == 0
    return switch model.overlay {
    case .waiting:
      isHost ? "The room closes, and its invite with it." : "Your seat is free for others then."
    case .matchOver where model.session.part.isAlone:
      "Nobody is left behind: all players are in this program."
    case .matchOver:
      isHost ? "The room closes: no rematch in it." : "The room stays, without you."
    case .none, .connectionLost, .paused, .goingOn, .notice:
      model.session.part.isAlone
        ? "Nobody is left behind: all players are in this program."
        : "The match ends for the others too."
    }
  }

  init(_ room: WaitingRoom, _ model: ScreenModel, _ keys: KeyMap) {
    var lines: [[Phrase]] = []
    for guest in room.guests {
      let name = guest.seat == model.localSeat ? "you" : guest.name
      let label = model.widths.fit(name, columns: ScreenModel.nameColumns)
      let padding = String(
        repeating: " ", count: max(1, 13 - model.widths.columns(label)))
      lines.append([
        Phrase(guest.isReady ? "● " : "○ ", Style(.player(model.rank(guest.seat)))),
        Phrase(label + padding, .text), Phrase(guest.detail, Style(guest.isReady ? .good : .dim)),
      ])
    }
    for _ in room.guests.count..<max(room.players, room.guests.count) {
      lines.append([Phrase("○ ", .faint), Phrase("free seat", .faint)])
    }
    if let series = room.series {
      let label = [Phrase("series", .strong), Phrase("  ", .text)]
      lines += [[], label + series.phrases(on: model)]
    }
    var invitation: [[Phrase]] = []
    if let invite = room.invite {
      invitation = [
        [], [Phrase("the others type", .dim)], [Phrase("ghostline join '\(invite)'", .strong)],
      ]
    }
    let title = "waiting for players · room \(room.room)"
    // Sentences are broken at the width that the rest has, so that they do not stretch the sheet.
    let columns = max(
      (lines + invitation).map { model.widths.columns($0) }.max() ?? 0,
      model.widths.columns(title) + 14)
    for notice in room.notices {
      lines.append([])
      lines += model.widths.wrap(notice, columns: columns).map { [Phrase($0, Style(.warning))] }
    }
    self.init(
      title: title, chip: Phrase("\(room.guests.count) of \(room.players)", .strong),
      role: .player1, lines: lines + invitation + [[], keys.hints([(.askToLeave, "leave")])])
  }

  init(_ loss: ConnectionLoss, _ model: ScreenModel, _ keys: KeyMap) {
    let peer = model.widths.fit(loss.peer, columns: ScreenModel.nameColumns)
    let share = loss.limitSeconds > 0 ? loss.seconds / loss.limitSeconds : 1
    let filled = Int((min(max(share.isFinite ? share : 1, 0), 1) * 24).rounded())
    let bar = String(repeating: "█", count: filled)
    let rest = String(repeating: "─", count: 24 - filled)
    self.init(
      title: "connection lost", role: .alarm,
      lines: [
        [
          Phrase(peer, .strong),
          Phrase("  no path for \(Wording.span(seconds: loss.seconds))", .text),
        ],
        [
          Phrase(bar, Style(.bad)), Phrase(rest, .faint),
          Phrase("  \(Wording.span(seconds: loss.limitSeconds))", .dim),
        ],
        [Phrase("frozen at frame \(loss.frozenAt.number), inputs are kept", .text)],
        [Phrase(loss.detail, .dim)],
        [],
        keys.hints([(.askToLeave, "leave")]),
      ])
  }
}
