import Rollback
import Vocabulary

/// The sheet that tells how a match went, and what can follow.
extension Sheet {
  init(_ summary: MatchSummary, _ model: ScreenModel, _ keys: KeyMap) {
    let names = ("inputs  ", "fallback", "health  ", "rollback", "depth   ")
    var lines: [[Phrase]] = [
      [Phrase(summary.head, .text)],
      [],
      [Phrase("hashes   ", .strong), Phrase(summary.verdict, Style(summary.verdictRole))],
      [
        Phrase(names.0, .strong), Phrase(" P2P ", Style(.direct)),
        Phrase(Self.traffic(summary.sentDirect, summary.receivedDirect), .text),
        Phrase("   RELAY ", Style(.relay)),
        Phrase(Self.traffic(summary.sentRelay, summary.receivedRelay), .text),
        Phrase("   \(summary.missing) missing", Style(summary.missing == 0 ? .dim : .bad)),
      ],
    ]
    for (index, fallback) in summary.fallbacks.prefix(4).enumerated() {
      let label = index == 0 ? names.1 : String(repeating: " ", count: 8)
      lines.append([
        Phrase(label, .strong), Phrase(" \(index + 1): " + fallback.wording, Style(fallback.role)),
      ])
    }
    if summary.fallbacks.isEmpty {
      lines.append([Phrase(names.1, .strong), Phrase(" none", Style(.good))])
    } else if summary.fallbacks.count > 4 {
      lines.append([Phrase("         and \(summary.fallbacks.count - 4) more", .dim)])
    }
    lines.append([Phrase(names.2, .strong), Phrase(" " + summary.healthWording, .text)])
    lines.append([Phrase(names.3, .strong), Phrase(" " + summary.rollbackWording, .text)])
    lines.append([Phrase(names.4, .strong), Phrase(" ", .text)] + summary.depthBars)
    self.init(
      title: "match over", chip: Phrase(summary.headline, .strong), role: .player1, lines: lines,
      pinned: summary.rematch.map { Self.lines($0, model, keys) } ?? [
        [], keys.hints([(.accept, "again"), (.export, "export"), (.askToLeave, "quit")]),
      ])
  }

  private static func traffic(_ sent: Int, _ received: Int) -> String {
    "\(Wording.grouped(sent)) sent \(Wording.grouped(received)) recv"
  }
}

extension MatchSummary {
  fileprivate var head: String {
    [
      Wording.plural(rounds, "round"), Wording.span(seconds: seconds),
      Wording.plural(frames, "frame"),
    ].joined(separator: " · ")
  }

  fileprivate var verdict: String {
    let compared = Wording.grouped(hashesCompared)
    let received = Wording.grouped(hashesReceived)
    let hashes = "\(compared)/\(received) compared with \(Wording.fit(peerName, columns: 12))"
    switch agreement {
    case .waiting: return "nothing verified, \(hashes)"
    case .match:
      guard let verifiedFrame, verifiedFrame.number < frames else {
        return "every frame verified, \(hashes)"
      }
      return "verified to frame \(Wording.grouped(verifiedFrame.number)), \(hashes)"
    case .desync(let frame, _, _): return "DESYNC at frame \(frame.number), \(hashes)"
    }
  }

  fileprivate var verdictRole: Role {
    switch agreement {
    case .waiting: .warning
    case .match: .good
    case .desync: .bad
    }
  }

  fileprivate var healthWording: String {
    let jitter = jitterMilliseconds.map(String.init) ?? "–"
    let median = roundTripMedian.map(String.init) ?? "–"
    let p95 = roundTripP95.map(String.init) ?? "–"
    return
      "RTT p50 \(median) p95 \(p95) ms   jitter \(jitter) ms   loss \(loss.map(Wording.percent) ?? "–")"
  }

  fileprivate var rollbackWording: String {
    let rate = seconds > 0 ? Wording.decimal(Double(rollback.count) / seconds) : "0.0"
    let mean =
      rollback.count > 0
      ? Wording.decimal(Double(rollback.resimulatedFrames) / Double(rollback.count)) : "0.0"
    let extra = frames > 0 ? Double(rollback.resimulatedFrames) / Double(frames) : 0
    let percent = Int((extra * 100).rounded())
    return
      "\(Wording.grouped(rollback.count)) (\(rate)/s)  mean depth \(mean)  max \(rollback.maxDepth)"
      + "  resim \(Wording.grouped(rollback.resimulatedFrames)) (+\(percent)%)"
      + "  stalls \(Wording.grouped(rollback.stalls))"
  }

  fileprivate var depthBars: [Phrase] {
    let highest = rollback.histogram.dropFirst().max() ?? 0
    let depths = max(9, min(rollback.histogram.count - 1, 15))
    return (1...depths).map { depth in
      let count = depth < rollback.histogram.count ? rollback.histogram[depth] : 0
      let glyph = count == 0 ? "·" : Canvas.bar(count, of: highest)
      return Phrase(String(glyph), Style(RollbackPanel.role(depth: depth)))
    }
  }
}

extension MatchSummary.Fallback {
  fileprivate var wording: String {
    let time = Wording.span(seconds: seconds)
    let end = hasRecovered ? "recovered" : "not recovered"
    return "frame \(frame.number), \(cause.wording), \(time) on relay, \(end)"
  }

  fileprivate var role: Role { hasRecovered ? .text : .bad }
}
