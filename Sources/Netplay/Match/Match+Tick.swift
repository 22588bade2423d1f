public import Rollback
public import Vocabulary

/// What one tick did.
public struct TickReport: Hashable, Sendable {
  /// What became of the frame that was due.
  public enum Step: Hashable, Sendable {
    /// One frame was stepped.
    case advanced
    /// The window is full; these seats' inputs are missing.
    case stalled(waitingFor: Presence)
    /// The pacer held this frame back, so that the other side can catch up.
    case held
    /// There is nothing left to step.
    case finished
  }

  /// The rollback of this tick, or nothing when every used input was right.
  public let correction: Correction?
  /// What came after it.
  public let step: Step
  /// The present after the tick.
  public let frame: Frame
  /// The newest frame that is final, up to the end of the episode.
  public let settledFrame: Frame

  @inlinable init(correction: Correction?, step: Step, frame: Frame, settledFrame: Frame) {
    self.correction = correction
    self.step = step
    self.frame = frame
    self.settledFrame = settledFrame
  }
}

extension Match {
  /// Runs one tick: inputs, correction, one frame or a stall, hashes, fallback check, datagrams.
  ///
  /// Call it when `nextTick` has come; the outbox then holds what is to be sent.
  @inlinable public mutating func tick(_ input: G.Input, now: Instant) -> TickReport {
    let time = core.began(now: now)
    let correction = session.correct()
    if let correction { core.emit(.rolledBack(correction)) }
    let step = step(input)
    core.stepped(step, to: session.currentFrame, now: now)
    foldSettledFrames()
    for index in 0..<core.peers {
      core.judgePaths(of: index, now: now)
      emitHashes(from: index)
      core.checkFallback(of: index, nanoseconds: time, now: now)
    }
    core.finish(step, nanoseconds: time, now: now)
    return TickReport(
      correction: correction, step: step, frame: session.currentFrame,
      settledFrame: core.confirmed(session.settledFrame))
  }

  @inlinable mutating func step(_ input: G.Input) -> TickReport.Step {
    guard core.goesOn else { return .finished }
    if core.skipsTick() { return .held }
    submit(input)
    switch session.advance() {
    case .advanced: return .advanced
    case .stalled(let seats): return .stalled(waitingFor: seats)
    }
  }

  /// Hands our input to the session; frames beyond the end of the episode need none.
  @inlinable mutating func submit(_ input: G.Input) {
    let seat = core.localSeat
    session.submit(input, of: seat, delay: core.delay)
    let frontier = session.frontier(of: seat)
    var next = core.localFrontier
    while next < frontier, let held = session.input(of: seat, at: next) {
      core.submitted(UInt64(truncatingIfNeeded: held.rawValue))
      next += 1
    }
  }

  /// Hashes every frame that became final, in order, up to the end of the episode.
  @inlinable mutating func foldSettledFrames() {
    while let frame = core.nextToFold(through: session.settledFrame) {
      evidence.store(frame, session: session)
      core.folded(
        frame, checksum: session.checksum(at: frame),
        isOver: session.withState(at: frame) { G.isOver($0) })
    }
  }
}
