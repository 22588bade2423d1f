import GridGame
import Netplay
import Rollback
import Vocabulary

/// Draws who plays, who is out, how late the moves of each come, and whether their states equal ours.
struct PeersPanel: ScreenPart {
  let screen: Shared<ScreenModel>
  private var peers: [MatchNumbers.Peer] { model.numbers.peers }

  var fullHeight: Int { 2 + peers.count }
  var compactHeight: Int { 1 + peers.count }

  /// ```
  /// PEERS ──────────────────────── ✓ all machines agree
  /// ● you   alive  2606 = confirmed 2600 + predicted 6
  /// ● bob ━ alive  late 6 frames, 100 ms ✓ same to 2580
  /// ```
  func full(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: fullHeight, model.widths)
    canvas.heading("PEERS", row: 0, chip: chip)
    let column = 5 + nameColumns
    own(row: 1, column: column, on: &canvas)
    for (index, peer) in peers.enumerated() {
      let row = index + 2
      label(peer.seat, row: row, on: &canvas)
      pathGlyph(peer, row: row, column: 3 + nameColumns, on: &canvas)
      let start = column + glyphColumns(peer) - 1
      canvas.put(standing(peer.seat), row: row, column: start)
      let (verdicts, role) = verdicts(peer)
      let lates = lateness(peer)
      let place = start + standingColumns
      let pairs = lates.flatMap { late in verdicts.map { (late, $0) } }
      let pair = pairs.first {
        place + model.widths.columns($0.0) + model.widths.columns($0.1) + 1 <= width
      }
      if let pair { canvas.put(pair.0, row: row, column: place, lateStyle(peer)) }
      canvas.put(pair?.1 ?? verdicts.last ?? "", row: row, endingAt: width, Style(role))
    }
    return canvas
  }

  /// ```
  /// PEERS ─── frame 2606 = 2600 + 6
  /// ● bob ━ alive late 6 f, 100 ms
  /// ```
  func compact(width: Int) -> Canvas {
    var canvas = Canvas(width: width, height: compactHeight, model.widths)
    let numbers = model.numbers
    let sum =
      "\(numbers.frame.number) = \(numbers.settledFrame.number) + \(numbers.predictedFrames)"
    canvas.heading(
      "PEERS", row: 0,
      chip: Phrase(
        model.widths.first(
          of: ["frame \(sum)", sum, "frame \(numbers.frame.number)"], columns: width - 7), .dim))
    for (index, peer) in peers.enumerated() {
      let row = index + 1
      var lates = lateness(peer)
      if case .desync(let frame, _, _) = peer.presentAgreement { lates = ["✗ f\(frame.number)"] }
      let style = peer.presentAgreement.isDesync ? Style.bold(.bad) : lateStyle(peer)
      let status = model.standing(of: peer.seat)
      let fixed = 2 + 1 + glyphColumns(peer) + 1 + status.word.utf8.count + 1
      let late =
        lates.first { fixed + min(nameColumns, 4) + model.widths.columns($0) <= width }
        ?? lates.last ?? ""
      let name = model.widths.fit(
        model.name(peer.seat), columns: width - fixed - model.widths.columns(late))
      canvas.put("●", row: row, column: 0, Style(.player(model.rank(peer.seat))))
      let end = canvas.put(name, row: row, column: 2, .text)
      pathGlyph(peer, row: row, column: end + 1, on: &canvas)
      canvas.put(
        status.word, row: row, column: end + 2 + glyphColumns(peer), Style(status.role))
      canvas.put(late, row: row, endingAt: width, style)
    }
    return canvas
  }

  private var nameColumns: Int {
    model.seatsInOrder.map { model.widths.columns(model.name($0)) }.max() ?? 3
  }

  /// What is certain and what is guessed, beside the present that both make.
  private func own(row: Int, column: Int, on canvas: inout Canvas) {
    label(model.localSeat, row: row, on: &canvas)
    canvas.put(standing(model.localSeat), row: row, column: column)
    let numbers = model.numbers
    let (frame, confirmed) = (numbers.frame.number, numbers.settledFrame.number)
    let predicted = numbers.predictedFrames
    let place = column + standingColumns
    canvas.put(
      model.widths.first(
        of: [
          "frame \(frame) = confirmed \(confirmed) + predicted \(predicted)",
          "\(frame) = confirmed \(confirmed) + predicted \(predicted)",
          "\(frame) = \(confirmed) sure + \(predicted) guessed",
          "\(frame) = \(confirmed) + \(predicted)",
        ], columns: canvas.width - place), row: row, column: place, .text)
  }

  private func label(_ seat: PlayerIndex, row: Int, on canvas: inout Canvas) {
    canvas.put("●", row: row, column: 0, Style(.player(model.rank(seat))))
    canvas.put(model.name(seat), row: row, column: 2, .text)
  }

  private func standing(_ seat: PlayerIndex) -> [Phrase] {
    let standing = model.standing(of: seat)
    return [Phrase(standing.word, Style(standing.role))]
  }

  /// Columns of the longest word that says who is out, and two blanks.
  private var standingColumns: Int {
    2 + (model.seatsInOrder.map { model.standing(of: $0).word.utf8.count }.max() ?? 0)
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

  /// How late the moves of a peer come, the longest first.
  private func lateness(_ peer: MatchNumbers.Peer) -> [String] {
    let frames = model.numbers.lateFrames(peer)
    guard frames > 0 else { return ["on time"] }
    let time = "\(Wording.milliseconds(frames: frames)) ms"
    return [
      "late \(Wording.plural(frames, "frame")), \(time)", "late \(frames) f, \(time)",
      "\(frames) f, \(time)", "\(frames) f late",
    ]
  }

  private func lateStyle(_ peer: MatchNumbers.Peer) -> Style {
    let frames = model.numbers.lateFrames(peer)
    return Style(frames > 8 ? .bad : frames > 4 ? .warning : .text)
  }

  /// Whether the peer's states equal ours, the longest first.
  private func verdicts(_ peer: MatchNumbers.Peer) -> (texts: [String], role: Role) {
    switch peer.presentAgreement {
    case .waiting:
      guard let frame = peer.verifiedFrame?.number else { return (["… not proven", "…"], .dim) }
      return (["… same to \(frame)", "… \(frame)"], .dim)
    case .match:
      let frame = peer.verifiedFrame?.number ?? 0
      return (["✓ same to \(frame)", "✓ \(frame)"], .good)
    case .desync(let frame, let ours, let theirs):
      return (
        [
          "✗ f\(frame.number) \(Wording.hash(ours))≠\(Wording.hash(theirs))",
          "✗ from f\(frame.number)", "✗ f\(frame.number)",
        ], .bad
      )
    }
  }

  private var chip: Phrase {
    for peer in peers {
      if case .desync(let frame, _, _) = peer.presentAgreement {
        return Phrase("✗ DESYNC at frame \(frame.number)", .bold(.bad))
      }
    }
    if peers.isEmpty || peers.contains(where: { $0.presentAgreement == .waiting }) {
      let verified = peers.compactMap { $0.verifiedFrame?.number }
      let words =
        verified.count == peers.count && !peers.isEmpty
        ? "… equal through \(verified.min() ?? 0), no newer proof" : "… not proven equal yet"
      return Phrase(words, .bold(.dim))
    }
    return Phrase(
      peers.count == 1 ? "✓ both machines agree" : "✓ all machines agree", .bold(.good))
  }
}

extension Agreement {
  fileprivate var isDesync: Bool { if case .desync = self { true } else { false } }
}
