import Netplay
import Vocabulary

/// Draws what travels on the two paths; both rows always count, since every input takes both.
///
/// With several peers the figures are added up and the round trip is that of the slowest.
struct PathsPanel {
  static let compactHeight = 3

  let model: ScreenModel

  /// ```
  /// PATHS ──────────────────────────── DUAL · P2P ACTIVE
  ///           sent   recv  /s   RTT  share
  /// ▶ P2P     2606   2600  60 168ms  ████████████████
  ///   RELAY   2606   2588  60 214ms  ▌───────────────
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 4, model.widths)
    canvas.heading("PATHS", row: 0, chip: chip(isShort: false))
    canvas.put("          sent   recv  /s   RTT  share", row: 1, column: 0, .dim)
    fullRow(.direct, row: 2, on: &canvas)
    fullRow(.relay, row: 3, on: &canvas)
    return canvas
  }

  /// ```
  /// PATHS ────────────────── DUAL
  /// ▶P2P  ↑ 2606 ↓ 2600     168ms
  ///  RELAY↑ 2606 ↓ 2588     214ms
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: Self.compactHeight, model.widths)
    canvas.heading("PATHS", row: 0, chip: chip(isShort: true))
    compactRow(.direct, row: 1, on: &canvas)
    compactRow(.relay, row: 2, on: &canvas)
    return canvas
  }

  private func fullRow(_ path: Path, row: Int, on canvas: inout Canvas) {
    let total = Total(of: path, in: model)
    name(path, row: row, column: 2, on: &canvas)
    let style = figures(path)
    canvas.put(Wording.count(total.sent, columns: 7), row: row, endingAt: 14, style)
    canvas.put(Wording.count(total.received, columns: 6), row: row, endingAt: 21, style)
    canvas.put(Wording.count(total.perSecond, columns: 3), row: row, endingAt: 25, style)
    if path == .direct, let peer = model.numbers.leastConnected, let obstacle = peer.obstacle,
      !peer.paths.direct.hasBeenUp
    {
      let why = obstacle.words(about: model.name(peer.seat))
      canvas.put(model.widths.fit(why, columns: canvas.width - 26), row: row, column: 26, .dim)
      return
    }
    canvas.put(
      Wording.time(milliseconds: total.roundTrip), row: row, endingAt: 31, Style(total.status.role))
    // Both bars keep one scale; the word lies over the end.
    if canvas.width > 33 {
      canvas.gauge(share(path), row: row, columns: 33..<canvas.width, path.role)
    }
    let word = total.state.columnWord
    if !word.isEmpty {
      canvas.put(" " + word, row: row, endingAt: canvas.width, Style(total.state.role))
    }
  }

  private func compactRow(_ path: Path, row: Int, on canvas: inout Canvas) {
    let total = Total(of: path, in: model)
    name(path, row: row, column: 1, on: &canvas)
    let style = figures(path)
    var column = 7
    // What we have sent is the least telling where there is no room for both.
    if canvas.width >= 28 {
      canvas.put("↑", row: row, column: column, .dim)
      canvas.put(Wording.count(total.sent, columns: 5), row: row, endingAt: column + 6, style)
      column += 7
    }
    canvas.put("↓", row: row, column: column, .dim)
    canvas.put(Wording.count(total.received, columns: 5), row: row, endingAt: column + 6, style)
    let isUp = total.state.columnWord.isEmpty
    let right =
      isUp
      ? Phrase(Wording.time(milliseconds: total.roundTrip), Style(total.status.role))
      : Phrase(total.state.shortWord, Style(total.state.role))
    canvas.put([right], row: row, endingAt: canvas.width)
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

  private func chip(isShort: Bool) -> Phrase {
    guard let peer = model.numbers.leastConnected else { return Phrase("NO PEER", .dim) }
    switch peer.mode {
    case .dual:
      guard let leading = model.leading(peer) else { return Phrase("DUAL", .bold(.text)) }
      return Phrase(
        isShort ? "DUAL · \(leading.title)" : "DUAL · \(leading.title) FIRST",
        .bold(leading.role))
    case .directOnly: return Phrase("P2P ONLY", .bold(.direct))
    case .relayOnly: return Phrase("RELAY ONLY", .bold(.relay))
    case .dark: return Phrase("DARK", .bold(.bad))
    }
  }

  private func share(_ path: Path) -> Double {
    let first = model.numbers.inputs.first
    let both = first.direct + first.relay
    return both == 0 ? 0 : Double(first[path]) / Double(both)
  }
}

/// The figures of one path over all peers.
private struct Total {
  var state = PathMonitor.State.never
  var status = HealthStatus.good
  var sent = 0
  var received = 0
  var perSecond = 0
  /// In milliseconds, of the slowest.
  var roundTrip: Int?

  init(of path: Path, in model: ScreenModel) {
    let peers = model.numbers.peers
    guard let worst = model.numbers.leastConnected else { return }
    state = worst.paths[path].state
    status = worst.paths[path].status
    sent = peers.map { $0.paths[path].counters.inputsSent }.max() ?? 0
    received = model.numbers.inputs.received[path]
    perSecond = peers.indices.reduce(0) { $0 + model.rates.perSecond($1, path) }
    roundTrip = peers.compactMap { $0.paths[path].roundTrip?.wholeMilliseconds }.max()
  }
}

extension MatchNumbers {
  /// The peer that the fewest paths lead to.
  var leastConnected: Peer? { peers.max { $0.mode.badness < $1.mode.badness } }
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

extension PathMonitor.State {
  /// Empty while the path is up.
  fileprivate var columnWord: String {
    switch self {
    case .up: ""
    case .never, .connecting, .suspect, .down, .probation: word
    }
  }

  /// The word in at most 8 columns.
  fileprivate var shortWord: String {
    switch self {
    case .connecting: "opening"
    case .probation: "proving"
    case .never, .up, .suspect, .down: columnWord
    }
  }
}
