import Netplay
import Station
import Synchronization
import Vocabulary

/// The one clock of the process: monotonic, from the start of the process.
///
/// It can be slowed down or held: then everything that reads it, game, network faults and health alike,
/// is slow together. Keys, pictures and the show read the `real` time.
final class SystemClock: Sendable {
  private struct Reading {
    var pace = Pace.usual
    /// The real time from which it counts, and what it showed then.
    var since = ContinuousClock.now
    var shown = Instant.zero

    func now(_ real: ContinuousClock.Instant) -> Instant {
      let passed = (real - since).wholeNanoseconds
      switch pace {
      case .usual: return Instant(nanoseconds: shown.nanoseconds + passed)
      case .slowed(let divisor):
        return Instant(nanoseconds: shown.nanoseconds + passed / Int64(divisor))
      case .held: return shown
      }
    }
  }

  private let start = ContinuousClock.now
  private let reading = Mutex(Reading())

  var now: Instant {
    let real = ContinuousClock.now
    return reading.withLock { $0.now(real) }
  }

  /// The time that is never slowed.
  var real: Instant { Instant(nanoseconds: (ContinuousClock.now - start).wholeNanoseconds) }

  var pace: Pace { reading.withLock { $0.pace } }

  /// Lets time pass so from now on.
  func go(at pace: Pace) {
    let real = ContinuousClock.now
    reading.withLock { $0 = Reading(pace: pace, since: real, shown: $0.now(real)) }
  }

  /// How long to wait in real time until `moment`, at the present pace; nothing while time is held.
  func wait(until moment: Instant) -> Duration? {
    let left = moment - now
    return switch pace {
    case .usual: max(.zero, left)
    case .slowed(let divisor): max(.zero, left * divisor)
    case .held: nil
    }
  }
}
