import GridGame
import Netplay
import Rollback
import Station
import Views
import Vocabulary

/// How the protocol's words become the screen's; the screen knows nothing of the protocol.
extension Views.HealthStatus {
  init(_ status: Netplay.HealthStatus) {
    switch status {
    case .good: self = .good
    case .warning: self = .warning
    case .critical: self = .critical
    case .down: self = .down
    }
  }
}

extension PathModel.State {
  init(_ state: PathMonitor.State) {
    switch state {
    case .never: self = .never(why: nil)
    case .connecting: self = .connecting
    case .up: self = .up
    case .suspect: self = .suspect
    case .down: self = .down
    case .probation: self = .probation
    }
  }
}

extension DeliveryMode {
  init(_ mode: Mode) {
    switch mode {
    case .dual: self = .dual
    case .directOnly: self = .directOnly
    case .relayOnly: self = .relayOnly
    case .dark: self = .dark
    }
  }
}

extension PathKind {
  init(_ path: Vocabulary.Path) { self = path == .direct ? .direct : .relay }
}

extension Timeline.Delivery {
  init(_ path: Vocabulary.Path) { self = path == .direct ? .direct : .relay }
}

extension HashAgreement {
  /// A newest verification older than this says nothing about the present.
  private static let freshness = Duration.seconds(3)

  init(_ ledger: ChecksumLedger, now: Instant) {
    if let bracket = ledger.bracket {
      self = .desync(frame: bracket.differing, ours: bracket.ours, theirs: bracket.theirs)
    } else if let verifiedAt = ledger.verifiedAt, now - verifiedAt <= Self.freshness {
      self = .match
    } else {
      self = .waiting
    }
  }
}

extension FallbackCause {
  /// The cause of a degradation with what was measured at that moment, or is now.
  init(_ cause: FallbackMonitor.Cause, _ event: FallbackMonitor.Event, _ endpoint: Endpoint) {
    let direct = endpoint.paths.direct
    let latency = Int((event.latency ?? .zero).milliseconds.rounded())
    switch cause {
    case .latency: self = .slow(latencyMilliseconds: latency)
    case .critical: self = .critical(latencyMilliseconds: latency)
    case .silence: self = .silent(milliseconds: Int(event.silence.milliseconds.rounded()))
    case .loss:
      let share = direct.sequences.missingShare(windows: SequenceTracker.judgedWindows)
      self = .lossy(percent: Int((share * 100).rounded()))
    case .backlog: self = .backlog
    case .closed: self = .closed
    case .connectFailed: self = .failed
    }
  }
}

extension RollbackModel {
  init(_ match: borrowing Match<Ghostline>) {
    self.init()
    let statistics = match.session.statistics
    count = statistics.rollbacks
    maxDepth = statistics.maxDepth
    histogram = statistics.depthHistogram
    resimulatedFrames = statistics.resimulatedFrames
    stalls = match.stalls.count
    predictedFrames = match.frame - match.confirmedFrame
    window = match.session.window
    isStalled = match.stalls.since != nil
  }
}

extension Endpoint {
  /// The path with the better judgement; the direct one of equals.
  func bestPath(now: Instant) -> Vocabulary.Path {
    guard paths.direct.isDelivering(now: now) else { return .relay }
    guard paths.relay.isDelivering(now: now) else { return .direct }
    return paths.direct.status <= paths.relay.status ? .direct : .relay
  }

  /// Inputs of confirmed frames that no path brought: by the counters, not by belief.
  func missingInputs(through confirmed: Frame) -> Int {
    let applied = paths.direct.counters.inputs.first + paths.relay.counters.inputs.first
    return max(0, confirmed.number - applied)
  }

  func bestStatus(now: Instant) -> Netplay.HealthStatus {
    silence(now: now) > Endpoint.Limit.silence ? .down : paths[bestPath(now: now)].status
  }
}

