import Rollback

/// The end of the summary: how the series stands, who plays on, and what Enter does.
///
/// ```
/// series   you 2 : 1 bob · 3 matches
/// rematch  bob wants to play again
///
/// [Enter] play again   [e] export   [q] quit
/// ```
extension Sheet {
  static func lines(
    _ rematch: RematchModel, _ model: ScreenModel, _ keys: KeyMap
  ) -> [[Phrase]] {
    var lines: [[Phrase]] = [[]]
    if let series = rematch.series {
      lines.append(
        [Phrase("series  ", .strong), Phrase(" ", .text)]
          + series.phrases(on: model))
    }
    for (index, row) in rematch.players.filter({ !$0.isLocal }).enumerated() {
      let label = index == 0 ? "rematch " : String(repeating: " ", count: 8)
      lines.append([Phrase(label, .strong), Phrase(" ", .text)] + row.phrases(model))
    }
    if case .none(let why) = rematch.offer { lines.append([Phrase(why, Style(.warning))]) }
    return lines + [[], rematch.offer.hints(model, keys)]
  }
}

extension RematchModel.Row {
  fileprivate func phrases(_ model: ScreenModel) -> [Phrase] {
    let who = Phrase(
      model.widths.fit(name, columns: ScreenModel.nameColumns), .bold(.player(model.rank(seat))))
    return switch standing {
    case .wantsRematch: [who, Phrase(" wants to play again", Style(.good))]
    case .atSummary: [who, Phrase(" looks at the summary", .text)]
    case .connecting: [who, Phrase(" is coming in", .text)]
    case .measuring: [who, Phrase(" measures the connection", .text)]
    case .away(let seconds):
      [who, Phrase(" is away for \(seconds) s and may come back", Style(.warning))]
    case .left: [who, Phrase(" has left", Style(.warning))]
    case .empty: [Phrase("a seat is free for whoever has the invite", .dim)]
    }
  }
}

extension RematchModel.Offer {
  fileprivate func hints(_ model: ScreenModel, _ keys: KeyMap) -> [Phrase] {
    let others: [(Command, String)] = [(.export, "export"), (.askToLeave, "quit")]
    switch self {
    case .playAgain: return keys.hints([(.accept, "play again")] + others)
    case .playWithNewcomer(let name):
      let name = model.widths.fit(name, columns: ScreenModel.nameColumns)
      return keys.hints([(.accept, "play with \(name)")] + others)
    case .waitForSomebody: return keys.hints([(.accept, "wait for somebody")] + others)
    case .waitingFor(let names):
      let names = names.map { model.widths.fit($0, columns: ScreenModel.nameColumns) }
      return [
        Phrase("waiting for \(Wording.list(names))", Style(.good)), Phrase("   ", .dim),
      ] + keys.hints(others)
    case .none: return keys.hints(others)
    }
  }
}
