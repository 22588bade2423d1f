import Netplay
import Vocabulary

/// Draws what came by the two paths in the last second, and how much in the whole match; both rows
/// always count, since every input takes both.
///
/// With several peers the moves are added up, and the rest is that of the worst.
struct PathsPanel: ScreenPart {
  static let compactHeight = 3

  let screen: Shared<ScreenModel>

  /// ```
  /// PATHS ──────────────────────────── both deliver, P2P first
  ///         state in 1 s lost round trip     in  sent
  /// ▶ P2P   UP         60 0.5%     168 ms  2600  2606
  ///   RELAY UP         60   0%     214 ms  2588  2606
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 4, model.widths)
    canvas.heading("PATHS", row: 0, chip: chip)
    let columns = FullColumns(width: width)
    canvas.put("state", row: 1, column: 8, .dim)
    canvas.put("in 1 s", row: 1, endingAt: columns.rate, .dim)
    canvas.put("lost", row: 1, endingAt: columns.loss, .dim)
    canvas.put("round trip", row: 1, endingAt: columns.roundTrip, .dim)
    let peers = model.numbers.peers.count
    canvas.put(peers > 1 ? "from \(peers)" : "in", row: 1, endingAt: columns.received, .dim)
    canvas.put("sent", row: 1, endingAt: columns.sent, .dim)
    fullRow(.direct, columns, row: 2, on: &canvas)
    fullRow(.relay, columns, row: 3, on: &canvas)
    return canvas
  }

  /// Where the columns end.
  private struct FullColumns {
    let rate = 20
    let loss = 25
    let roundTrip = 36
    let received: Int
    let sent: Int

    init(width: Int) {
      received = min(width - 6, 43)
      sent = min(width, 49)
    }
  }

  /// ```
  /// PATHS ─── in 1 s lost   trip
  /// ▶P2P   UP     60 0.5% 168 ms
  ///  RELAY UP     60   0% 214 ms
  /// ```
  /// Which path is first says the sentence above; the heading says what the columns are.
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    let trip = model.widths.first(of: ["round trip", "trip"], columns: width - 22)
    let blanks = String(repeating: " ", count: max(0, width - 21 - model.widths.columns(trip)))
    canvas.heading("PATHS", row: 0, chip: Phrase("in 1 s lost" + blanks + trip, .dim))
    compactRow(.direct, row: 1, on: &canvas)
    compactRow(.relay, row: 2, on: &canvas)
    return canvas
  }

  private func fullRow(
    _ path: Path, _ columns: FullColumns, row: Int, on canvas: inout Canvas
  ) {
    let total = Total(of: path, in: model)
    name(path, row: row, column: 2, on: &canvas)
    let style = figures(path)
    canvas.put(
      total.shout, row: row, column: 8, .bold(total.role))
    if path == .direct, let peer = model.numbers.leastConnected, let obstacle = peer.obstacle,
      !peer.paths.direct.hasBeenUp
    {
      let why = obstacle.words(about: model.name(peer.seat))
      canvas.put(model.widths.fit(why, columns: canvas.width - 16), row: row, column: 16, .dim)
      return
    }
    canvas.put(
      Wording.count(total.perSecond, columns: 4), row: row, endingAt: columns.rate, style)
    canvas.put(total.lossWords, row: row, endingAt: columns.loss, Style(total.lossRole))
    canvas.put(
      total.roundTripWords, row: row, endingAt: columns.roundTrip, Style(total.status.role))
    canvas.put(
      Wording.count(total.received, columns: 5), row: row, endingAt: columns.received, style)
    canvas.put(Wording.count(total.sent, columns: 5), row: row, endingAt: columns.sent, style)
  }

  private func compactRow(_ path: Path, row: Int, on canvas: inout Canvas) {
    let total = Total(of: path, in: model)
    name(path, row: row, column: 1, on: &canvas)
    canvas.put(
      total.shortShout, row: row, column: 7, .bold(total.role))
    canvas.put(
      Wording.count(total.perSecond, columns: 3), row: row, endingAt: 16, figures(path))
    canvas.put(total.lossWords, row: row, endingAt: 21, Style(total.lossRole))
    canvas.put(
      total.roundTripWords, row: row, endingAt: canvas.width, Style(total.status.role))
  }

  private func name(_ path: Path, row: Int, column: Int, on canvas: inout Canvas) {
    let isLeading = leading == path
    if isLeading { canvas.put("▶", row: row, column: 0, .bold(path.role)) }
    canvas.put(
      path.title, row: row, column: column, isLeading ? .bold(path.role) : Style(path.role))
  }

  private func figures(_ path: Path) -> Style { leading == path ? .text : .dim }

  private var leading: Path? {
    guard let peer = model.numbers.leastConnected, peer.mode != .dark else { return nil }
    return model.leading(peer)
  }

  private var chip: Phrase {
    guard let peer = model.numbers.leastConnected else { return Phrase("nobody", .dim) }
    switch peer.mode {
    case .dual:
      guard let leading = model.leading(peer) else {
        return Phrase("both deliver", .bold(.text))
      }
      return Phrase("both deliver, \(leading.title) first", .bold(leading.role))
    case .directOnly: return Phrase("P2P alone delivers", .bold(.direct))
    case .relayOnly: return Phrase("RELAY alone delivers", .bold(.relay))
    case .dark: return Phrase("NO PATH delivers", .bold(.bad))
    }
  }
}

