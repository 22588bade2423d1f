import Rollback
import Vocabulary

extension Match {
  /// All that there is to say of the match, as of its newest tick.
  public var numbers: MatchNumbers {
    var numbers = core.numbers
    numbers.frame = finalFrame.map { min($0, session.currentFrame) } ?? session.currentFrame
    numbers.settledFrame = settledFrame
    numbers.window = session.window
    numbers.rollback = session.statistics
    return numbers
  }
}

extension MatchCore {
  /// What does not depend on the session.
  fileprivate var numbers: MatchNumbers {
    var numbers = MatchNumbers(
      epoch: configuration.epoch, seat: configuration.localSeat, at: ticks.newest)
    numbers.lead = pacer.lead
    numbers.finalChecksum = final?.checksum
    numbers.chain = chain.newest.flatMap { chain.chain(at: $0) }
    if case .ended(let reason) = phase { numbers.endReason = reason }
    numbers.stalls = stalls
    numbers.elapsed = .nanoseconds(elapsedNanoseconds)
    numbers.ignored = ignored
    numbers.peers = endpoints.map { endpoint in
      var peer = endpoint.numbers(now: ticks.newest)
      peer.hashesSent = schedule.minted
      peer.verifiedChain = peer.verifiedFrame.flatMap { chain.chain(at: $0) }
      return peer
    }
    numbers.inputsSent = localInputs.sent
    return numbers
  }
}

extension Endpoint {
  fileprivate func numbers(now: Instant) -> MatchNumbers.Peer {
    var peer = MatchNumbers.Peer(seat: seat)
    peer.frontier = frontier
    peer.mode = mode(now: now)
    peer.hearsUs = Mode(delivering: hears)
    peer.silence = silence(now: now)
    peer.isSilent = !liveness.isHeard
    peer.roundTrip = roundTrip
    peer.obstacle = direct.obstacle
    peer.agreement = ledger.agreement
    peer.verifiedFrame = ledger.verifiedFrame
    peer.verifiedFor = ledger.verifiedAt.map { now - $0 }
    peer.hashesReceived = ledger.received
    peer.hashesCompared = ledger.compared
    peer.hashMismatches = ledger.mismatches
    peer.firstBadFrame = ledger.firstBadFrame
    peer.fallback = fallback.latch
    peer.fallbackEvents = fallback.events
    peer.degradation = fallback.current
    peer.fallbackProvenThrough = fallback.provenThrough
    peer.modeTimes = modeTimes
    peer.paths = PerPath(
      direct: paths.direct.numbers(traffic, .direct, now: now),
      relay: paths.relay.numbers(traffic, .relay, now: now))
    return peer
  }
}

extension PathMonitor {
  fileprivate func numbers(
    _ traffic: Traffic, _ which: Path, now: Instant
  ) -> MatchNumbers.OfPath {
    let isHeard = sequences.newest != nil
    var path = MatchNumbers.OfPath()
    path.state = state
    path.hasBeenUp = hasBeenUp
    path.isDelivering = isDelivering(now: now)
    path.status = hasBeenUp && !path.isDelivering ? .down : status
    path.counters = traffic.counters[which]
    path.roundTrip = roundTrips.mean(now: now)
    path.rttMedian = roundTrips.histogram.quantile(0.5)
    path.rtt95 = roundTrips.histogram.quantile(0.95)
    path.jitter = isHeard ? sequences.jitter : nil
    path.loss = isHeard ? sequences.totalMissingShare : nil
    path.recentLoss =
      isHeard ? sequences.missingShare(windows: SequenceTracker.shownWindows) : nil
    path.judgedLoss =
      isHeard ? sequences.missingShare(windows: SequenceTracker.judgedWindows) : nil
    let margin = traffic.margins[which]
    path.margin =
      margin.count == 0 ? nil : .nanoseconds(margin.nanoseconds / Int64(margin.count))
    return path
  }
}
