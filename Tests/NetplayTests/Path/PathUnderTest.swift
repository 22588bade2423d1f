import Netplay
import Rollback
import Vocabulary

/// A moment of the made-up clock.
func at(_ milliseconds: Int) -> Instant { .zero + .milliseconds(milliseconds) }

extension PathMonitor.Change {
  /// From where to where.
  var states: [PathMonitor.State] { [from, to] }
}

extension PathMonitor {
  /// Ticks while the other path has never delivered, or has just delivered.
  mutating func tick(witness: Bool, now: Instant) -> Change? {
    tick(witness: witness ? Witness(lastArrival: now) : nil, now: now)
  }
}

/// A path monitor, fed as the peer and the clock would.
struct PathUnderTest {
  static let spacing = MatchConfiguration.usualFrameDuration

  var monitor = PathMonitor(limits: HealthLimits(), spacing: spacing)
  /// The peer's next sequence.
  var sequence: UInt16 = 0

  enum Echo {
    case none
    /// The peer echoes what we sent this long ago.
    case after(Duration)
  }

  /// A datagram arrives.
  mutating func hear(_ echo: Echo = .after(.milliseconds(20)), now: Instant) -> PathMonitor.Change?
  {
    var probe = Datagram.PathProbe(sequence: sequence, echo: nil)
    if case .after(let roundTrip) = echo {
      let sent = monitor.probe(now: now - roundTrip)
      probe.echo = .init(sequence: sent.sequence, held: .zero)
    }
    sequence &+= 1
    return monitor.received(probe, now: now)
  }

  /// Hears a datagram each 20 ms, the last one at `end`, and ticks after each.
  mutating func hearSteadily(
    from start: Int, to end: Int, _ echo: Echo = .after(.milliseconds(20))
  ) -> [PathMonitor.Change] {
    stride(from: start, through: end, by: 20).flatMap { time in
      [hear(echo, now: at(time)), monitor.tick(witness: true, now: at(time))].compactMap(\.self)
    }
  }

  enum Situation: CaseIterable {
    case never, connecting, up, suspect, down, probation
  }

  /// A monitor that has just come to a state; something arrived last at `lastHeard`.
  init(_ situation: Situation = .never) {
    switch situation {
    case .never: break
    case .connecting: _ = monitor.opened()
    case .up: bringUp()
    case .suspect:
      bringUp()
      _ = monitor.tick(witness: true, now: at(Self.lastHeard + 251))
    case .down: bringDown()
    case .probation:
      bringDown()
      _ = hear(.none, now: at(Self.lastHeard + 1600))
    }
  }

  /// When the situations `up`, `suspect` and `down` heard something last, in milliseconds.
  static let lastHeard = 1000

  private mutating func bringUp() {
    _ = monitor.opened()
    _ = hearSteadily(from: 0, to: Self.lastHeard)
  }

  private mutating func bringDown() {
    bringUp()
    _ = monitor.tick(witness: true, now: at(Self.lastHeard + 251))
    _ = monitor.tick(witness: true, now: at(Self.lastHeard + 1501))
  }
}
