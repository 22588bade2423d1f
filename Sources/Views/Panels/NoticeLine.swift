import Netplay
import Rollback
import Vocabulary

/// Draws the banner over the full width; red is for what went wrong, green for what is well again.
///
/// Without a banner it says, in this order: the caption, what of the guide for newcomers has no room
/// on the board, the notice.
struct NoticeLine: ScreenPart {
  let screen: Shared<ScreenModel>
  let keys: KeyMap
  /// What newcomers are told, the longest first; empty where the board tells it.
  var guide: [String] = []

  /// Whether there is a banner to draw.
  var isNeeded: Bool { model.banner != .none }

  func canvas(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 1, model.widths)
    if model.banner == .none {
      let words = words(columns: width - 2)
      canvas.put(words.text, row: 0, column: 1, words.style)
      return canvas
    }
    let (left, right) = fitting(width)
    draw(left, right, on: &canvas)
    return canvas
  }

  /// The banner in few words, and beside it the sentence, where both have one row.
  func canvas(width: Int, beside sentence: PlainSentence) -> Canvas {
    var canvas = Canvas(width: width, height: 1, model.widths)
    let lefts = texts.left
    let left =
      lefts.first { model.widths.columns($0) + sentence.leastColumns + 4 <= width }
      ?? lefts.last ?? ""
    let room = width - model.widths.columns(left) - 4
    let right = sentence.phrases(columns: room).map(\.text).joined()
    draw(left, room < 8 ? "" : right, on: &canvas)
    return canvas
  }

  private func draw(_ left: String, _ right: String, on canvas: inout Canvas) {
    let width = canvas.width
    canvas.fill(row: 0, columns: 0..<width, with: Glyph(" ", style))
    canvas.put(model.widths.fit(left, columns: width - 2), row: 0, column: 1, style)
    canvas.put(right, row: 0, endingAt: width - 1, style)
  }

  private func words(columns: Int) -> Phrase {
    if model.caption != nil, let words = model.words {
      return Phrase(model.widths.fit(words.text, columns: columns), words.style)
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
      let what = "▲ P2P LOST at frame \(frame.number): \(peers), \(cause.wording)"
      let count = Wording.count(relayInputs, columns: 6)
      return (
        [
          "\(what) — RELAY carries on", "\(what) — on RELAY", what,
          "▲ P2P LOST at \(frame.number), \(cause.wording) — on RELAY",
          "▲ P2P LOST at \(frame.number), on RELAY", "▲ P2P LOST \(frame.number)", "▲ P2P LOST",
        ],
        [
          "\(Wording.span(seconds: seconds)), \(count) moves by RELAY since",
          "\(Wording.span(seconds: seconds)), \(count) moves by RELAY",
          "for \(Wording.span(seconds: seconds))",
        ]
      )
    case .degraded(let peers, let frame, let cause, let seconds):
      let what = "▲ P2P DEGRADED since frame \(frame.number): \(peers), \(cause.wording)"
      return (
        [
          "\(what) — both paths carry on", what,
          "▲ P2P DEGRADED since \(frame.number): \(cause.wording)",
          "▲ P2P DEGRADED \(frame.number)", "▲ P2P DEGRADED",
        ], ["for \(Wording.span(seconds: seconds))"]
      )
    case .relaySince(let frame, let seconds):
      return (
        [
          "▲ RELAY carries the game: P2P LOST at frame \(frame.number)",
          "▲ RELAY since \(frame.number)", "▲ RELAY",
        ], ["for \(Wording.span(seconds: seconds))"]
      )
    case .restored(let frame, let seconds, let inputsLost, let agreement):
      let what =
        "✓ P2P RESTORED at frame \(frame.number), after \(Wording.span(seconds: seconds))"
      let lost = Wording.plural(inputsLost, "move") + " missing"
      return (
        [
          "\(what) — \(lost), \(agreement.words)", "\(what) — \(lost)", what,
          "✓ P2P RESTORED at \(frame.number)", "✓ P2P RESTORED",
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
    case .waiting: "agreement not proven yet"
    case .match: "machines agree"
    case .desync: "machines differ"
    }
  }
}