/// The figures of one path over all peers.
private struct Total {
  var state = PathMonitor.State.never
  var isMute = false
  /// It delivers, and so badly that the relay carries the game.
  var isPoor = false
  var status = HealthStatus.good
  var sent = 0
  var received = 0
  var perSecond = 0
  /// Of the newest second; nothing while the path does not deliver: an outage is no loss.
  var loss: Double?
  /// In milliseconds, of the slowest.
  var roundTrip: Int?

  init(of path: Path, in model: ScreenModel) {
    let peers = model.numbers.peers
    guard let worst = model.numbers.leastConnected else { return }
    (state, isMute) = (worst.paths[path].state, worst.paths[path].isMute)
    isPoor = path == .direct && state == .up && !isMute && worst.degradation != nil
    status = worst.paths[path].status
    sent = peers.map { $0.paths[path].counters.inputsSent }.max() ?? 0
    received = model.numbers.inputs.received[path]
    perSecond = peers.indices.reduce(0) { $0 + model.rates.perSecond($1, path) }
    let delivering = peers.filter { $0.paths[path].isDelivering }
    loss = delivering.compactMap { $0.paths[path].judgedLoss }.max()
    roundTrip = delivering.compactMap { $0.paths[path].roundTrip?.wholeMilliseconds }.max()
  }

  var role: Role { isMute ? .bad : isPoor ? .warning : state.role }
  var shout: String { isPoor ? "POOR" : state.shout(isMute: isMute) }
  var shortShout: String { isPoor ? "POOR" : state.shortShout(isMute: isMute) }

  var lossWords: String { loss.map(Wording.percent) ?? "–" }

  var lossRole: Role {
    let loss = loss ?? 0
    return loss > 0.2 ? .bad : loss >= 0.02 ? .warning : .dim
  }

  var roundTripWords: String {
    roundTrip.map { Wording.span(milliseconds: max($0, 0)) } ?? "–"
  }
}

extension MatchNumbers {
  /// The peer that the fewest paths lead to.
  var leastConnected: Peer? {
    guard let worst = worstPeer else { return nil }
    let badness = peers.map(\.mode.badness).max()
    return worst.mode.badness == badness ? worst : peers.first { $0.mode.badness == badness }
  }
}

extension ScreenModel {
  /// The path that brings most inputs of a peer first.
  func leading(_ peer: MatchNumbers.Peer) -> Path? {
    numbers.peers.firstIndex { $0.seat == peer.seat }.flatMap { rates.leading($0) }
  }
}

extension Mode {
  fileprivate var badness: Int {
    switch self {
    case .dual: 0
    case .directOnly: 1
    case .relayOnly: 2
    case .dark: 3
    }
  }
}
