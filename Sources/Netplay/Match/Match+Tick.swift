public import Rollback

/// What one tick did.
public struct TickReport: Hashable, Sendable {
  public enum Step: Hashable, Sendable {
    case advanced
    case stalled(waitingFor: Presence)
    /// The pacer held this frame back, so that the other side can catch up.
    case held
    /// There is nothing left to step.
    case finished
  }

  public let correction: Correction?
  public let step: Step
  /// The present after the tick.
  public let frame: Frame
  public let confirmedFrame: Frame
}

extension Match {
  /// Runs one tick: inputs, correction, one frame or a stall, hashes, fallback check, datagrams.
  ///
  /// Call it when `nextTick` has come; the outbox then holds what is to be sent.
  package mutating func tick(_ input: G.Input, now: Instant) -> TickReport {
    let time = lastTick.map { now.nanoseconds(since: $0) } ?? 0
    lastTick = now
    schedule(now: now)
    let correction = session.correct()
    if let correction { emit(.rolledBack(correction)) }
    let step = step(input, now: now)
    foldSettledFrames()
    for index in endpoints.indices { tick(endpoint: index, nanoseconds: time, now: now) }
    pace(step, now: now)
    if finalFrame == nil { elapsedNanoseconds += time }
    updatePhase(now: now)
    write(now: now)
    return TickReport(
      correction: correction, step: step, frame: session.currentFrame,
      confirmedFrame: confirmedFrame)
  }

  private mutating func schedule(now: Instant) {
    nextTick += pacer.frameDuration(nominal: configuration.frameDuration)
    if now - nextTick > Limit.catchUp { nextTick = now }
  }

  private mutating func step(_ input: G.Input, now: Instant) -> TickReport.Step {
    guard case .playing = phase, finalFrame == nil,
      configuration.frameLimit.map({ session.currentFrame < $0 }) ?? true
    else {
      endStall(now: now)
      return .finished
    }
    if pacer.skipsTick() { return .held }
    submit(input)
    switch session.advance() {
    case .advanced:
      endStall(now: now)
      return .advanced
    case .stalled(let seats):
      if stalls.stalled(now: now) { emit(.stalled(waitingFor: seats)) }
      return .stalled(waitingFor: seats)
    }
  }

  /// Hands our input to the session; frames beyond the end of the episode need none.
  private mutating func submit(_ input: G.Input) {
    let seat = configuration.localSeat
    var delay = inputDelay
    // An episode shorter than the delay still needs the inputs of all its frames.
    if let limit = configuration.frameLimit { delay = min(delay, limit - 1 - session.currentFrame) }
    session.submit(input, of: seat, delay: delay)
    while let held = session.input(of: seat, at: localInputs.frontier) {
      localInputs.append(UInt64(held.rawValue))
    }
  }

  private mutating func endStall(now: Instant) {
    if let length = stalls.moved(now: now) { emit(.resumed(after: length)) }
  }

  /// Hashes every frame that became final, in order, up to the end of the episode.
  mutating func foldSettledFrames() {
    while finalFrame == nil, chain.count <= session.settledFrame.number {
      let frame = Frame(chain.count)
      let checksum = session.checksum(at: frame)
      let isOver = session.withState(at: frame) { G.isOver($0) }
      chain.append(checksum, of: frame)
      evidence.store(frame, session: session)
      let isFinal = isOver || frame == configuration.frameLimit
      if isFinal {
        finalFrame = frame
        finalChecksum = checksum
        emit(.finished(at: frame))
      }
      if let value = chain.chain(at: frame) {
        schedule.confirmed(frame, chain: value, isFinal: isFinal)
      }
    }
  }

  private mutating func tick(endpoint index: Int, nanoseconds: Int64, now: Instant) {
    let seat = self.seat(of: index)
    if let change = endpoints[index].tick(.direct, now: now) {
      emit(.path(peer: seat, .direct, change))
    }
    if let change = endpoints[index].tick(.relay, now: now) {
      emit(.path(peer: seat, .relay, change))
    }
    endpoints[index].ledger.compare(with: chain, now: now, effects: &hashEffects)
    emitHashes(from: index)
    let effects = endpoints[index].checkFallback(frame: session.currentFrame, now: now)
    for effect in effects { emit(.fallback(peer: seat, effect)) }
    if finalFrame == nil { endpoints[index].spend(nanoseconds: nanoseconds, now: now) }
    if let event = endpoints[index].noteSilence(now: now) { emit(event) }
  }

  /// Feeds the pacer with the peer that we are furthest ahead of.
  private mutating func pace(_ step: TickReport.Step, now: Instant) {
    guard case .playing = phase else { return }
    var furthest: (index: Int, theirs: Int, difference: Int)?
    for index in endpoints.indices {
      guard let theirs = endpoints[index].lead else { continue }
      let difference = ourLead(over: seat(of: index)) - theirs
      if furthest.map({ difference > $0.difference }) ?? true {
        furthest = (index, theirs, difference)
      }
    }
    let roundTrip =
      furthest.flatMap { endpoints[$0.index].roundTrip(now: now) } ?? Pacer.Limit.unknownRoundTrip
    if let (_, theirs, difference) = furthest {
      pacer.observed(
        ours: Double(difference + theirs), theirs: Double(theirs), roundTrip: roundTrip, now: now)
    }
    if case .stalled = step { pacer.stalled(roundTrip: roundTrip, now: now) }
  }

  /// Frames that the present is past the peer's newest input.
  func ourLead(over seat: PlayerIndex) -> Int {
    session.currentFrame - session.frontier(of: seat)
  }

  private mutating func updatePhase(now: Instant) {
    switch phase {
    case .playing:
      if finalFrame != nil {
        phase = .finishing(since: now)
      } else if let gone = endpoints.indices.first(where: { endpoints[$0].isGone(now: now) }) {
        end(.peerLost(seat(of: gone)), now: now)
      } else if let leaver = endpoints.indices.first(where: { endpoints[$0].isLeaving }) {
        end(.left(seat(of: leaver)), now: now)
      }
    case .finishing(let since):
      let isDone = endpoints.indices.allSatisfy { isSettled(with: $0) }
      let isSearch = endpoints.indices.contains { endpoints[$0].ledger.bracket != nil }
      if isDone || now - since > (isSearch ? Limit.search : Limit.linger) {
        phase = .farewell(.completed, until: now + Limit.farewell)
      }
    case .farewell(let reason, let until):
      if now >= until { end(reason, now: now) }
    case .ended: break
    }
  }

  /// Whether both sides have concluded.
  private func isSettled(with index: Int) -> Bool {
    endpoints[index].isLeaving || (endpoints[index].holdsFinalReport && hasConcluded(on: index))
  }

  /// Whether we hold the peer's final report and know what differs, if anything does.
  func hasConcluded(on index: Int) -> Bool {
    finalFrame != nil && endpoints[index].ledger.newestReported == finalFrame
      && endpoints[index].ledger.isSettled
  }

  private mutating func end(_ reason: EndReason, now: Instant) {
    // A stall that lasts to the end has no frame to resume with, but it lasted.
    _ = stalls.moved(now: now)
    phase = .ended(reason)
    emit(.ended(reason))
  }
}
