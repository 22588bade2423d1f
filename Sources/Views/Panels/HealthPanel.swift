import Netplay
import Vocabulary

/// Draws the round trip and its history, for the peer whose connection is worst.
struct HealthPanel {
  static let compactHeight = 3

  let model: ScreenModel
  private let worst: MatchNumbers.Peer?

  init(model: ScreenModel) {
    self.model = model
    worst = model.numbers.worstPeer
  }

  /// ```
  /// HEALTH ─────────────────────────── bob · WARNING
  /// RTT     168 ms  ▄▄▅▄▄▅▄▄▄▄▅▇▅▄▄▄▄▄▅▄▄▄▄▄▄▅▄▄▄▄▄▄▅
  /// jitter    4 ms  loss 0.5%  ahead +0.4    60.0 fps
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 3, model.widths)
    let name = worst.map { model.name($0.seat) }
    canvas.heading("HEALTH", row: 0, chip: chip(prefix: name.map { "\($0) · " } ?? ""))
    canvas.put("RTT", row: 1, column: 0, .dim)
    canvas.put(roundTrip, row: 1, endingAt: 14, .bold(status.role))
    sparkline(row: 1, columns: min(16, width)..<width, on: &canvas)
    canvas.put("jitter", row: 2, column: 0, .dim)
    canvas.put(milliseconds(path?.jitter), row: 2, endingAt: 14, .dim)
    canvas.put("loss \(loss)", row: 2, column: 16, Style(lossRole))
    canvas.put("ahead \(lead)", row: 2, column: 27, .dim)
    canvas.put("\(rate) fps", row: 2, endingAt: width, .dim)
    return canvas
  }

  /// ```
  /// HEALTH ───────────────── WARNING
  /// 168 ms ▄▄▅▄▄▄▄▅▇▅▄▄▄▄▅▄▄▄▄▄▄▅
  /// jitter 4 ms · loss 0.5%
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    canvas.heading("HEALTH", row: 0, chip: chip(prefix: ""))
    let end = canvas.put(roundTrip, row: 1, column: 0, .bold(status.role))
    let start = min(max(end + 1, 8), width)
    sparkline(row: 1, columns: start..<width, on: &canvas)
    let loss = Phrase("loss \(loss)", Style(lossRole))
    let jitter = milliseconds(path?.jitter)
    let text = model.widths.first(
      of: ["jitter \(jitter) · ", "± \(jitter) · "],
      columns: width - model.widths.columns(loss.text))
    canvas.put([Phrase(text, .dim), loss], row: 2, column: 0)
    return canvas
  }

  private func chip(prefix: String) -> Phrase {
    guard worst != nil else { return Phrase("–", .dim) }
    return Phrase("\(prefix)\(status.word.uppercased())", .bold(status.role))
  }

  private var status: HealthStatus { worst?.status ?? .good }

  /// The best path to the peer whose connection is worst.
  private var path: MatchNumbers.OfPath? { worst.map { $0.paths[$0.bestPath] } }

  private var roundTrip: String { milliseconds(path?.roundTrip) }

  private func milliseconds(_ time: Duration?) -> String {
    guard let value = time?.wholeMilliseconds else { return "– ms" }
    return value < 10_000 ? "\(max(value, 0)) ms" : Wording.time(milliseconds: value)
  }

  private var loss: String { path?.recentLoss.map(Wording.percent) ?? "–" }

  private var lossRole: Role {
    let loss = path?.recentLoss ?? 0
    return loss > 0.2 ? .bad : loss >= 0.02 ? .warning : .dim
  }

  private var lead: String {
    let lead = model.numbers.lead
    return abs(lead) < 99.95 ? Wording.signed(lead) : lead < 0 ? "-99+" : "+99+"
  }

  private var rate: String {
    let rate = model.rates.framesPerSecond
    return rate < 1000 ? Wording.decimal(rate) : "999+"
  }

  /// Bars relative to the highest reading shown, but never to less than 100 ms: a calm line on a
  /// good connection shall look low.
  private func sparkline(row: Int, columns: Range<Int>, on canvas: inout Canvas) {
    let shown = model.roundTrips.samples.suffix(columns.count)
    let highest = max(shown.map(\.milliseconds).max() ?? 0, 100)
    for (column, sample) in zip(columns.suffix(shown.count), shown) {
      let glyph = Canvas.bar(sample.milliseconds, of: highest)
      canvas.set(Glyph(glyph, Style(sample.status.role)), row: row, column: column)
    }
  }
}
