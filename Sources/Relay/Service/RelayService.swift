package import Vocabulary

/// Decides what a relay that runs by itself does on signals and as time passes: when it drains, when it
/// ends, and what the service manager is told.
///
/// ```
///   serving ── SIGTERM, SIGINT ──▶ draining ── last room, or time over ──▶ ended, all well
///                                      └─────── another signal ──────────▶ ended by it
/// ```
package struct RelayService: Hashable, Sendable {
  package enum Effect: Hashable, Sendable {
    /// Tell the service manager, if there is one.
    case notify(ServiceNotice)
    /// Take no new rooms, and end with the last one, at the latest after so long.
    case drain(for: Duration)
    /// Read again what may be read again while the relay runs.
    case reload
    case end(Ending)
  }

  package enum Ending: Hashable, Sendable {
    case drained
    /// Somebody had no patience.
    case signal(number: Int32)
  }

  /// What a signal asks for.
  package enum Wish: Hashable, Sendable {
    case stop(number: Int32)
    case reload
  }

  private enum Phase: Hashable, Sendable {
    case serving
    case draining
    case ended
  }

  private var phase = Phase.serving
  private let drainTime: Duration
  /// How often the service manager has to hear of us; nothing when it does not wait for that.
  private let watchInterval: Duration?
  private var nextSignOfLife: Instant

  /// - Parameter watchdog: After how much silence the service manager takes us for dead.
  package init(drainTime: Duration, watchdog: Duration?, now: Instant) {
    self.drainTime = drainTime
    watchInterval = watchdog?.halved
    nextSignOfLife = now
  }

  // MARK: Events

  package mutating func wished(_ wish: Wish, now: Instant) -> [Effect] {
    switch (phase, wish) {
    case (.ended, _): return []
    case (_, .reload): return [.reload]
    case (.serving, .stop):
      phase = .draining
      return [.notify(.stopping(drain: drainTime)), .drain(for: drainTime)]
    case (.draining, .stop(let number)):
      phase = .ended
      return [.end(.signal(number: number))]
    }
  }

  /// Looks at how the relay is; call it some times a second.
  package mutating func looked(at pulse: RelayPulse, now: Instant) -> [Effect] {
    guard phase != .ended else { return [] }
    if pulse.readiness == .stopped {
      phase = .ended
      return [.end(.drained)]
    }
    // A relay that hangs gives no sign of life: the service manager starts another one.
    guard let watchInterval, now >= nextSignOfLife, pulse.isFresh(now: now) else { return [] }
    nextSignOfLife = now + watchInterval
    return [.notify(.alive)]
  }
}

/// What a service manager is told, in the words of `sd_notify(3)`.
package enum ServiceNotice: Hashable, Sendable {
  case ready
  case alive
  /// - Parameter drain: How long it may take.
  case stopping(drain: Duration)

  /// What stands in one datagram.
  package var text: String {
    switch self {
    case .ready: "READY=1\nSTATUS=Ready for rooms.\n"
    case .alive: "WATCHDOG=1\n"
    case .stopping(let drain):
      // What follows the drain takes seconds: clients are told, and closed.
      "STOPPING=1\nSTATUS=Draining: no new rooms.\n"
        + "EXTEND_TIMEOUT_USEC=\((drain + .seconds(10)).wholeNanoseconds / 1_000)\n"
    }
  }
}
