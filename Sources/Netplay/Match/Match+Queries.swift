public import Rollback
public import Vocabulary

/// What can be asked of a match; nothing here changes it.
extension Match {
  package var configuration: Configuration { core.configuration }
  package var inputDelay: Int { core.inputDelay }
  package var endpoints: [Endpoint] { core.endpoints }
  package var chain: StateChain { core.chain }
  package var schedule: HashSchedule { core.schedule }
  package var pacer: Pacer { core.pacer }
  package var phase: Phase { core.phase }
  @inlinable package var outbox: Outbox { core.outbox }
  /// When the next tick is due.
  public var nextTick: Instant { core.ticks.next }
  /// The last frame of the episode, once it is confirmed.
  package var finalFrame: Frame? { core.final?.frame }

  /// The state to draw; what it is past the confirmed frame may still change.
  public var present: G.State { session.present }

  /// The frame of the present.
  @inlinable public var frame: Frame { session.currentFrame }

  /// The newest frame that is final and whose state is simulated, up to the end of the episode.
  @inlinable public var settledFrame: Frame {
    let settled = session.settledFrame
    return core.lastFrame.map { min($0, settled) } ?? settled
  }

  /// Why the episode is over, once it is.
  public var endReason: EndReason? {
    if case .ended(let reason) = core.phase { reason } else { nil }
  }

  package func endpointIndex(of seat: PlayerIndex) -> Int? { core.endpointIndex(of: seat) }
}
