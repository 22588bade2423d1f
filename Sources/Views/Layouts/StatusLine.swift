import GridGame
import Netplay
import Rollback
import Vocabulary

/// Says the most important things in one line, or in a few when there is nothing but lines.
struct StatusLine {
  let model: ScreenModel
  let keys: KeyMap
  /// What newcomers are told, the longest first; empty where the board tells it.
  var guide: [String] = []

  /// `P2P 168ms ✓2580 ↶205 6/10` and the score; a banner, if there is one, or what newcomers are told.
  func canvas(width: Int) -> Canvas {
    let notice = NoticeLine(model: model, keys: keys)
    if notice.isNeeded { return notice.canvas(width: width) }
    if !guide.isEmpty {
      var canvas = Canvas(width: width, height: 1, model.widths)
      canvas.put(
        model.widths.first(of: guide, columns: width - 2), row: 0, column: 1, .bold(.player1))
      return canvas
    }
    var canvas = Canvas(width: width, height: 1, model.widths)
    var column = 1
    for piece in pieces where column + model.widths.columns(piece.text) <= width {
      column = canvas.put([piece, Phrase(" ", .text)], row: 0, column: column)
    }
    let score = self.score
    if column + model.widths.columns(score) < width {
      canvas.put(score, row: 0, endingAt: width - 1, .strong)
    }
    return canvas
  }

  /// As many lines as there are rows, the most important first.
  func lines(width: Int, height: Int, needed: (width: Int, height: Int)) -> Canvas {
    var canvas = Canvas(width: width, height: height, model.widths)
    let small =
      "Terminal \(width)x\(height), needs \(needed.width)x\(needed.height) (game still runs)"
    let notice = NoticeLine(model: model, keys: keys)
    let news = [
      guide.first.map { Phrase($0, .bold(.player1)) },
      notice.isNeeded ? nil : model.notice.map { Phrase($0, Style(.warning)) },
    ]
    let texts = [
      Phrase(pieces.map(\.text).joined(separator: " "), .text), Phrase(score, .strong),
      Phrase(small, .dim), Phrase("\(keys.label(.askToLeave) ?? "^C") quit", .dim),
    ]
    var row = 0
    if notice.isNeeded, height > 0 {
      canvas.paste(notice.canvas(width: width), row: 0, column: 0)
      row = 1
    }
    for text in news.compactMap(\.self) + texts {
      for line in model.widths.wrap(text.text, columns: width) where row < height {
        canvas.put(line, row: row, column: 0, text.style)
        row += 1
      }
    }
    return canvas
  }

  private var pieces: [Phrase] {
    let peer = model.numbers.leastConnected
    var result: [Phrase] = []
    if let peer, peer.mode == .dark {
      result.append(Phrase("DARK", .bold(.bad)))
    } else if let path = peer.flatMap({ model.leading($0) }) {
      result.append(Phrase(path.title, .bold(path.role)))
    }
    if let worst = model.numbers.worstPeer, let roundTrip = worst.paths[worst.bestPath].roundTrip {
      let text = Wording.time(milliseconds: roundTrip.wholeMilliseconds)
      result.append(Phrase(text, Style(worst.status.role)))
    }
    switch peer?.presentAgreement {
    case .desync(let frame, _, _): result.append(Phrase("✗\(frame.number)", .bold(.bad)))
    case .match:
      result.append(Phrase("✓\(peer?.verifiedFrame?.number ?? 0)", Style(.good)))
    case .waiting, nil: break
    }
    result.append(Phrase("↶\(Wording.count(model.numbers.rollback.rollbacks, columns: 5))", .dim))
    result.append(Phrase("\(model.numbers.predictedFrames)/\(model.numbers.window)", .dim))
    return result
  }

  private var score: String {
    guard let state = model.confirmed else { return "" }
    return model.seatsInOrder.filter { $0.number < Int(state.players) }
      .map { String(state.score($0)) }.joined(separator: ":")
  }
}
