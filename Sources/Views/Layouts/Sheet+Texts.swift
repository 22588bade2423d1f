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