extension Views.MatchSummary {
  init(_ playing: borrowing Playing, reason: EndReason, names: [String]) {
    self.init()
    let summary = playing.match.summary
    let state = playing.confirmedState
    let seat = playing.match.configuration.localSeat
    headline = Self.headline(state, seat: seat, reason: reason, names: names)
    rounds = Int(state.round)
    seconds = summary.elapsed.milliseconds / 1000
    frames = summary.confirmedFrame
    sentDirect = summary.inputs.sentDirect
    receivedDirect = summary.inputs.receivedDirect
    sentRelay = summary.inputs.sentRelay
    receivedRelay = summary.inputs.receivedRelay
    rollback = RollbackModel(playing.match)
    if let peer = summary.peers.first, let endpoint = playing.match.endpoints.first {
      apply(peer, endpoint, names: names)
      missing = endpoint.missingInputs(through: Frame(summary.confirmedFrame))
    }
    fallbacks = Self.fallbacks(playing)
  }

  private mutating func apply(
    _ peer: Netplay.MatchSummary.Peer, _ endpoint: Endpoint, names: [String]
  ) {
    peerName = names[peer.seat.number]
    verifiedFrame = peer.verifiedFrame.map { Frame($0) }
    hashesCompared = peer.hashesCompared
    hashesReceived = peer.hashesReceived
    if let bracket = endpoint.ledger.bracket {
      agreement = .desync(frame: bracket.differing, ours: bracket.ours, theirs: bracket.theirs)
    } else {
      agreement = peer.verifiedFrame == nil ? .waiting : .match
    }
    roundTripMedian = peer.paths.direct.rttMedian.map { Int($0.milliseconds.rounded()) }
    roundTripP95 = peer.paths.direct.rtt95.map { Int($0.milliseconds.rounded()) }
    jitterMilliseconds = peer.paths.direct.jitter.map { Int($0.milliseconds.rounded()) }
    loss = peer.paths.direct.loss
  }

  private static func headline(
    _ state: Ghostline.State, seat: PlayerIndex, reason: EndReason, names: [String]
  ) -> String {
    switch reason {
    case .left(let leaver): return leaver == seat ? "you left" : "\(names[leaver.number]) left"
    case .peerLost(let peer): return "\(names[peer.number]) is gone"
    case .givenUp(let peer): return "\(names[peer.number]) gave up waiting for you"
    case .completed: break
    }
    let others = (0..<Int(state.players)).filter { $0 != seat.number }
      .map { "\(state.score(PlayerIndex($0)))" }
    let score = "\(state.score(seat)) : " + others.joined(separator: " : ")
    switch state.matchOutcome {
    case .won(let winner):
      return (winner == seat ? "you win " : "\(names[winner.number]) wins ") + score
    case .draw: return "a draw, \(score)"
    case .undecided: return "ended at \(score)"
    }
  }

  /// Each degradation with the recovery that followed it.
  private static func fallbacks(_ playing: borrowing Playing) -> [Fallback] {
    playing.match.endpoints.flatMap { endpoint in
      var result: [Fallback] = []
      var open: FallbackMonitor.Event?
      for event in endpoint.fallback.events {
        switch event.kind {
        case .degraded: open = event
        case .recovered:
          if let start = open { result.append(fallback(start, until: event.at, true, endpoint)) }
          open = nil
        }
      }
      let end = playing.startedAt + playing.match.elapsed
      if let start = open { result.append(fallback(start, until: end, false, endpoint)) }
      return result
    }
  }

  private static func fallback(
    _ event: FallbackMonitor.Event, until end: Instant, _ recovered: Bool, _ endpoint: Endpoint
  ) -> Fallback {
    guard case .degraded(let cause) = event.kind else {
      preconditionFailure("a fallback starts with a degradation")
    }
    return Fallback(
      frame: event.frame, cause: FallbackCause(cause, event, endpoint),
      seconds: (end - event.at).milliseconds / 1000, hasRecovered: recovered)
  }
}
