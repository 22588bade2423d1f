import Rollback
import Vocabulary

extension Match {
  /// The measures of the episode so far.
  public var summary: MatchSummary {
    let last = finalFrame ?? session.currentFrame
    return MatchSummary(
      epoch: configuration.epoch, seat: configuration.localSeat,
      frames: min(session.currentFrame, last).number, confirmedFrame: confirmedFrame.number,
      finalChecksum: finalChecksum,
      chain: chain.newest.flatMap { chain.chain(at: $0) }, endReason: endReason,
      inputs: inputSummary, fallback: fallback,
      fallbackProvenThrough: endpoints.compactMap(\.fallback.provenThrough).min()?.number,
      fallbackEvents: endpoints.flatMap(\.fallback.events).sorted { $0.at < $1.at },
      rollback: session.statistics, stalls: stalls.count, stalledTime: stalls.total,
      longestStall: stalls.longest, elapsed: elapsed, ignored: ignored,
      peers: endpoints.map { peerSummary($0) })
  }

  private var inputSummary: MatchSummary.Inputs {
    func sum(_ path: Path, _ count: (PathCounters.Inputs) -> Int) -> Int {
      endpoints.reduce(0) { $0 + count($1.paths[path].counters.inputs) }
    }
    return MatchSummary.Inputs(
      sentDirect: inputsSent.direct, sentRelay: inputsSent.relay,
      receivedDirect: sum(.direct, \.distinct), receivedRelay: sum(.relay, \.distinct),
      firstDirect: sum(.direct, \.first), firstRelay: sum(.relay, \.first))
  }

  private func peerSummary(_ endpoint: Endpoint) -> MatchSummary.Peer {
    MatchSummary.Peer(
      seat: endpoint.seat, verifiedFrame: endpoint.ledger.verifiedFrame?.number,
      hashesSent: schedule.minted, hashesReceived: endpoint.ledger.received,
      hashesCompared: endpoint.ledger.compared, hashMismatches: endpoint.ledger.mismatches,
      firstBadFrame: endpoint.ledger.firstBadFrame?.number, modeTimes: endpoint.modeTimes,
      obstacle: endpoint.obstacle,
      paths: PerPath(
        direct: pathSummary(endpoint, .direct), relay: pathSummary(endpoint, .relay)))
  }

  private func pathSummary(_ endpoint: Endpoint, _ path: Path) -> MatchSummary.PathSummary {
    let monitor = endpoint.paths[path]
    let margin = endpoint.margins[path]
    let isHeard = monitor.sequences.newest != nil
    return MatchSummary.PathSummary(
      state: monitor.state, counters: monitor.counters,
      rttMedian: monitor.roundTrips.histogram.quantile(0.5),
      rtt95: monitor.roundTrips.histogram.quantile(0.95),
      jitter: isHeard ? monitor.sequences.jitter : nil,
      loss: isHeard ? monitor.sequences.totalMissingShare : nil,
      margin: margin.count == 0
        ? nil : .nanoseconds(margin.nanoseconds / Int64(margin.count)))
  }
}
