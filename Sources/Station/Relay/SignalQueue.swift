import Relay
import Vocabulary

/// Signals on their way to the relay, in order and not faster than it forwards them: one that came too
/// fast would end the connection.
///
/// What is said to a seat is worthless once nobody is there, as after a flood of comings and goings.
struct SignalQueue: Sendable {
  /// Below what a relay allows (`RelayLimits.signalsPerSecond`), since the network bunches them.
  static let rate = Rate.perSecond(16)

  private struct Signal: Sendable {
    let bytes: [UInt8]
    let seat: PlayerIndex
  }

  private var waiting: [Signal] = []
  private var meter = RateMeter()

  /// When the next one may go; nothing while none waits.
  var wakeTime: Instant? { waiting.isEmpty ? nil : meter.nextAdmission(rate: Self.rate) }

  mutating func append(_ bytes: [UInt8], to seat: PlayerIndex) {
    waiting.append(Signal(bytes: bytes, seat: seat))
  }

  /// Nobody is at the seat any longer.
  mutating func left(_ seat: PlayerIndex) { waiting.removeAll { $0.seat == seat } }

  /// There is no connection any longer.
  mutating func removeAll() { waiting = [] }

  /// Lets go what may go.
  mutating func flush(now: Instant, into effects: inout [Effect]) {
    var count = 0
    while count < waiting.count, meter.admits(rate: Self.rate, now: now) {
      effects.append(.signal(waiting[count].bytes, to: waiting[count].seat))
      count += 1
    }
    if count > 0 { waiting.removeFirst(count) }
  }
}
