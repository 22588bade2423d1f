import Rollback

/// Draws what travels on the two paths; both rows always count, since every input takes both.
///
/// With several peers the figures are added up and the round trip is that of the slowest.
struct PathsPanel {
  let model: ScreenModel

  /// ```
  /// PATHS ──────────────────────────── DUAL · P2P ACTIVE
  ///           sent   recv  /s   RTT  share
  /// ▶ P2P     2606   2600  60 168ms  ████████████████
  ///   RELAY   2606   2588  60 214ms  ▌───────────────
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: 4)
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
    var canvas = Canvas(width: width, height: 3)
    canvas.heading("PATHS", row: 0, chip: chip(isShort: true))
    compactRow(.direct, row: 1, on: &canvas)
    compactRow(.relay, row: 2, on: &canvas)
    return canvas
  }

  private func fullRow(_ kind: PathKind, row: Int, on canvas: inout Canvas) {
    let path = total(kind)
    name(kind, row: row, column: 2, on: &canvas)
    let style = figures(kind)
    canvas.put(Wording.count(path.sent, columns: 7), row: row, endingAt: 14, style)
    canvas.put(Wording.count(path.received, columns: 6), row: row, endingAt: 21, style)
    canvas.put(Wording.count(path.perSecond, columns: 3), row: row, endingAt: 25, style)
    if case .never(let why?) = path.state {
      canvas.put(Wording.fit(why, columns: canvas.width - 26), row: row, column: 26, .dim)
      return
    }
    canvas.put(
      Wording.time(milliseconds: path.roundTripMilliseconds), row: row, endingAt: 31,
      Style(path.status.role))
    // Both bars keep one scale; the word lies over the end.
    if canvas.width > 33 {
      canvas.gauge(share(kind), row: row, columns: 33..<canvas.width, kind.role)
    }
    let word = path.state.word
    if !word.isEmpty {
      canvas.put(" " + word, row: row, endingAt: canvas.width, Style(path.state.role))
    }
  }

  private func compactRow(_ kind: PathKind, row: Int, on canvas: inout Canvas) {
    let path = total(kind)
    name(kind, row: row, column: 1, on: &canvas)
    let style = figures(kind)
    var column = 7
    // What we have sent is the least telling where there is no room for both.
    if canvas.width >= 28 {
      canvas.put("↑", row: row, column: column, .dim)
      canvas.put(Wording.count(path.sent, columns: 5), row: row, endingAt: column + 6, style)
      column += 7
    }
    canvas.put("↓", row: row, column: column, .dim)
    canvas.put(Wording.count(path.received, columns: 5), row: row, endingAt: column + 6, style)
    let isUp = path.state.word.isEmpty
    let right =
      isUp
      ? Phrase(Wording.time(milliseconds: path.roundTripMilliseconds), Style(path.status.role))
      : Phrase(path.state.shortWord, Style(path.state.role))
    canvas.put([right], row: row, endingAt: canvas.width)
  }

  private func name(_ kind: PathKind, row: Int, column: Int, on canvas: inout Canvas) {
    let isLeading = leading == kind
    if isLeading { canvas.put("▶", row: row, column: 0, .bold(kind.role)) }
    canvas.put(
      kind.title, row: row, column: column, isLeading ? .bold(kind.role) : Style(kind.role))
  }

  private func figures(_ kind: PathKind) -> Style { leading == kind ? .text : .dim }

  private var leading: PathKind? {
    guard let peer = model.worstPeer, peer.mode != .dark else { return nil }
    return peer.leading
  }

  private func chip(isShort: Bool) -> Phrase {
    guard let peer = model.worstPeer else { return Phrase("NO PEER", .dim) }
    let role = peer.leading?.role ?? .dim
    switch peer.mode {
    case .dual:
      guard let leading = peer.leading else { return Phrase("DUAL", .bold(.text)) }
      return Phrase(
        isShort ? "DUAL · \(leading.title)" : "DUAL · \(leading.title) FIRST", .bold(role))
    case .directOnly: return Phrase("P2P ONLY", .bold(.direct))
    case .relayOnly: return Phrase("RELAY ONLY", .bold(.relay))
    case .dark: return Phrase("DARK", .bold(.bad))
    }
  }

  private func total(_ kind: PathKind) -> PathModel {
    guard var result = model.worstPeer?[kind] else { return PathModel() }
    let all = model.peers.map { $0[kind] }
    result.sent = all.map(\.sent).max() ?? 0
    result.received = all.reduce(0) { $0 + $1.received }
    result.perSecond = all.reduce(0) { $0 + $1.perSecond }
    result.roundTripMilliseconds = all.compactMap(\.roundTripMilliseconds).max()
    return result
  }

  private func share(_ kind: PathKind) -> Double {
    let own = model.peers.reduce(0) { $0 + $1[kind].first }
    let both = model.peers.reduce(0) { $0 + $1.direct.first + $1.relay.first }
    return both == 0 ? 0 : Double(own) / Double(both)
  }
}

extension ScreenModel {
  /// The peer that the paths are worst to.
  var worstPeer: PeerModel? {
    peers.max { $0.mode.badness < $1.mode.badness }
  }
}

extension DeliveryMode {
  fileprivate var badness: Int {
    switch self {
    case .dual: 0
    case .directOnly: 1
    case .relayOnly: 2
    case .dark: 3
    }
  }
}

extension PathModel.State {
  /// Empty while the path is up.
  fileprivate var word: String {
    switch self {
    case .never: "never"
    case .connecting: "connecting"
    case .up: ""
    case .suspect: "suspect"
    case .down: "down"
    case .probation: "probation"
    }
  }

  /// The word in at most 8 columns.
  fileprivate var shortWord: String {
    switch self {
    case .connecting: "opening"
    case .probation: "proving"
    case .never, .up, .suspect, .down: word
    }
  }

  fileprivate var role: Role {
    switch self {
    case .never, .connecting: .dim
    case .up: .good
    case .suspect, .probation: .warning
    case .down: .bad
    }
  }
}
