import Netplay
import Vocabulary

/// Draws the round trip, its last ten seconds and what is lost, for the peer whose connection is worst.
struct HealthPanel: ScreenPart {
  static let compactHeight = 3

  let screen: Shared<ScreenModel>
  private let worst: MatchNumbers.Peer?

  init(screen: Shared<ScreenModel>) {
    self.screen = screen
    worst = screen.value.numbers.worstPeer
  }

  /// ```
  /// HEALTH ─────────────────────────── bob by P2P: GOOD
  /// 168 ms round trip, FAR · jitter 4 ms · lost 0.5%
  /// 200 ms┤──────────────
  ///       ┤              ¯¯¯¯│───────────────────────
  ///   0 ms└10 s ago          │P2P lost            now
  /// ```
  func full(width: Int, graphRows: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 3 + graphRows, model.widths)
    canvas.heading("HEALTH", row: 0, chip: chip(columns: width - 8))
    canvas.put(figures(columns: width), row: 1, column: 0)
    canvas.paste(graph(width: width, rows: graphRows, hasAxis: true), row: 2, column: 0)
    return canvas
  }

  /// ```
  /// HEALTH ────────────── P2P GOOD
  /// 168 ms FAR ±4 ms lost 0.5%
  /// 200┤──────────────¯¯¯¯───10 s
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    canvas.heading("HEALTH", row: 0, chip: chip(columns: min(width - 8, 18)))
    canvas.put(figures(columns: width), row: 1, column: 0)
    canvas.paste(graph(width: width - 5, rows: 1, hasAxis: false), row: 2, column: 0)
    canvas.put("10 s", row: 2, endingAt: width, .dim)
    return canvas
  }

  private func graph(width: Int, rows: Int, hasAxis: Bool) -> Canvas {
    RoundTripGraph(history: model.roundTrips, widths: model.widths).canvas(
      width: max(width, 0), rows: rows, until: model.numbers.at, hasAxis: hasAxis)
  }

  /// The judgement, and of what it is one: never *good* alone.
  private func chip(columns: Int) -> Phrase {
    guard let worst else { return Phrase("–", .dim) }
    let status = worst.status
    let word = status.word.uppercased()
    guard status != .down else { return Phrase("NO PATH: \(word)", .bold(.bad)) }
    let path = worst.bestPath.title
    return Phrase(
      model.widths.first(
        of: ["\(model.name(worst.seat)) by \(path): \(word)", "\(path) \(word)"], columns: columns),
      .bold(status.role))
  }

  /// The best path to the peer whose connection is worst.
  private var path: MatchNumbers.OfPath? { worst.map { $0.paths[$0.bestPath] } }

  private func figures(columns: Int) -> [Phrase] {
    guard let worst, let path, let roundTrip = path.roundTrip else {
      let words = worst?.status == .down ? "nothing answers now" : "no round trip measured yet"
      return [Phrase(words, .dim)]
    }
    let time = Wording.span(milliseconds: max(roundTrip.wholeMilliseconds, 0))
    let distance = Distance(oneWay: roundTrip.halved).rawValue
    let loss = "lost " + (path.recentLoss.map(Wording.percent) ?? "–")
    let jitter = path.jitter.map { Wording.span(milliseconds: $0.wholeMilliseconds) } ?? "– ms"
    let variants = [
      ["\(time) round trip, \(distance)", " · jitter \(jitter) · ", "\(loss) in 5 s"],
      ["\(time) round trip, \(distance)", " · jitter \(jitter) · ", loss],
      ["\(time), \(distance)", " · jitter \(jitter) · ", loss],
      ["\(time) \(distance)", " ±\(jitter) ", loss], ["\(time)", " ±\(jitter) ", loss],
      ["\(time)", " ", loss],
    ]
    let texts =
      variants.first { model.widths.columns($0.joined()) <= columns } ?? ["\(time)", "", ""]
    return [
      Phrase(texts[0], .bold(worst.status.role)), Phrase(texts[1], .text),
      Phrase(texts[2], Style(lossRole)),
    ]
  }

  private var lossRole: Role {
    let loss = path?.recentLoss ?? 0
    return loss > 0.2 ? .bad : loss >= 0.02 ? .warning : .text
  }
}
