import Netplay
import Rollback
import Vocabulary

/// Draws the banner over the full width; red is for what went wrong, green for what is well again.
///
/// Without a banner it says, in this order: the caption, what of the guide for newcomers has no room
/// on the board, the notice.
struct NoticeLine {
  let model: ScreenModel
  let keys: KeyMap
  /// What newcomers are told, the longest first; empty where the board tells it.
  var guide: [String] = []

  /// Whether there is a banner to draw.
  var isNeeded: Bool { model.banner != .none }

  /// Whether there is something to say that is no banner and makes way for one.
  var hasWords: Bool { model.caption != nil || model.notice != nil }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1, model.widths)
    if model.banner == .none {
      let words = words(columns: width - 2)
      canvas.put(words.text, row: 0, column: 1, words.style)
      return canvas
    }
    canvas.fill(row: 0, columns: 0..<width, with: Glyph(" ", style))
    let (left, right) = fitting(width)
    canvas.put(model.widths.fit(left, columns: width - 2), row: 0, column: 1, style)
    canvas.put(right, row: 0, endingAt: width - 1, style)
    return canvas
  }

  private func words(columns: Int) -> Phrase {
    if let caption = model.caption {
      return Phrase("› " + model.widths.fit(caption, columns: columns - 2), .bold(.text))
    }
    if !guide.isEmpty {
      return Phrase(model.widths.first(of: guide, columns: columns), .bold(.player1))
    }
    return Phrase(model.widths.fit(model.notice ?? "", columns: columns), Style(.warning))
  }

  private var style: Style {
    switch model.banner {
    case .none: .text
    case .lost, .desync, .noPath: Style(.onAlarm, on: .alarm, .bold)
    case .degraded: Style(.inverse, on: .warning, .bold)
    case .relaySince: Style(.inverse, on: .relay, .bold)
    case .restored: Style(.inverse, on: .good, .bold)
    }
  }

  private func fitting(_ width: Int) -> (left: String, right: String) {
    let (lefts, rights) = texts
    let fits = { (left: String, right: String) in
      model.widths.columns(left) + model.widths.columns(right) + 4 <= width
    }
    // The figures on the right are worth more than the last words on the left.
    if let right = rights.first, let left = lefts.prefix(4).first(where: { fits($0, right) }) {
      return (left, right)
    }
    for left in lefts {
      if let right = (rights + [""]).first(where: { fits(left, $0) }) { return (left, right) }
    }
    return (lefts.last ?? "", "")
  }

  /// How a desync is put aside, the longest first.
  private var acknowledgement: [String] {
    let accept = keys.hint(.accept, "acknowledge")
    return [[keys.hint(.export, "export"), accept], [accept]].map {
      $0.compactMap(\.self).joined(separator: "  ")
    }
  }

  /// What to say on the left and on the right, the longest first.
  private var texts: (left: [String], right: [String]) {
    switch model.banner {
    case .none:
      return ([], [])
    case .lost(let peers, let frame, let cause, let seconds, let relayInputs):
      let what = "▲ P2P LOST: \(peers), frame \(frame.number), \(cause.wording)"
      let count = Wording.count(relayInputs, columns: 6)
      return (
        [
          "\(what) — RELAY carries inputs, game goes on", "\(what) — RELAY carries inputs",
          "\(what) — on RELAY", "▲ P2P LOST f\(frame.number), \(cause.wording) — on RELAY",
          "▲ P2P LOST f\(frame.number), on RELAY", "▲ P2P LOST",
        ],
        ["\(Wording.span(seconds: seconds)) · \(count) in", Wording.span(seconds: seconds)]
      )
    case .degraded(let peers, let frame, let cause, let seconds):
      let what = "▲ P2P DEGRADED: \(peers), frame \(frame.number), \(cause.wording)"
      return (
        [
          "\(what) — both paths carry inputs, game goes on", "\(what) — both paths carry inputs",
          what, "▲ P2P DEGRADED f\(frame.number), \(cause.wording)", "▲ P2P DEGRADED",
        ], [Wording.span(seconds: seconds)]
      )
    case .relaySince(let frame, let seconds):
      return (
        [
          "▲ RELAY carries the game since frame \(frame.number)", "▲ RELAY since \(frame.number)",
          "▲ RELAY",
        ], [Wording.span(seconds: seconds)]
      )
    case .restored(let frame, let seconds, let inputsLost, let agreement):
      let what =
        "✓ P2P RESTORED: frame \(frame.number) after \(Wording.span(seconds: seconds)) on relay"
      let lost = "\(inputsLost) inputs lost"
      return (
        [
          "\(what) — \(lost), \(agreement.words)", "\(what) — \(lost)", what,
          "✓ P2P RESTORED f\(frame.number)", "✓ P2P RESTORED",
        ], []
      )
    case .desync(let peer, let frame, let ours, let theirs):
      let hashes = "ours \(Wording.hash(ours)) theirs \(Wording.hash(theirs))"
      return (
        [
          "✗ DESYNC: \(peer), frame \(frame.number), \(hashes)",
          "✗ DESYNC: \(peer), frame \(frame.number)", "✗ DESYNC f\(frame.number)",
        ], acknowledgement
      )
    case .noPath(let peer, let seconds, let limit, let frame):
      let what = "■ NO PATH to \(peer) \(Wording.span(seconds: seconds)) (giving up at \(limit) s)"
      return (
        [
          "\(what) — window full, frozen at frame \(frame.number), inputs kept",
          "\(what) — frozen at frame \(frame.number), inputs kept",
          "\(what) — frozen at \(frame.number)", "■ NO PATH, frozen at \(frame.number)",
          "■ NO PATH",
        ], []
      )
    }
  }
}

extension Agreement {
  fileprivate var words: String {
    switch self {
    case .waiting: "hashes to come"
    case .match: "hashes match"
    case .desync: "hashes differ"
    }
  }
}
