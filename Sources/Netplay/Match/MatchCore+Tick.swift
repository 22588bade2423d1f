public import Rollback
public import Vocabulary

extension MatchCore {
  /// Whether the episode goes on beyond the present.
  @usableFromInline var goesOn: Bool {
    mutating get {
      guard case .playing = phase, final == nil else { return false }
      return configuration.frameLimit.map { frame < $0 } ?? true
    }
  }

  /// The input delay of this tick: an episode shorter than it still needs the inputs of all its frames.
  @usableFromInline var delay: Int {
    mutating get { configuration.frameLimit.map { min(inputDelay, $0 - 1 - frame) } ?? inputDelay }
  }

  /// Whether this tick is given up to let the others catch up.
  @usableFromInline mutating func skipsTick() -> Bool { pacer.skipsTick() }

  /// Takes our input of the next frame without one.
  @usableFromInline mutating func submitted(_ word: UInt64) { localInputs.append(word) }

  /// Notes what became of a tick's step, and the present.
  @usableFromInline mutating func stepped(
    _ step: TickReport.Step, to frame: Frame, now: Instant
  ) {
    self.frame = frame
    switch step {
    case .stalled(let seats): if stalls.stalled(now: now) { emit(.stalled(waitingFor: seats)) }
    case .advanced, .finished:
      if let length = stalls.moved(now: now) { emit(.resumed(after: length)) }
    case .held: break
    }
  }

  /// The next frame to take into the chain, if it is final; the episode may end before.
  @usableFromInline mutating func nextToFold(through settled: Frame) -> Frame? {
    let next = Frame(chain.count)
    return final == nil && next <= settled ? next : nil
  }

  /// Takes the checksum of a frame that became final, in order.
  @usableFromInline mutating func folded(_ frame: Frame, checksum: UInt64, isOver: Bool) {
    chain.append(checksum, of: frame)
    let isFinal = isOver || frame == configuration.frameLimit
    if isFinal {
      final = FinalState(frame: frame, checksum: checksum)
      emit(.finished(at: frame))
    }
    if let value = chain.chain(at: frame) {
      schedule.confirmed(frame, chain: value, isFinal: isFinal)
    }
  }

  /// Judges the paths to a peer; then `hashEffects` holds what its ledger concluded.
  @usableFromInline mutating func judgePaths(of index: Int, now: Instant) {
    endpoints[index].judge(chain: chain, now: now, events: &events, hashes: &hashEffects)
  }

  /// The fallback check, after the hashes, and the time in each mode.
  @usableFromInline mutating func checkFallback(of index: Int, nanoseconds: Int64, now: Instant) {
    let moment = Endpoint.Moment(
      frame: frame, confirmed: chain.newest ?? .zero, isOver: final != nil,
      nanoseconds: nanoseconds, network: network, now: now)
    endpoints[index].conclude(moment, events: &events)
  }

  /// Ends a tick: pace, phase, datagrams.
  @usableFromInline mutating func finish(_ step: TickReport.Step, nanoseconds: Int64, now: Instant)
  {
    pace(step, now: now)
    if final == nil { elapsedNanoseconds += nanoseconds }
    updatePhase(now: now)
    write(now: now)
  }

  /// Feeds the pacer with the means over all peers: what all sides are ahead then adds up to zero,
  /// so that they never slow down for each other in a circle.
  private mutating func pace(_ step: TickReport.Step, now: Instant) {
    guard case .playing = phase else { return }
    let leads = leads
    if leads.count > 0 {
      pacer.observed(
        ours: Double(leads.ours) / Double(leads.count),
        theirs: Double(leads.theirs) / Double(leads.count), roundTrip: leads.roundTrip, now: now)
    }
    if case .stalled = step { pacer.stalled(roundTrip: leads.roundTrip, now: now) }
  }

  /// Sums over the peers that have told their lead, and the slowest round trip to one of them.
  private struct Leads {
    var ours = 0
    var theirs = 0
    var count = 0
    var slowest: Duration?
    var roundTrip: Duration { slowest ?? Pacer.Limit.unknownRoundTrip }
  }

  private var leads: Leads {
    var leads = Leads()
    for index in endpoints.indices {
      guard let told = endpoints[index].lead else { continue }
      leads.ours += frame - endpoints[index].frontier
      leads.theirs += told
      leads.count += 1
      guard let roundTrip = endpoints[index].roundTrip else { continue }
      leads.slowest = max(leads.slowest ?? roundTrip, roundTrip)
    }
    return leads
  }

  private mutating func updatePhase(now: Instant) {
    for index in endpoints.indices { endpoints[index].weighHearsay(now: now) }
    switch phase {
    case .playing:
      if final != nil {
        phase = .finishing(since: now)
      } else if let reason = departure() {
        end(reason, now: now)
      }
    case .finishing(let since):
      let isDone = endpoints.indices.allSatisfy { isSettled(with: $0) }
      let isSearch = endpoints.indices.contains { endpoints[$0].ledger.bracket != nil }
      if isDone || now - since > (isSearch ? MatchLimit.search : MatchLimit.linger) {
        phase = .farewell(.completed, until: now + MatchLimit.farewell)
      }
    case .farewell(let reason, let until):
      if now >= until { end(reason, now: now) }
    case .ended: break
    }
  }

  /// Why a match among fewer has to end; nothing while all are here.
  private mutating func departure() -> EndReason? {
    for index in endpoints.indices {
      if case .gone = endpoints[index].liveness { return .peerLost(seat(of: index)) }
    }
    for index in endpoints.indices where endpoints[index].ending == .left {
      return .left(seat(of: index))
    }
    for index in endpoints.indices where endpoints[index].ending == .completed && awaits(index) {
      return .givenUp(by: seat(of: index))
    }
    guard let quitter = endpoints.indices.first(where: { endpoints[$0].ending == .givenUp }) else {
      return nil
    }
    // It missed somebody: one whom we do not hear either, or us.
    let missed = endpoints.first { $0.ending != .givenUp && !$0.liveness.isHeard }
    return missed.map { .peerLost($0.seat) } ?? .givenUp(by: seat(of: quitter))
  }

  /// Whether an input of the peer is missing: one that has played to the end may have told us all.
  private mutating func awaits(_ index: Int) -> Bool {
    goesOn ? endpoints[index].frontier <= frame : endpoints[index].frontier < frame
  }

  /// Whether both sides have concluded.
  private func isSettled(with index: Int) -> Bool {
    endpoints[index].ending == .left
      || (endpoints[index].holdsFinalReport && hasConcluded(on: index))
  }

  /// Whether we hold the peer's final report and know what differs, if anything does.
  func hasConcluded(on index: Int) -> Bool {
    final != nil && endpoints[index].ledger.newestReported == final?.frame
      && endpoints[index].ledger.isSettled
  }

  private mutating func end(_ reason: EndReason, now: Instant) {
    // A stall that lasts to the end has no frame to resume with, but it lasted.
    _ = stalls.moved(now: now)
    phase = .ended(reason)
    emit(.ended(reason))
  }
}
