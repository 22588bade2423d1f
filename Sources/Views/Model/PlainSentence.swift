import Netplay
import Rollback
import Vocabulary

/// Says what there is to know of the match in one sentence for people: by which path the moves of the
/// others come, whether the other path works, and through which frame all machines agree.
///
/// `bob's moves come by RELAY, 158 ms round trip · P2P down 4.0 s · in sync through frame 1320`
///
/// It is always there, in every layout, and made from the one snapshot that the panels show too.
struct PlainSentence: ScreenPart {
  /// Holds one part of the sentence, in words that become fewer.
  struct Part: Hashable {
    var texts: [String]
    var style: Style

    /// As many words as it has left.
    var text: String { texts.first ?? "" }

    init(_ texts: [String], _ style: Style) {
      self.texts = texts
      self.style = style
    }
  }

  let screen: Shared<ScreenModel>
  private var numbers: MatchNumbers { model.numbers }
  private var peers: [MatchNumbers.Peer] { numbers.peers }

  init(_ screen: Shared<ScreenModel>) { self.screen = screen }

  /// Who brings the moves, what becomes of the other path, whether all agree.
  var parts: [Part] { [moves, otherPath, agreement].compactMap(\.self) }

  /// The sentence in one row: with as many words as there is room for.
  func phrases(columns: Int) -> [Phrase] { fitting(parts, columns) }

  /// Columns below which it loses a part.
  var leastColumns: Int {
    model.widths.columns(joined(parts.map { Part($0.texts.suffix(1), $0.style) }))
  }

  /// All but the first part in one row.
  func rest(columns: Int) -> [Phrase] { fitting(Array(parts.dropFirst()), columns) }

  /// The longest text is shortened first; the last part goes when no text is shorter any more.
  private func fitting(_ parts: [Part], _ columns: Int) -> [Phrase] {
    var parts = parts
    while model.widths.columns(joined(parts)) > columns {
      let longest = parts.indices.filter { parts[$0].texts.count > 1 }
        .max { model.widths.columns(parts[$0].text) < model.widths.columns(parts[$1].text) }
      if let longest {
        parts[longest].texts.removeFirst()
      } else if parts.count > 1 {
        parts.removeLast()
      } else {
        return parts.map { Phrase(model.widths.fit($0.text, columns: columns), $0.style) }
      }
    }
    return joined(parts)
  }

  /// The sentence in rows of its own, a part in each.
  func rows(columns: Int) -> [Phrase] {
    parts.map { Phrase(model.widths.first(of: $0.texts, columns: columns), $0.style) }
  }

  private func joined(_ parts: [Part]) -> [Phrase] {
    parts.enumerated().flatMap { index, part in
      [Phrase(index > 0 ? " · " : "", .dim), Phrase(part.text, part.style)]
    }
  }

  // MARK: Whose moves come how

  private var moves: Part {
    guard !peers.isEmpty else { return Part(["nobody plays yet"], .dim) }
    if numbers.endReason != nil { return Part(["the match is over"], .strong) }
    if let silent = peers.first(where: { $0.mode == .dark }) { return darkness(silent) }
    if peers.count == 1 { return moves(of: peers[0]) }
    let carriers = Set(peers.map { model.leading($0) })
    guard carriers.count == 1, let carrier = carriers.first, let carrier else { return mixture }
    let slowest = peers.compactMap { $0.paths[carrier].roundTrip?.wholeMilliseconds }.max()
    let time = slowest.map { "\($0) ms" }
    return Part(
      [
        "all moves come by \(carrier.title)" + (time.map { ", \($0) round trip at most" } ?? ""),
        "all moves: \(carrier.title)" + (time.map { ", \($0)" } ?? ""),
        "all: \(carrier.title)" + (time.map { " \($0)" } ?? ""), carrier.title,
      ], .bold(carrier.role))
  }

  private func moves(of peer: MatchNumbers.Peer) -> Part {
    let name = model.name(peer.seat)
    guard let path = model.leading(peer) else {
      return Part(["no moves of \(name)'s yet", "no moves yet"], .dim)
    }
    let time = peer.paths[path].roundTrip.map { Wording.span(milliseconds: $0.wholeMilliseconds) }
    let comma = time.map { ", \($0)" } ?? ""
    return Part(
      [
        "\(name)'s moves come by \(path.title)" + (time.map { ", \($0) round trip" } ?? ""),
        "\(name)'s moves come by \(path.title)" + comma, "\(name)'s moves: \(path.title)" + comma,
        "\(name) by \(path.title)" + comma, "\(path.title)" + (time.map { " \($0)" } ?? ""),
      ], .bold(path.role))
  }

  /// With several peers whose moves come by different paths: who comes by which.
  private var mixture: Part {
    let groups = Path.allCases.compactMap { path -> String? in
      let names = peers.filter { model.leading($0) == path }.map { model.name($0.seat) }
      return names.isEmpty ? nil : "\(Wording.list(names)) by \(path.title)"
    }
    guard !groups.isEmpty else {
      return Part(["no moves of the others yet", "no moves yet"], .dim)
    }
    let direct = peers.count { model.leading($0) == .direct }
    let relay = peers.count { model.leading($0) == .relay }
    return Part(
      [
        "moves come " + groups.joined(separator: ", "), groups.joined(separator: ", "),
        "\(direct) by P2P, \(relay) by RELAY",
      ], .bold(relay > 0 ? .relay : .direct))
  }

