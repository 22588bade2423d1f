import GridGame
import Netplay
import Rollback
import Views
import Vocabulary

/// Decides which banner the present state of a match calls for, and for how long.
struct BannerKeeper {
  /// How long the red banner keeps its full width of words.
  private static let full = Duration.seconds(5)
  /// How long the green one stays.
  private static let restored = Duration.seconds(3)

  private struct Restoration {
    let frame: Frame
    let at: Instant
    let lasted: Duration
  }

  private var restoration: Restoration?
  private var isDesyncAcknowledged = false
  private var degradedAt: [PlayerIndex: (at: Instant, relayInputs: Int)] = [:]
  private var relayInputs: [PlayerIndex: Int] = [:]

  mutating func note(_ event: MatchEvent, frame: Frame, now: Instant) {
    guard case .fallback(let peer, let effect) = event else { return }
    switch effect {
    case .latched, .proven: break
    case .degraded:
      degradedAt[peer] = (now, relayInputs[peer] ?? 0)
      restoration = nil
    case .recovered(let event):
      let lasted = degradedAt[peer].map { now - $0.at } ?? .zero
      restoration = Restoration(frame: event.frame, at: now, lasted: lasted)
      degradedAt[peer] = nil
    }
  }

  mutating func acknowledge() { isDesyncAcknowledged = true }

  /// The banner of this moment; the gravest one first.
  mutating func banner(
    _ match: borrowing Match<Ghostline>, names: [String], now: Instant
  ) -> Banner {
    for endpoint in match.endpoints {
      relayInputs[endpoint.seat] = endpoint.paths.relay.counters.inputs.distinct
    }
    guard match.endReason == nil else { return .none }
    if let banner = desync(match, names: names) { return banner }
    if let banner = noPath(match, names: names, now: now) { return banner }
    if let banner = degraded(match, names: names, now: now) { return banner }
    guard let restoration, now - restoration.at < Self.restored else { return .none }
    let agreement = match.endpoints.first.map { HashAgreement($0.ledger, now: now) }
    return .restored(
      frame: restoration.frame, seconds: restoration.lasted.milliseconds / 1000,
      inputsLost: match.endpoints.reduce(0) {
        $0 + $1.missingInputs(through: match.confirmedFrame)
      },
      agreement: agreement ?? .waiting)
  }

  private func desync(_ match: borrowing Match<Ghostline>, names: [String]) -> Banner? {
    guard !isDesyncAcknowledged else { return nil }
    for endpoint in match.endpoints {
      guard let bracket = endpoint.ledger.bracket else { continue }
      return .desync(
        peer: names[endpoint.seat.number], frame: bracket.differing, ours: bracket.ours,
        theirs: bracket.theirs)
    }
    return nil
  }

  private func noPath(
    _ match: borrowing Match<Ghostline>, names: [String], now: Instant
  ) -> Banner? {
    for endpoint in match.endpoints where endpoint.silentSince != nil {
      return .noPath(
        peer: names[endpoint.seat.number],
        seconds: endpoint.silence(now: now).milliseconds / 1000,
        limitSeconds: Int(Endpoint.Limit.gone.milliseconds / 1000), frozenAt: match.frame)
    }
    return nil
  }

  private func degraded(
    _ match: borrowing Match<Ghostline>, names: [String], now: Instant
  ) -> Banner? {
    let affected = match.endpoints.filter { $0.fallback.current != nil }
    guard let worst = affected.first, let event = worst.fallback.current,
      case .degraded(let cause) = event.kind
    else { return nil }
    var peers = affected.map { names[$0.seat.number] }.joined(separator: ", ")
    if match.endpoints.count > 1 { peers += " (\(affected.count) of \(match.endpoints.count))" }
    let seconds = (now - event.at).milliseconds / 1000
    let isLost = !worst.paths.direct.isDelivering(now: now)
    var shown = FallbackCause(cause, event, worst)
    if case .probation = worst.paths.direct.state { shown = .proving }
    guard isLost else {
      return .degraded(peers: peers, frame: event.frame, cause: shown, seconds: seconds)
    }
    guard now - event.at < Self.full else {
      return .relaySince(frame: event.frame, seconds: seconds)
    }
    let before = degradedAt[worst.seat]?.relayInputs ?? 0
    return .lost(
      peers: peers, frame: event.frame, cause: shown, seconds: seconds,
      relayInputs: max(0, worst.paths.relay.counters.inputs.distinct - before))
  }
}
