import Netplay
import Rollback
import Vocabulary

/// The sheet that tells how a match went, and what can follow.
extension Sheet {
  init(_ result: MatchResult, _ model: ScreenModel, _ keys: KeyMap) {
    let summary = Summary(result: result, model: model)
    let inputs = model.numbers.inputs
    let missing = model.numbers.missingInputs
    let names = ("inputs  ", "fallback", "health  ", "rollback", "depth   ")
    var lines: [[Phrase]] = [
      [Phrase(summary.head, .text)],
      [],
      [Phrase("hashes   ", .strong), Phrase(summary.verdict, Style(summary.verdictRole))],
      [
        Phrase(names.0, .strong), Phrase(" P2P ", Style(.direct)),
        Phrase(Self.traffic(inputs.sent.direct, inputs.received.direct), .text),
        Phrase("   RELAY ", Style(.relay)),
        Phrase(Self.traffic(inputs.sent.relay, inputs.received.relay), .text),
        Phrase("   \(missing) missing", Style(missing == 0 ? .dim : .bad)),
      ],
    ]
    lines.append([Phrase("first   ", .strong), Phrase(" " + summary.firstWording, .text)])
    for (index, fallback) in result.fallbacks.prefix(4).enumerated() {
      let label = index == 0 ? names.1 : String(repeating: " ", count: 8)
      lines.append([
        Phrase(label, .strong), Phrase(" \(index + 1): " + fallback.wording, Style(fallback.role)),
      ])
    }
    if result.fallbacks.isEmpty {
      lines.append([Phrase(names.1, .strong), Phrase(" none", Style(.good))])
    } else if result.fallbacks.count > 4 {
      lines.append([Phrase("         and \(result.fallbacks.count - 4) more", .dim)])
    }
    lines.append([Phrase(names.2, .strong), Phrase(" " + summary.healthWording, .text)])
    lines.append([Phrase(names.3, .strong), Phrase(" " + summary.rollbackWording, .text)])
    lines.append([Phrase("         " + summary.costWording, .text)])
    lines.append(
      [Phrase(names.4, .strong), Phrase(" ", .text)] + summary.depthBars
        + [Phrase(" frames: 1…\(summary.depthBars.count)", .dim)])
    self.init(
      title: "match over", chip: Phrase(result.headline, .strong), role: .player1, lines: lines,
      pinned: result.rematch.map { Self.lines($0, model, keys) } ?? [
        [], keys.hints([(.accept, "again"), (.export, "export"), (.askToLeave, "quit")]),
      ])
  }

  private static func traffic(_ sent: Int, _ received: Int) -> String {
    "\(Wording.grouped(sent)) sent \(Wording.grouped(received)) recv"
  }
}

/// Puts the figures of a match into words.
private struct Summary {
  let result: MatchResult
  let model: ScreenModel
  private var numbers: MatchNumbers { model.numbers }
  private var rollback: RollbackStatistics { numbers.rollback }
  private var frames: Int { numbers.settledFrame.number }
  private var seconds: Double { numbers.elapsed.milliseconds / 1000 }
  private var peer: MatchNumbers.Peer? { numbers.peers.first }

  var head: String {
    [
      Wording.plural(result.rounds, "round"), Wording.span(seconds: seconds),
      Wording.plural(frames, "frame"),
    ].joined(separator: " · ")
  }

  var verdict: String {
    guard let peer else { return "nobody to compare with" }
    let compared = Wording.grouped(peer.hashesCompared)
    let received = Wording.grouped(peer.hashesReceived)
    let hashes = "\(compared) of \(received) reports compared with \(model.name(peer.seat))"
    switch peer.agreement {
    case .waiting: return "nothing verified, \(hashes)"
    case .match:
      guard let verifiedFrame = peer.verifiedFrame, verifiedFrame.number < frames else {
        return "every frame verified, \(hashes)"
      }
      return "verified to frame \(Wording.grouped(verifiedFrame.number)), \(hashes)"
    case .desync(let frame, _, _): return "DESYNC at frame \(frame.number), \(hashes)"
    }
  }

  var verdictRole: Role {
    switch peer?.agreement {
    case .waiting, nil: .warning
    case .match: .good
    case .desync: .bad
    }
  }

  var healthWording: String {
    let path = peer?.paths.direct
    let jitter = Self.milliseconds(path?.jitter)
    let median = Self.milliseconds(path?.rttMedian)
    let p95 = Self.milliseconds(path?.rtt95)
    let loss = path?.loss.map(Wording.percent) ?? "–"
    return "P2P round trip \(median) ms, 95% below \(p95) ms · jitter \(jitter) ms · lost \(loss)"
  }

  private static func milliseconds(_ time: Duration?) -> String {
    time.map { "\($0.wholeMilliseconds)" } ?? "–"
  }

  var rollbackWording: String {
    let rate = seconds > 0 ? Wording.decimal(Double(rollback.rollbacks) / seconds) : "0.0"
    let mean =
      rollback.rollbacks > 0
      ? Wording.decimal(Double(rollback.resimulatedFrames) / Double(rollback.rollbacks)) : "0.0"
    return
      "\(Wording.grouped(rollback.rollbacks)) guesses taken back (\(rate)/s), "
      + "\(mean) frames on average, \(rollback.maxDepth) at most"
  }

  /// What taking back has cost.
  var costWording: String {
    let extra = frames > 0 ? Double(rollback.resimulatedFrames) / Double(frames) : 0
    let percent = Int((extra * 100).rounded())
    return
      "\(Wording.plural(rollback.resimulatedFrames, "frame")) stepped again (+\(percent)%)"
      + " · \(Wording.plural(numbers.stalls.count, "stall"))"
  }

  /// Which path was the faster one, over the match.
  var firstWording: String {
    guard let share = numbers.inputs.directFirstShare else { return "nothing came" }
    return "P2P brought \(Wording.percent(share)) of the moves first, RELAY "
      + Wording.percent(1 - share)
  }

  var depthBars: [Phrase] {
    let highest = rollback.depthHistogram.dropFirst().max() ?? 0
    let depths = max(9, min(rollback.depthHistogram.count - 1, 15))
    return (1...depths).map { depth in
      let count = depth < rollback.depthHistogram.count ? rollback.depthHistogram[depth] : 0
      let glyph = count == 0 ? "·" : Canvas.bar(count, of: highest)
      return Phrase(String(glyph), Style(RollbackPanel.role(depth: depth)))
    }
  }
}

extension MatchResult.Fallback {
  fileprivate var wording: String {
    let time = Wording.span(seconds: seconds)
    let end = hasRecovered ? "recovered" : "not recovered"
    return "frame \(frame.number), \(cause.wording), \(time) on relay, \(end)"
  }

  fileprivate var role: Role { hasRecovered ? .text : .bad }
}
