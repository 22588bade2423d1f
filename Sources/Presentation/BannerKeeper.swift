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
  mutating func banner(_ numbers: MatchNumbers, names: [String], now: Instant) -> Banner {
    for peer in numbers.peers {
      relayInputs[peer.seat] = peer.paths.relay.counters.inputs.distinct
    }
    guard numbers.endReason == nil else { return .none }
    if let banner = desync(numbers, names: names) { return banner }
    if let banner = noPath(numbers, names: names) { return banner }
    if let banner = degraded(numbers, names: names, now: now) { return banner }
    guard let restoration, now - restoration.at < Self.restored else { return .none }
    return .restored(
      frame: restoration.frame, seconds: restoration.lasted.milliseconds / 1000,
      inputsLost: numbers.missingInputs,
      agreement: numbers.peers.first?.presentAgreement ?? .waiting)
  }

  private func desync(_ numbers: MatchNumbers, names: [String]) -> Banner? {
    guard !isDesyncAcknowledged else { return nil }
    for peer in numbers.peers {
      guard case .desync(let frame, let ours, let theirs) = peer.agreement else { continue }
      return .desync(peer: names[peer.seat.number], frame: frame, ours: ours, theirs: theirs)
    }
    return nil
  }

  private func noPath(_ numbers: MatchNumbers, names: [String]) -> Banner? {
    guard let peer = numbers.peers.first(where: \.isSilent) else { return nil }
    return .noPath(
      peer: names[peer.seat.number], seconds: peer.silence.milliseconds / 1000,
      limitSeconds: Int(Liveness.Limit.gone.milliseconds / 1000), frozenAt: numbers.frame)
  }

  private func degraded(_ numbers: MatchNumbers, names: [String], now: Instant) -> Banner? {
    let affected = numbers.peers.filter { $0.degradation != nil }
    guard let worst = affected.first, let event = worst.degradation,
      case .degraded(let cause) = event.kind
    else { return nil }
    var peers = affected.map { names[$0.seat.number] }.joined(separator: ", ")
    if numbers.peers.count > 1 { peers += " (\(affected.count) of \(numbers.peers.count))" }
    let seconds = (now - event.at).milliseconds / 1000
    var shown = FallbackCause(cause, event, worst)
    if let missing = worst.recoversIn, cause.isOver(once: worst.paths.direct) {
      shown = .proving(leastMilliseconds: max(missing.wholeMilliseconds, 100))
    }
    guard !worst.paths.direct.isDelivering else {
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

extension FallbackMonitor.Cause {
  /// Whether it is past as soon as the path delivers again; the others last until it is better.
  fileprivate func isOver(once path: MatchNumbers.OfPath) -> Bool {
    if case .probation = path.state { return true }
    return switch self {
    case .silence, .closed, .connectFailed: true
    case .latency, .critical, .loss, .backlog: false
    }
  }
}