  private func darkness(_ peer: MatchNumbers.Peer) -> Part {
    let name = model.name(peer.seat)
    let time = Wording.span(seconds: peer.silence.milliseconds / 1000)
    return Part(
      [
        "nothing comes from \(name) for \(time), by any path", "nothing from \(name) for \(time)",
        "\(name): nothing, \(time)",
      ], .bold(.bad))
  }

  // MARK: The other path

  private var otherPath: Part? {
    guard numbers.endReason == nil, let peer = doubtful else { return nil }
    if peer.mode == .dark {
      let frame = numbers.frame.number
      return numbers.stalls.isUnderWay
        ? Part(
          [
            "the game stands still at frame \(frame)", "stands still at frame \(frame)",
            "still at \(frame)",
          ], .bold(.warning))
        : nil
    }
    return directTrouble(peer) ?? relayTrouble(peer) ?? reserve(peer)
  }

  /// The peer about whose paths there is most to say.
  private var doubtful: MatchNumbers.Peer? {
    peers.first { $0.mode == .dark } ?? peers.first { $0.degradation != nil }
      ?? peers.first { $0.paths.direct.state.word != "up" }
      ?? peers.first { $0.paths.relay.state.word != "up" } ?? peers.first
  }

  private func directTrouble(_ peer: MatchNumbers.Peer) -> Part? {
    let direct = peer.paths.direct
    let who = peers.count > 1 ? " to \(model.name(peer.seat))" : ""
    if let since = peer.degradation?.at {
      let time = Wording.span(seconds: (numbers.at - since).milliseconds / 1000)
      guard direct.isDelivering else {
        // The banner's word until it is judged down: silence and that are two events.
        let word = if case .down = direct.state { "down" } else { "lost" }
        return Part(["P2P\(who) \(word) \(time)", "P2P \(word) \(time)"], .bold(.bad))
      }
      let missing = peer.recoversIn.map {
        Wording.span(seconds: max($0.milliseconds / 1000, 0.1))
      }
      let rest = missing.map { ", good in \($0) at best" } ?? ""
      return Part(
        [
          "P2P\(who) degraded \(time)\(rest)", "P2P degraded \(time)\(rest)",
          "P2P degraded \(time)",
        ], .bold(.warning))
    }
    switch direct.state {
    case .never, .connecting:
      let why = peer.obstacle.map { ": " + $0.words(about: model.name(peer.seat)) } ?? " yet"
      return Part(["no P2P\(who)\(why)", "no P2P\(why)", "no P2P\(who)", "no P2P"], .dim)
    case .suspect: return Part(["P2P\(who) is silent", "P2P silent"], .bold(.warning))
    case .down: return Part(["P2P\(who) down", "P2P down"], .bold(.bad))
    case .probation: return Part(["P2P\(who) is being tried", "P2P tried"], Style(.warning))
    case .up: return nil
    }
  }

  private func relayTrouble(_ peer: MatchNumbers.Peer) -> Part? {
    switch peer.paths.relay.state {
    case .up: nil
    case .never, .connecting: Part(["no RELAY yet", "no RELAY"], .dim)
    case .suspect: Part(["RELAY is silent", "RELAY silent"], .bold(.warning))
    case .down(let since):
      Part(
        ["RELAY down \(Wording.span(seconds: (numbers.at - since).milliseconds / 1000))"],
        .bold(.bad))
    case .probation: Part(["RELAY is being tried", "RELAY tried"], Style(.warning))
    }
  }

  /// Both are up: the one that is second stands by.
  private func reserve(_ peer: MatchNumbers.Peer) -> Part? {
    guard let leading = model.leading(peer) else { return nil }
    let title = leading.other.title
    let slowest = peers.compactMap { $0.paths[leading.other].roundTrip?.wholeMilliseconds }.max()
    let time = slowest.map { " at \(Wording.span(milliseconds: $0))" }
    return Part(
      ["\(title) stands by\(time ?? "")", "\(title) stands by", "\(title) up"], Style(.text))
  }

  // MARK: Agreement

  private var agreement: Part? {
    guard !peers.isEmpty else { return nil }
    for peer in peers {
      if case .desync(let frame, _, _) = peer.agreement {
        return Part(
          [
            "NOT in sync with \(model.name(peer.seat)) since frame \(frame.number)",
            "NOT in sync since frame \(frame.number)", "NOT in sync since \(frame.number)",
            "desync \(frame.number)",
          ], .bold(.bad))
      }
    }
    let verified = peers.map(\.verifiedFrame)
    guard verified.allSatisfy({ $0 != nil }), let frame = verified.compactMap(\.self).min() else {
      return Part(["agreement not proven yet", "not proven yet"], .dim)
    }
    let isFresh = peers.allSatisfy { $0.presentAgreement == .match } || numbers.endReason != nil
    let all = peers.count > 1 ? "all " : ""
    let since = isFresh ? "" : ", not proven since"
    return Part(
      [
        "\(all)in sync through frame \(frame.number)\(since)",
        "in sync through \(frame.number)\(since)", "in sync through \(frame.number)",
        "✓\(frame.number)",
      ], Style(isFresh ? .good : .warning))
  }
}
