import Netplay
import Rollback
import Vocabulary

/// Draws who plays, how far we have their inputs, and whether their states equal ours.
struct PeersPanel {
  let model: ScreenModel
  private var peers: [MatchNumbers.Peer] { model.numbers.peers }

  var fullHeight: Int { 2 + peers.count }
  var compactHeight: Int { 1 + peers.count }

  /// ```
  /// PEERS ────────────────────────── ALL HASHES MATCH
  /// ● you      frame 2606  9f3c41e2 at 2580
  /// ● bob ━    frame 2600  ✓ verified 2580    129/129
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: fullHeight, model.widths)
    canvas.heading("PEERS", row: 0, chip: chip(isShort: false))
    let column = 5 + nameColumns
    own(row: 1, column: column, on: &canvas)
    for (index, peer) in peers.enumerated() {
      let row = index + 2
      label(peer.seat, row: row, on: &canvas)
      pathGlyph(peer, row: row, column: 3 + nameColumns, on: &canvas)
      let counts = counts(peer)
      canvas.put(counts, row: row, endingAt: width, .dim)
      let column = column + glyphColumns(peer) - 1
      let room = width - column - counts.utf8.count - 1
      let verdict = verdicts(peer)
      let frame = "frame \(peer.frontier.number)"
      let short = "f\(Wording.count(peer.frontier.number, columns: 7))"
      put(
        [
          [frame, verdict.long], [frame, verdict.short], [short, verdict.long],
          [short, verdict.short],
        ],
        in: column..<column + room, row: row, verdict.role, on: &canvas)
    }
    return canvas
  }

  /// ```
  /// PEERS ───────────────── MATCH
  /// ● bob ━ ✓ 2580        129/129
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: compactHeight, model.widths)
    canvas.heading("PEERS", row: 0, chip: chip(isShort: true))
    for (index, peer) in peers.enumerated() {
      let row = index + 1
      let verdict = verdicts(peer).short
      let counts = counts(peer)
      let fixed = 2 + 2 + glyphColumns(peer) + verdict.unicodeScalars.count
      let isRoomy = fixed + min(nameColumns, 6) + 1 + counts.utf8.count <= width
      let name = model.widths.fit(
        model.name(peer.seat), columns: width - fixed - (isRoomy ? counts.utf8.count + 1 : 0))
      canvas.put("●", row: row, column: 0, Style(.player(model.rank(peer.seat))))
      let end = canvas.put(name, row: row, column: 2, .text)
      pathGlyph(peer, row: row, column: end + 1, on: &canvas)
      canvas.put(
        verdict, row: row, column: end + 2 + glyphColumns(peer), Style(verdicts(peer).role))
      if isRoomy { canvas.put(counts, row: row, endingAt: width, .dim) }
    }
    return canvas
  }

  private var nameColumns: Int {
    model.seatsInOrder.map { model.widths.columns(model.name($0)) }.max() ?? 3
  }

  private func own(row: Int, column: Int, on canvas: inout Canvas) {
    label(model.localSeat, row: row, on: &canvas)
    let peer = peers.first { $0.verifiedChain != nil }
    var hashes = [""]
    if let peer, let hash = peer.verifiedChain, let frame = peer.verifiedFrame {
      hashes = ["\(Wording.hash(hash)) at \(frame.number)", Wording.hash(hash)]
    }
    let frame = "frame \(model.numbers.frame.number)"
    let short = "f\(Wording.count(model.numbers.frame.number, columns: 7))"
    put(
      hashes.map { [frame, $0] } + hashes.map { [short, $0] }, in: column..<canvas.width, row: row,
      .dim, on: &canvas)
  }

  private func label(_ seat: PlayerIndex, row: Int, on canvas: inout Canvas) {
    canvas.put("●", row: row, column: 0, Style(.player(model.rank(seat))))
    canvas.put(model.name(seat), row: row, column: 2, .text)
  }

  /// How we hear the peer; and beside it how it hears us, where that is by another way:
  /// `↓━↑╍` is heard directly and hears us by the relay.
  private func pathGlyph(_ peer: MatchNumbers.Peer, row: Int, column: Int, on canvas: inout Canvas)
  {
    var column = column
    if isLopsided(peer) { column = canvas.put("↓", row: row, column: column, .dim) }
    switch (peer.mode, model.leading(peer)) {
    case (.dark, _): column = canvas.put("╳", row: row, column: column, Style(.bad))
    case (_, let path?): column = canvas.put(path.line, row: row, column: column, .bold(path.role))
    case (_, nil): column += 1
    }
    guard isLopsided(peer) else { return }
    column = canvas.put("↑", row: row, column: column, .dim)
    canvas.put(peer.hearsUs.line.text, row: row, column: column, .bold(peer.hearsUs.line.role))
  }

  /// Whether the two directions go by different ways: one side hears directly and the other does not.
  private func isLopsided(_ peer: MatchNumbers.Peer) -> Bool {
    guard peer.mode != .dark, peer.hearsUs != .dark else { return false }
    return peer.mode.line.text != peer.hearsUs.line.text
  }

  private func glyphColumns(_ peer: MatchNumbers.Peer) -> Int { isLopsided(peer) ? 4 : 1 }

  /// Draws the first pair of texts that fits, the second in `role`.
  private func put(
    _ variants: [[String]], in columns: Range<Int>, row: Int, _ role: Role, on canvas: inout Canvas
  ) {
    let width = { (texts: [String]) in texts.reduce(0) { $0 + model.widths.columns($1) } + 1 }
    guard let texts = variants.first(where: { width($0) <= columns.count }) ?? variants.last
    else { return }
    let isAligned = width(texts) + 1 <= columns.count
    let end = canvas.put(texts[0], row: row, column: columns.lowerBound, .dim)
    canvas.put(texts[1], row: row, column: end + (isAligned ? 2 : 1), Style(role))
  }

  private func counts(_ peer: MatchNumbers.Peer) -> String {
    let compared = Wording.count(peer.hashesCompared, columns: 5)
    return "\(compared)/\(Wording.count(peer.hashesReceived, columns: 5))"
  }

  private func verdicts(_ peer: MatchNumbers.Peer) -> (long: String, short: String, role: Role) {
    switch peer.presentAgreement {
    case .waiting:
      return ("… no hash compared", "… wait", .dim)
    case .match:
      let frame = peer.verifiedFrame?.number ?? 0
      return ("✓ verified \(frame)", "✓ \(frame)", .good)
    case .desync(let frame, let ours, let theirs):
      return (
        "✗ f\(frame.number) \(Wording.hash(ours))≠\(Wording.hash(theirs))", "✗ f\(frame.number)",
        .bad
      )
    }
  }

  private func chip(isShort: Bool) -> Phrase {
    for peer in peers {
      if case .desync(let frame, _, _) = peer.presentAgreement {
        return Phrase(isShort ? "✗ DESYNC" : "✗ DESYNC f\(frame.number)", .bold(.bad))
      }
    }
    if peers.isEmpty || peers.contains(where: { $0.presentAgreement == .waiting }) {
      return Phrase("… WAIT", .bold(.dim))
    }
    return Phrase(isShort ? "✓ MATCH" : "✓ ALL HASHES MATCH", .bold(.good))
  }
}
